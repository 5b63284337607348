import { digestOfDoubles } from '../../numerics/index.ts';
import { IN_PROCESS } from '../in-process.ts';
import { type Warehouse, withWarehouse } from '../warehouse.ts';

const ROWS = 10_000;

/**
 * `x` of either sign up to 2^9, `p` above 0, `u` within (-1, 1), in `ROWS / 50` groups `g`: whole-number arithmetic and
 * scaling by powers of two alone, which are exact.
 */
const VALUES = `
  SELECT i, i // 50 AS g, u, u * scale AS x, abs(u) * scale + 0.0009765625 AS p
  FROM (
    SELECT i, ((i * 1103515245 + 12345) % 2147483648)::DOUBLE / 1073741824 - 1 AS u,
           (1::BIGINT << (i % 30)::INTEGER)::DOUBLE / 2097152 AS scale
    FROM range(${ROWS}) AS rows(i)
  )`;

/** One value a row. */
const SCALARS: Readonly<Record<string, string>> = {
  ...calls('exp sin cos tan cot atan sinh cosh tanh asinh cbrt degrees radians', 'x'),
  ...calls('sqrt ln log2 log10 lgamma', 'p'),
  ...calls('asin acos atanh', 'u'),
  acosh: 'acosh(p + 1)',
  gamma: 'gamma(p / 8 + 0.5)',
  atan2: 'atan2(x, u)',
  'real power': 'pow(p, u)',
  'whole power': 'pow(x, 3)',
  'log to a base': 'log(7, p)',
  mod: 'x % 0.37',
  round: 'round(x, 2)',
  'text to number': `printf('%.12e', x)::DOUBLE`,
  'decimal division': 'x::DECIMAL(18, 6) / 7',
  distance: 'list_distance([x, u, p], [u, p, x])',
  'inner product': 'list_inner_product([x, u, p], [u, p, x])',
};

/** One value a group. */
const AGGREGATES: Readonly<Record<string, string>> = {
  ...calls(
    'sum fsum avg favg stddev_samp stddev_pop var_samp var_pop sem skewness kurtosis kurtosis_pop mad median',
    'x',
  ),
  ...calls('corr covar_samp covar_pop', 'x, u'),
  ...calls('regr_slope regr_intercept regr_r2 regr_sxx regr_sxy regr_syy', 'x, u'),
  geomean: 'geomean(p)',
  product: 'product(1 + u / 8)',
  entropy: 'entropy((u * 8)::INTEGER)',
  quantile_cont: 'quantile_cont(x, 0.3)',
  wavg: 'weighted_avg(x, p)',
};

/** One value a row, of the rows before it. */
const WINDOWS: Readonly<Record<string, string>> = Object.fromEntries(
  ['sum(x)', 'avg(x)', 'stddev_samp(x)', 'regr_slope(x, u)'].map((call) => [
    `${call} over rows`,
    `${call} OVER (ORDER BY i ROWS 11 PRECEDING)`,
  ]),
);

/** The functions that DuckDB is asked for; tests replace one. */
export interface DuckdbProbe {
  readonly scalars: Readonly<Record<string, string>>;
  readonly aggregates: Readonly<Record<string, string>>;
  readonly windows: Readonly<Record<string, string>>;
}

export const DUCKDB_PROBE: DuckdbProbe = { scalars: SCALARS, aggregates: AGGREGATES, windows: WINDOWS };

/** The digest of each function's results on this machine. Takes about 100 ms. */
export async function duckdbNumerics(probe = DUCKDB_PROBE): Promise<Readonly<Record<string, string>>> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run(`CREATE TABLE probed AS ${VALUES}`);
    return {
      ...(await digestsOf(warehouse, probe.scalars, 'FROM probed ORDER BY i')),
      ...(await digestsOf(warehouse, probe.aggregates, 'FROM probed GROUP BY g ORDER BY g')),
      ...(await digestsOf(warehouse, probe.windows, 'FROM probed ORDER BY i')),
    };
  });
}

async function digestsOf(
  warehouse: Warehouse,
  expressions: Readonly<Record<string, string>>,
  from: string,
): Promise<Readonly<Record<string, string>>> {
  const list = Object.values(expressions).map((expression, index) => `(${expression})::DOUBLE AS c${index}`);
  const columns = await warehouse.columns(`SELECT ${list.join(', ')} ${from}`);
  const digests = Object.keys(expressions).map((name, index) => {
    const values = columns[index]?.values ?? [];
    if (values.length === 0) throw new Error(`the probe of ${name} has no values`);
    return [
      `duckdb ${name}`,
      digestOfDoubles(Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))),
    ];
  });
  return Object.fromEntries(digests);
}

function calls(names: string, argument: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, `${name}(${argument})`]));
}

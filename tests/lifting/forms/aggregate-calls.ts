import { noisy } from './form.ts';

/** A value that tells all rows apart that are not equal: no tie is left to chance. */
const ROW = 'row(date, k, v)';
const ORDER = 'ORDER BY date, k, v';

/** The digest of what is not a number, small enough for a DOUBLE. */
function digest(sql: string): string {
  return `(hash((${sql})::VARCHAR) % 997)::DOUBLE`;
}

function each(names: string, call: (name: string) => string): readonly (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, call(name)] as const);
}

/** Every aggregate that a definition may call, by its name: a call over `date, k, v` that has one right answer. */
export const AGGREGATE_CALLS: readonly (readonly [name: string, call: string])[] = [
  ...each('any_value arbitrary first last', (name) => `${name}(v ${ORDER})`),
  ...each('array_agg list', (name) => digest(`${name}((8 * v)::BIGINT ${ORDER})`)),
  ...each('group_concat listagg string_agg', (name) => digest(`${name}(k, ',' ${ORDER})`)),
  ...each('arg_max arg_min argmax argmin max_by min_by arg_max_null arg_min_null', (name) => `${name}(v, ${ROW})`),
  ...each('arg_max_nulls_last arg_min_nulls_last', (name) => digest(`${name}((8 * v)::BIGINT, ${ROW}, 3)`)),
  ...each('avg mean favg sum fsum kahan_sum sumkahan median mad min max', (name) => `${name}(v)`),
  ...each('bit_and bit_or bit_xor', (name) => `${name}(round(v)::INTEGER)::DOUBLE`),
  ...each('bool_and bool_or', (name) => `${name}(v > 10)::INTEGER::DOUBLE`),
  ...each('count', (name) => `${name}(v)::DOUBLE`),
  ...each('count_star', () => 'count(*)::DOUBLE'),
  ...each('count_if countif', (name) => `${name}(v > 10)::DOUBLE`),
  ...each('corr covar_pop covar_samp regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy', (name) =>
    noisy(`${name}(v, month(date))`),
  ),
  ...each('regr_avgx regr_avgy', (name) => noisy(`${name}(v, month(date))`)),
  ...each('regr_count', (name) => `${name}(v, month(date))::DOUBLE`),
  ...each('entropy', (name) => noisy(`${name}(v)`)),
  ...each('geomean geometric_mean', (name) => noisy(`${name}(abs(v) + 1)`)),
  ...each('histogram', (name) => digest(`${name}((8 * v)::BIGINT)`)),
  ...each('kurtosis kurtosis_pop sem skewness stddev stddev_pop stddev_samp var_pop var_samp variance', (name) =>
    noisy(`${name}(v)`),
  ),
  ...each('mode', (name) => `${name}(0 * month(date))::DOUBLE`),
  ...each('product', (name) => `${name}(CASE WHEN v > 10 THEN 2 ELSE 0.5 END)`),
  ...each('quantile quantile_cont quantile_disc', (name) => `${name}(v, 0.25)`),
  ...each('wavg weighted_avg', (name) => `${name}(v, month(date))`),
];

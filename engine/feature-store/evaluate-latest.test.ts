import fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../presence/index.ts';
import { type Row, readCount, type Warehouse } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import type { Evaluated } from './evaluated.ts';
import { evaluateLatest, evaluateLifted, type FeatureContract, featureSelection } from './index.ts';
import type { AsOfPlan } from './plan.ts';
import { fitWindows } from './session.ts';
import { monthEndAt, openWith, type TestSource, testSources } from './vintages.fixture.ts';

/** From before the first publication to years after the last one, of which the newest row is old by then. */
const MONTHS = 70;
const DATES = Array.from({ length: 34 }, (_, index) => monthEndAt(index * 3 - 2));

/** The last row, and of one column the last value. */
const CONTRACT: FeatureContract = {
  keys: [],
  columns: [{ name: 'x' }, { name: 'y', asKnown: 'last_value' }, { name: 'z' }],
};

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);

interface Kept {
  readonly problems: readonly unknown[];
  readonly rows: readonly Row[];
}

/** What a group keeps of a query: of its latest rows alone, and of all of them. */
async function bothWays(
  warehouse: Warehouse,
  plan: AsOfPlan,
  rowsPerPass?: number,
): Promise<{ readonly latest: Kept | undefined; readonly all: Kept }> {
  const passes = rowsPerPass === undefined ? {} : { rowsPerPass };
  const short = featureSelection(warehouse, plan.name, CONTRACT);
  const evaluated = await evaluateLatest(warehouse, plan, DATES, {
    ...passes,
    take: short.take,
    lastValues: ['y'],
  });
  const kept = async ({ finish }: typeof short, of: Awaited<ReturnType<typeof evaluateLifted>>): Promise<Kept> => {
    const { table, problems } = await finish(of, DATES);
    return { problems, rows: await warehouse.rows(`SELECT * FROM ${table}`) };
  };
  const latest = evaluated === undefined ? undefined : await kept(short, evaluated);
  const whole = featureSelection(warehouse, plan.name, CONTRACT);
  const all = await kept(whole, await evaluateLifted(warehouse, plan, DATES, { ...passes, take: whole.take }));
  return { latest, all };
}

async function opened<T>(sources: readonly TestSource[], work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWith(sources, DATES);
  try {
    const names = sources.filter(({ name }) => name.startsWith('fred.')).map(({ name }) => ({ name, keys: [] }));
    expect(await fitWindows(warehouse, names)).toBe('separate');
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

const interval = fc
  .tuple(fc.integer({ min: 0, max: 14 }), fc.constantFrom('DAYS', 'WEEKS', 'MONTHS', 'QUARTERS'))
  .map(([count, unit]) => `INTERVAL ${count} ${unit}`);
const frame = fc.oneof(
  interval.map((back) => `RANGE ${back} PRECEDING`),
  fc.tuple(interval, interval).map(([one, other]) => `RANGE BETWEEN ${one} PRECEDING AND ${other} PRECEDING`),
);
const windowed = (value: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(
        `sum(${value})`,
        `avg(${value})`,
        `stddev_samp(${value})`,
        `min(${value})`,
        `max(${value}) FILTER (${value} > 40)`,
        `count(${value})`,
        `first_value(${value})`,
        `last_value(${value} IGNORE NULLS)`,
        `nth_value(${value}, 2)`,
      ),
      frame,
    )
    .map(([call, range]) => `${call} OVER (ORDER BY r.date ${range})`);
const term = (value: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(value),
    windowed(value),
    windowed(value).map((over) => `ln(1 + abs(${value} - ${over}))`),
  );
const where = fc.constantFrom('', 'WHERE r.value IS NOT NULL', 'WHERE r.value > 35', 'WHERE month(r.date) IN (3, 9)');
const join = fc.constantFrom(
  '',
  'LEFT JOIN fred.b AS o ON o.date = r.date',
  'JOIN fred.c AS o ON r.date = o.date',
  'LEFT JOIN fred.c AS o ON o.date = r.date AND o.value > r.value',
);

/** One series, or one with dates of another besides. */
const base = fc.constantFrom(
  { ctes: '', from: 'fred.a' },
  {
    ctes: `spine AS (SELECT date FROM fred.a UNION SELECT date FROM fred.c WHERE value > 20
        UNION SELECT date FROM fred.b),
      united AS (SELECT s.date, a.value FROM spine AS s LEFT JOIN fred.a ON a.date = s.date),`,
    from: 'united',
  },
);

/** A CTE, perhaps with windows, and windows over it. */
const query = fc
  .record({ inner: term('r.value'), filter: where, first: join, second: join, of: base })
  .chain(({ inner, filter, first, second, of: { ctes, from } }) => {
    const other = second === '' ? 'r.value' : 'o.value';
    return fc.tuple(term('r.value'), term(other), term('r.w'), where).map(
      ([x, y, z, last]) => `WITH ${ctes} base AS (
        SELECT r.date, r.value, ${inner} AS w FROM ${from} AS r ${first} ${filter}
      )
      SELECT r.date, ${x} AS x, ${y} AS y, ${z} AS z FROM base AS r ${second} ${last}`,
    );
  });

it('a group keeps the same to the bit whether old rows are evaluated or not', { timeout: 120_000 }, async () => {
  const asked = fc.tuple(fc.integer({ min: 0, max: 1e6 }), query, fc.constantFrom(undefined, 300));
  let withRows = 0;
  await fc.assert(
    fc.asyncProperty(asked, async ([seed, sql, rowsPerPass]) => {
      const sources = testSources(seed, MONTHS);
      await opened(sources, async (warehouse) => {
        const plan = await planOf(warehouse, { name: 'x', sql }, sources);
        expect(plan.reachDays).toBeDefined();
        const { latest, all } = await bothWays(warehouse, plan, rowsPerPass);
        expect(latest).toEqual(all);
        withRows += all.rows.some((row) => row['x'] !== null) ? 1 : 0;
      });
    }),
    { numRuns: 20 },
  );
  expect(withRows).toBeGreaterThan(10);
});

const YEAR = `SELECT date, value AS x, first_value(value) OVER w AS y, sum(value) OVER w AS z FROM fred.a
  WINDOW w AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND CURRENT ROW)`;

it('looks at few rows, and would differ if a query looked further back than it says', async () => {
  const sources = testSources(3, MONTHS);
  await opened(sources, async (warehouse) => {
    const plan = await planOf(warehouse, { name: 'x', sql: YEAR }, sources);
    const { latest, all } = await bothWays(warehouse, plan);
    expect(latest).toEqual(all);
    const counts: number[] = [];
    const take = async ({ table }: Evaluated): Promise<void> => {
      const [row] = await warehouse.rows(`SELECT count(*) AS n FROM ${table}`);
      counts.push(readCount(row));
    };
    await evaluateLatest(warehouse, plan, DATES, { take });
    const fewer = sum(counts.splice(0));
    await evaluateLifted(warehouse, plan, DATES, { take });
    expect(fewer).toBeLessThan(sum(counts) * 0.7);
    const wrong = await bothWays(warehouse, { ...plan, reachDays: present(plan.reachDays) - 500 });
    expect(wrong.latest).not.toEqual(wrong.all);
  });
});

it('evaluates all where a row is dated after its decision date', async () => {
  const sources = testSources(3, MONTHS).map((source) =>
    source.name === 'fred.a'
      ? { ...source, rows: [...source.rows, ['2030-01-01', 1, '2001-01-01', '9999-12-31']] }
      : source,
  );
  await opened(sources, async (warehouse) => {
    const plan = await planOf(warehouse, { name: 'x', sql: YEAR }, sources);
    const { latest, all } = await bothWays(warehouse, plan);
    expect(latest).toBeUndefined();
    expect(all.problems).toMatchObject([{ code: 'EWS3001' }]);
  });
});

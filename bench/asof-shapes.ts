import { END_OF_TIME } from '../engine/bitemporal/index.ts';
import type { QueryUnderTest } from '../engine/feature-store/definition.fixture.ts';
import { dayAt, dice, monthAt, monthEndAt, type TestSource } from '../engine/feature-store/vintages.fixture.ts';

/** A query to time, over the benchmark's own sources. */
export interface BenchShape extends QueryUnderTest {
  /** Frames share their sums, because a key has thousands of rows: in both forms, or only lifted. */
  readonly shared?: 'both' | 'lifted';
  /** Turns that each form takes; those that last for seconds take one. */
  readonly turns: number;
}

const SERIES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'];
const MONTHS = 480;
const QUARTERS = 160;
const COUNTRIES = 30;
const DAYS = 13_000;

/** Month-ends from the seventh year of the data to their end. */
export const BENCH_DATES: readonly string[] = Array.from({ length: 400 }, (_, index) => monthEndAt(index + 80));

const SERIES_SHAPES: readonly QueryUnderTest[] = [
  { name: 'level', sql: 'SELECT date, value FROM m.s1' },
  {
    name: '12-month change',
    sql: 'SELECT date, value / nullif(lag(value, 12) OVER (ORDER BY date), 0) - 1 AS growth FROM m.s1',
  },
  {
    name: '10-year z-score',
    sql: `SELECT date, (value - avg(value) OVER w) / nullif(stddev_samp(value) OVER w, 0) AS z FROM m.s1
      WINDOW w AS (ORDER BY date ROWS 119 PRECEDING)`,
  },
  {
    name: 'Sahm gap',
    sql: `WITH smooth AS (SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM m.s1)
      SELECT date, m - min(m) OVER (ORDER BY date ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS gap FROM smooth`,
  },
  { name: '2-source spread', sql: 'SELECT date, a.value - b.value AS spread FROM m.s1 a JOIN m.s2 b USING (date)' },
  {
    name: '8-source join',
    sql: `SELECT date, ${SERIES.map((name) => `${name}.value AS ${name}`).join(', ')} FROM m.s1
      ${SERIES.slice(1)
        .map((name) => `LEFT JOIN m.${name} USING (date)`)
        .join(' ')}`,
  },
  {
    name: 'ASOF join of two frequencies',
    sql: `SELECT a.date, a.value, q.value AS quarterly FROM m.s1 a
      ASOF LEFT JOIN (SELECT date, value FROM m.s2 WHERE month(date) % 3 = 1) q ON a.date >= q.date`,
  },
  {
    name: 'quarterly averages',
    sql: `
      SELECT date_trunc('quarter', date)::DATE AS date, max(value) AS top, median(value) AS middle
      FROM m.s1 GROUP BY 1`,
  },
];

const PANEL_SHAPES: readonly QueryUnderTest[] = [
  {
    name: 'panel gap and rank',
    sql: `WITH gaps AS (
        SELECT date, k,
          value - avg(value) OVER (PARTITION BY k ORDER BY date ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS gap
        FROM panel.p
      )
      SELECT date, k, gap, rank() OVER (PARTITION BY date ORDER BY gap DESC) AS place FROM gaps`,
  },
  {
    name: 'panel self-join, a year ago',
    sql: `SELECT p.date, p.k, p.value / nullif(q.value, 0) - 1 AS growth
      FROM panel.p p JOIN panel.p q ON q.k = p.k AND q.date = p.date - INTERVAL 12 MONTHS`,
  },
  {
    name: 'panel minus mean of the others',
    sql: `WITH sums AS (SELECT date, sum(value) AS total, count(value) AS n FROM panel.p GROUP BY date)
      SELECT date, k, value - (total - value) / nullif(n - 1, 0) AS above FROM panel.p JOIN sums USING (date)`,
  },
];

const DAILY: QueryUnderTest = {
  name: 'a year of days, 13,000 rows',
  sql: 'SELECT date, value - avg(value) OVER (ORDER BY date ROWS 259 PRECEDING) AS gap FROM d.daily',
};

export const BENCH_SHAPES: readonly BenchShape[] = [
  ...SERIES_SHAPES.map((shape) => ({ ...shape, turns: 3 })),
  ...PANEL_SHAPES.map((shape) => ({ ...shape, turns: 1 })),
  { ...DAILY, turns: 1, shared: 'both' },
  { ...DAILY, name: `${DAILY.name}, the loop to the bit`, turns: 1, shared: 'lifted' },
];

/**
 * Eight monthly series over 40 years, each month revised three times (about 1,900 stored rows a series); a quarterly
 * panel of 30 countries over the same years, revised in the same way; a daily series that is not revised.
 */
export function benchSources(): readonly TestSource[] {
  return [
    ...SERIES.map((name, index) => revisedMonths(`m.${name}`, index + 1)),
    revisedPanel('panel.p', 20),
    daily('d.daily', 30),
  ];
}

function revisedMonths(name: string, seed: number): TestSource {
  const roll = dice(seed);
  const rows = Array.from({ length: MONTHS }, (_, period) => revised([], period, 1, roll)).flat();
  return { name, columns: [DATE, VALUE], rows };
}

function revisedPanel(name: string, seed: number): TestSource {
  const roll = dice(seed);
  const rows = Array.from({ length: COUNTRIES }, (_, country) =>
    Array.from({ length: QUARTERS }, (_, quarter) => revised([`country ${country}`], quarter * 3, 3, roll)),
  ).flat(2);
  return { name, columns: [DATE, { name: 'k', type: 'VARCHAR' }, VALUE], rows };
}

function daily(name: string, seed: number): TestSource {
  const roll = dice(seed);
  const rows = Array.from({ length: DAYS }, (_, index) => [dayAt(index), 100 + roll(), dayAt(index + 1), END_OF_TIME]);
  return { name, columns: [DATE, VALUE], rows };
}

const DATE = { name: 'date', type: 'DATE' };
const VALUE = { name: 'value', type: 'DOUBLE' };

/** The first print of a period of `step` months at its end, and three revisions a month apart. */
function revised(keys: readonly string[], period: number, step: number, roll: () => number): TestSource['rows'] {
  const figure = 100 + period / 5 + roll() * 10;
  const published = period + step;
  return Array.from({ length: 4 }, (_, revision) => [
    monthAt(period),
    ...keys,
    figure + revision * roll(),
    monthEndAt(published + revision),
    revision === 3 ? END_OF_TIME : monthEndAt(published + 1 + revision),
  ]);
}

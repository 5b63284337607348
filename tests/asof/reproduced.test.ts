import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { planOf } from '../../engine/feature-store/definition.fixture.ts';
import { checkLift, evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import {
  dayAt,
  dice,
  monthAt,
  monthEndAt,
  openWith,
  type TestSource,
} from '../../engine/feature-store/vintages.fixture.ts';
import type { Scalar, Warehouse } from '../../engine/warehouse/index.ts';

/**
 * Queries that were once wrong without a word, lifted or even in the loop. The right values are computed here, from the
 * stored rows, without SQL.
 */

const OPEN = '9999-12-31';
const MONTHS = 30;
const DATES = ['1999-12-31', ...Array.from({ length: MONTHS }, (_, index) => monthEndAt(index + 1))];

/** Months around 5 per cent, each published ten days after it and revised sixty days later. */
function monthly(name: string, seed: number): TestSource {
  const roll = dice(seed);
  const rows = Array.from({ length: MONTHS }, (_, index) => {
    const first = Math.round(40 + 20 * roll()) / 10;
    const published = 30 * index + 41;
    return [
      [monthAt(index), first, dayAt(published), dayAt(published + 60)],
      [monthAt(index), first + (roll() < 0.5 ? 0.4 : -0.4), dayAt(published + 60), OPEN],
    ];
  }).flat();
  return { name, columns: [date, { name: 'value', type: 'DOUBLE' }], rows };
}

const date = { name: 'date', type: 'DATE' };
const UNRATE = monthly('fred.unrate', 5);
const GS10 = monthly('fred.gs10', 6);
const PEAKS: TestSource = {
  name: 'nber.turning_points',
  columns: [date, { name: 'kind', type: 'VARCHAR' }],
  rows: [[monthAt(2), 'peak', dayAt(150), OPEN]],
};
const SOURCES = [UNRATE, GS10, PEAKS];

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWith(SOURCES, DATES);
});
afterAll(() => warehouse.close());

interface KnownBug {
  readonly date: Day;
  readonly value: number;
}

/** The months of a series as known on a day, the oldest first. */
function known({ rows }: TestSource, t: Day): readonly KnownBug[] {
  return rows
    .filter((row) => String(row[2]) <= t && t < String(row[3]))
    .map((row) => ({ date: String(row[0]), value: Number(row[1]) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

function monthsBefore(t: Day, count: number): string {
  const [year = 0, number = 1] = t.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 10);
}

/** Compares what a query returns on each date, by the way that a build takes, with what it should. */
async function expectRows(
  sql: string,
  way: 'lifted' | 'loop',
  right: (t: Day) => readonly (readonly Scalar[])[],
): Promise<void> {
  const plan = await planOf(warehouse, { name: `case ${sql.length}`, sql }, SOURCES);
  expect(plan.liftedSql === undefined ? 'loop' : 'lifted').toBe(way);
  if (way === 'lifted') expect(await checkLift(warehouse, plan, DATES)).toEqual({ equal: true });
  const evaluated =
    way === 'lifted' ? await evaluateLifted(warehouse, plan, DATES) : await evaluateLoop(warehouse, plan, DATES);
  let seen = 0;
  for (const t of DATES) {
    const rows = await warehouse.rows(
      `SELECT e.* EXCLUDE (__t) FROM ${evaluated.table} e JOIN ${evaluated.dates} d USING (__t) WHERE d.t = '${t}'
        ORDER BY ALL`,
    );
    const found = rows.map((row) => Object.values(row).map(rounded));
    expect(found, t).toEqual(right(t).map((row) => row.map(rounded)));
    seen += found.length;
  }
  expect(seen).toBeGreaterThan(0);
}

function rounded(value: Scalar): Scalar {
  return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value;
}

describe('a condition above the newest rows', () => {
  const newest = (count: number) => `(SELECT value FROM fred.unrate ORDER BY date DESC LIMIT ${count})`;
  const last = (t: Day, count: number): readonly number[] =>
    known(UNRATE, t)
      .slice(-count)
      .map(({ value }) => value);

  it('counts among the last twelve months, not among all', async () => {
    const sql = `SELECT as_of() AS date, count(*) AS n FROM ${newest(12)} WHERE value > 5`;
    await expectRows(sql, 'lifted', (t) => [[t, last(t, 12).filter((value) => value > 5).length]]);
  });

  it('keeps the last month or none', async () => {
    const sql = `SELECT as_of() AS date, value AS above FROM ${newest(1)} WHERE value > 5`;
    await expectRows(sql, 'lifted', (t) =>
      last(t, 1)
        .filter((value) => value > 5)
        .map((value) => [t, value]),
    );
  });

  it('averages those of the last three', async () => {
    const sql = `SELECT as_of() AS date, avg(value) AS mean FROM ${newest(3)} WHERE value > 5`;
    await expectRows(sql, 'lifted', (t) => {
      const high = last(t, 3).filter((value) => value > 5);
      return [[t, high.length === 0 ? null : high.reduce((sum, value) => sum + value, 0) / high.length]];
    });
  });

  it('holds for the newest row of a LATERAL subquery, in the loop', async () => {
    const sql = `SELECT g.date, p.v FROM fred.gs10 g JOIN LATERAL
      (SELECT u.value AS v FROM fred.unrate u WHERE u.date < g.date ORDER BY u.date DESC LIMIT 1) p ON p.v > 5`;
    await expectRows(sql, 'loop', (t) =>
      known(GS10, t).flatMap((month) => {
        const before = known(UNRATE, t).filter((each) => each.date < month.date);
        const value = before.at(-1)?.value;
        return value !== undefined && value > 5 ? [[month.date, value]] : [];
      }),
    );
  });
});

describe('an aggregate over nothing', () => {
  it('counts no pair as 0, not as NULL', async () => {
    const sql = `SELECT u.date, r.n FROM fred.unrate u CROSS JOIN (
      SELECT regr_count(value, epoch(date)) AS n FROM fred.gs10 WHERE date >= as_of() - 62 AND value > 5) r`;
    await expectRows(sql, 'lifted', (t) => {
      const from = new Date(Date.parse(t) - 62 * 86_400_000).toISOString().slice(0, 10);
      const n = known(GS10, t).filter((each) => each.date >= from && each.value > 5).length;
      return known(UNRATE, t).map((each) => [each.date, n]);
    });
  });

  it('is what it is over nothing in a CTE beside other rows and in a subquery', async () => {
    const none = `WITH r AS (SELECT regr_count(g.value, u.value) AS n, entropy(round(g.value)) AS e
      FROM fred.gs10 g JOIN fred.unrate u ON u.date = g.date WHERE u.value >= 100) `;
    await expectRows(`${none} SELECT u.date, r.n, r.e FROM fred.unrate u CROSS JOIN r`, 'lifted', (t) =>
      known(UNRATE, t).map((each) => [each.date, 0, 0]),
    );
    const sub = `SELECT u.date, (SELECT regr_count(g.value, g.value) FROM fred.gs10 g WHERE g.value > 100) AS n
      FROM fred.unrate u`;
    await expectRows(sub, 'lifted', (t) => known(UNRATE, t).map((each) => [each.date, 0]));
  });
});

describe('a turning point that may not be there', () => {
  const LAST_PEAK = `SELECT date AS month FROM nber.turning_points
    WHERE kind = 'peak' AND date > as_of() - INTERVAL 12 MONTHS QUALIFY row_number() OVER (ORDER BY date DESC) = 1`;
  const isRecent = (t: Day): boolean => t >= dayAt(150) && monthAt(2) > monthsBefore(t, 12).slice(0, 8) + t.slice(8);

  it('is counted as none', async () => {
    const sql = `SELECT as_of() AS date, count(*) AS n FROM (${LAST_PEAK})`;
    await expectRows(sql, 'lifted', (t) => [[t, isRecent(t) ? 1 : 0]]);
  });

  it('brings no row into a cross join', async () => {
    const sql = `WITH last_peak AS (${LAST_PEAK})
      SELECT u.date, date_diff('month', last_peak.month, u.date) AS months FROM fred.unrate u CROSS JOIN last_peak`;
    await expectRows(sql, 'lifted', (t) =>
      isRecent(t) ? known(UNRATE, t).map((each, index) => [each.date, index - 2]) : [],
    );
  });
});

it('joins a CTE with itself by an inequality within one vintage', async () => {
  const sql = `WITH x AS (SELECT date, value FROM fred.unrate WHERE value > 5)
    SELECT l.date, max(r.value) AS before FROM x l LEFT JOIN x r ON r.date < l.date GROUP BY l.date`;
  await expectRows(sql, 'lifted', (t) => {
    const high = known(UNRATE, t).filter(({ value }) => value > 5);
    return high.map((each, index) => {
      const before = high.slice(0, index).map(({ value }) => value);
      return [each.date, before.length === 0 ? null : Math.max(...before)];
    });
  });
});

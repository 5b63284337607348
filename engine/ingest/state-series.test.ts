import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day, endOfMonth, startOfMonth } from '../calendar/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { stateRows } from './state-series.ts';

/** One version of a month's value, known from `from` until `until`, which is not part of it. */
interface Version {
  readonly date: Day;
  readonly value: number | null;
  readonly from: Day;
  readonly until: Day;
  readonly knowledge?: string;
}

const OPEN = '9999-12-31';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function served(versions: readonly Version[], settlesAfterMonths = 12): Promise<readonly Version[]> {
  const rows = versions.map(
    ({ date, value, from, until }) =>
      `(DATE '${date}', ${value ?? 'NULL'}::DOUBLE, DATE '${from}', DATE '${until}', 'published')`,
  );
  const told = `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(date, value, realtime_start, realtime_end, knowledge)`;
  const found = await warehouse.rows(stateRows(told, { frequency: 'monthly', settlesAfterMonths }));
  return found.map((row) => ({
    date: String(row['date']),
    value: row['value'] === null ? null : Number(row['value']),
    from: String(row['realtime_start']),
    until: String(row['realtime_end']),
    knowledge: String(row['knowledge']),
  }));
}

describe('what a state series lets anybody know', () => {
  it('a 0 twelve months after its month, and only if it still holds then', async () => {
    const rows = await served([
      { date: '2007-01-01', value: 0, from: '2007-02-01', until: OPEN },
      { date: '2008-01-01', value: 0, from: '2008-02-01', until: '2008-12-01' },
      { date: '2008-01-01', value: 1, from: '2008-12-01', until: OPEN },
    ]);
    expect(rows).toEqual([
      { date: '2007-01-01', value: null, from: '2007-02-01', until: '2008-01-31', knowledge: 'assumed' },
      { date: '2007-01-01', value: 0, from: '2008-01-31', until: OPEN, knowledge: 'assumed' },
      { date: '2008-01-01', value: null, from: '2008-02-01', until: '2008-12-01', knowledge: 'assumed' },
      { date: '2008-01-01', value: 1, from: '2008-12-01', until: OPEN, knowledge: 'published' },
    ]);
  });

  it('a 1 that merely goes on once a later 0 is known, and never where it is taken back', async () => {
    const rows = await served([
      { date: '2008-11-01', value: 1, from: '2008-12-01', until: OPEN },
      { date: '2009-06-01', value: 1, from: '2009-07-01', until: OPEN },
      { date: '2009-07-01', value: 1, from: '2009-08-01', until: '2010-09-20' },
      { date: '2009-07-01', value: 0, from: '2010-09-20', until: OPEN },
    ]);
    const known = rows.filter(({ value }) => value !== null);
    expect(known).toEqual([
      { date: '2008-11-01', value: 1, from: '2010-09-20', until: OPEN, knowledge: 'assumed' },
      { date: '2009-06-01', value: 1, from: '2010-09-20', until: OPEN, knowledge: 'assumed' },
      { date: '2009-07-01', value: 0, from: '2010-09-20', until: OPEN, knowledge: 'published' },
    ]);
  });

  it.each([
    ['2008-11-30', []],
    ['2008-12-01', [1]],
  ])('of a 1 for October that is first told on %s', async (from, known) => {
    const rows = await served([{ date: '2008-10-01', value: 1, from, until: OPEN }]);
    expect(rows.map(({ value }) => value).filter((value) => value !== null)).toEqual(known);
  });

  it('a withdrawal as it comes', async () => {
    const withdrawn = { date: '2007-01-01', value: null, from: '2007-02-01', until: OPEN };
    expect(await served([withdrawn])).toEqual([{ ...withdrawn, knowledge: 'published' }]);
  });
});

/** The rule in words, day by day: what each month is known to be on each of `days`, in order. */
function dayByDay(versions: readonly Version[], days: readonly Day[], settles: number): readonly string[] {
  const settled = new Set<Version>();
  return days.map((day) => {
    const holding = versions.filter(({ from, until }) => from <= day && day < until);
    const zeros = holding.filter(({ date, value }) => value === 0 && day >= endOfMonth(date, settles));
    const ones = holding.filter(({ date, value, from }) => {
      return value !== null && value !== 0 && from > endOfMonth(date, 1);
    });
    for (const each of holding) {
      if (each.value === 1 && zeros.some(({ date }) => date > each.date)) settled.add(each);
    }
    const known = new Set([...holding.filter((each) => settled.has(each)), ...zeros, ...ones]);
    return JSON.stringify(holding.map((each) => [each.date, known.has(each) ? each.value : null]).toSorted());
  });
}

it('any history of a state series is served as the rule says of every day', async () => {
  const history = fc.array(
    fc.record({
      lag: fc.integer({ min: -5, max: 500 }),
      values: fc.array(fc.constantFrom(0, 0, 1, 1, null), { minLength: 1, maxLength: 4 }),
      gap: fc.integer({ min: 3, max: 400 }),
      hole: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  );
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 15 }), async (months, settles) => {
      const versions = months.flatMap(({ lag, values, gap, hole }, at) => {
        const date = startOfMonth('2007-01-01', at);
        const start = (version: number): string => addDays(endOfMonth(date, 0), lag + version * gap);
        return values.map((value, version): Version => {
          const next = addDays(start(version + 1), hole ? -2 : 0);
          return { date, value, from: start(version), until: version === values.length - 1 ? OPEN : next };
        });
      });
      const days = [...new Set(versions.flatMap(({ date, from, until }) => [from, until, endOfMonth(date, settles)]))]
        .filter((day) => day < '9000')
        .flatMap((day) => [addDays(day, -1), day])
        .toSorted();
      const rows = await served(versions, settles);
      const told = days.map((day) => {
        const known = rows.filter(({ from, until }) => from <= day && day < until);
        return JSON.stringify(known.map(({ date, value }) => [date, value]).toSorted());
      });
      expect(told).toEqual(dayByDay(versions, days, settles));
    }),
    { numRuns: 40 },
  );
});

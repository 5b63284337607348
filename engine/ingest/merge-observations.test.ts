import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { mergeObservations } from './merge-observations.ts';
import type { Shape } from './shape.ts';

const shape: Shape = {
  columns: [
    { name: 'date', type: 'DATE' },
    { name: 'value', type: 'DOUBLE' },
  ],
  keys: [],
  dateColumn: 'date',
  values: ['value'],
};
const DATES = ['2020-01-01', '2020-02-01', '2020-03-01'] as const;
/** With a lag of 20 days after the month. */
const ASSUMED = ['2020-02-20', '2020-03-20', '2020-04-20'] as const;
const day = (n: number): string => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);

type File = readonly (number | null | undefined)[];
interface Version {
  readonly date: string;
  readonly value: number | null;
  readonly from: string;
  readonly to: string;
}

/** What the file of one day says of each date: a value, NULL, or (undefined) nothing. */
const file = fc.tuple(...DATES.map(() => fc.option(fc.constantFrom(1, 2, null), { nil: undefined })));
const ingests = fc.array(fc.record({ file, gap: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 5 });

it('never rewrites what was known, and ends with what the newest file says', async () => {
  const warehouse = await openWarehouse();
  await fc.assert(
    fc.asyncProperty(file, ingests, async (first, later) => {
      await load(warehouse, first);
      await warehouse.run(`CREATE OR REPLACE TABLE observations AS
        SELECT date, value, realtime_start, DATE '9999-12-31' AS realtime_end, knowledge FROM incoming`);
      let on = 40;
      for (const { file: next, gap } of later) {
        on += gap;
        const before = await versions(warehouse);
        await load(warehouse, next);
        await mergeObservations(warehouse, shape, day(on));
        const after = await versions(warehouse);
        for (const [at, date] of DATES.entries()) {
          const past = before.filter((version) => version.date === date);
          const now = after.filter((version) => version.date === date);
          expectNoGaps(now);
          if (past.length === 0) continue;
          // On every day before the ingest, what was known is what is said to have been known.
          for (let n = 0; n < on; n++) expect(known(now, day(n))).toBe(known(past, day(n)));
          expect(now.at(-1)?.value).toBe(next[at] ?? null);
        }
        for (const [at, date] of DATES.entries()) {
          const isNew = !before.some((version) => version.date === date) && next[at] !== undefined;
          const start = (ASSUMED[at] ?? '') < day(on) ? ASSUMED[at] : day(on);
          if (isNew) expect(after.find((version) => version.date === date)?.from).toBe(start);
        }
      }
    }),
    { numRuns: 60 },
  );
  warehouse.close();
});

it('says nothing new when the file says nothing new', async () => {
  const warehouse = await openWarehouse();
  await load(warehouse, [1, null, 2]);
  await warehouse.run(`CREATE TABLE observations AS
    SELECT date, value, realtime_start, DATE '9999-12-31' AS realtime_end, knowledge FROM incoming`);
  const before = await versions(warehouse);
  await mergeObservations(warehouse, shape, '2021-01-01');
  expect(await versions(warehouse)).toEqual(before);
  warehouse.close();
});

async function load(warehouse: Warehouse, values: File): Promise<void> {
  await warehouse.run(
    'CREATE OR REPLACE TABLE incoming (date DATE, value DOUBLE, realtime_start DATE, knowledge VARCHAR)',
  );
  for (const [at, value] of values.entries()) {
    if (value === undefined) continue;
    await warehouse.run(`INSERT INTO incoming VALUES ('${DATES[at]}', ${value}, '${ASSUMED[at]}', 'assumed')`);
  }
}

async function versions(warehouse: Warehouse): Promise<readonly Version[]> {
  const rows = await warehouse.rows(
    'SELECT date, value, realtime_start AS "from", realtime_end AS "to" FROM observations ORDER BY date, realtime_start',
  );
  return rows as unknown as readonly Version[];
}

/** undefined: nothing was known. */
function known(history: readonly Version[], on: string): number | null | undefined {
  const holding = history.filter(({ from, to }) => from <= on && on < to);
  expect(holding.length).toBeLessThanOrEqual(1);
  return holding[0]?.value;
}

function expectNoGaps(history: readonly Version[]): void {
  for (const [at, version] of history.entries()) {
    expect(version.from < version.to).toBe(true);
    expect(version.to).toBe(history[at + 1]?.from ?? '9999-12-31');
  }
}

import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { at, last } from '../presence/index.ts';
import { openWarehouse, type Row } from '../warehouse/index.ts';
import type { IngestDays } from './ingest-days.ts';
import { mergeObservations } from './merge-observations.ts';
import { mergeVersions } from './merge-versions.ts';
import type { ObservationShape } from './shape.ts';

const shape: ObservationShape = {
  columns: [
    { name: 'region', type: 'VARCHAR' },
    { name: 'date', type: 'DATE' },
    { name: 'value', type: 'DOUBLE' },
  ],
  keys: ['region'],
  dateColumn: 'date',
  values: ['value'],
};
/** Rows with the days on which they are due, as numbers of days; day 0 is 2020-01-01. */
const CELLS = [
  { region: 'east', date: '2020-01-01', due: 50 },
  { region: 'east', date: '2020-02-01', due: 79 },
  { region: 'west', date: '2020-01-01', due: 50 },
  { region: 'west', date: '2020-03-01', due: 110 },
];
const LAST_DAY = 260;
const RUNS = 50;
const day = (n: number): string => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);

/** What somebody knows of a cell: a value, that there is none (null), or nothing at all (undefined). */
type Told = number | null | undefined;
interface Ingest<T> {
  readonly on: number;
  readonly file: readonly T[];
}

const warehouse = await openWarehouse();
afterAll(() => warehouse.close());

/** Files of some days, each with one entry for every cell; two may be of one day, and one the same as that before. */
function ingestsOf<T>(cell: fc.Arbitrary<T>): fc.Arbitrary<readonly Ingest<T>[]> {
  const step = fc.record({
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
    file: fc.tuple(...CELLS.map(() => cell)),
    same: fc.boolean(),
  });
  return fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
    const ingests: Ingest<T>[] = [];
    let on = 20;
    for (const { gap, file, same } of steps) {
      on = Math.min(on + gap, LAST_DAY - 1);
      ingests.push({ on, file: same ? (ingests.at(-1)?.file ?? file) : file });
    }
    return ingests;
  });
}

/** Ingests one after the other and returns what the engine says after each: of every cell, by day. */
async function engine<T>(
  ingests: readonly Ingest<T>[],
  load: (file: readonly T[]) => Promise<void>,
  merge: (days: IngestDays & { readonly lookedThrough: Day }, raw: string) => Promise<void>,
  holdsOn: (cell: T | undefined, t: number) => Told,
): Promise<readonly (readonly (readonly Told[])[])[]> {
  const said: (readonly (readonly Told[])[])[] = [];
  let stored: readonly Row[] = [];
  for (const [at, { on, file }] of ingests.entries()) {
    const before = ingests[at - 1];
    if (before === undefined || JSON.stringify(file) !== JSON.stringify(before.file)) {
      await load(file);
      await warehouse.run(`UPDATE incoming SET raw_sha256 = 'file ${at}'`);
      if (before === undefined) await warehouse.run('CREATE OR REPLACE TABLE observations AS FROM incoming');
      else await merge({ ingestedOn: day(on), lookedThrough: day(before.on) }, `'file ${at}'`);
    }
    said.push(await knownByDay());
    stored = await expectRaws(ingests, at, stored, holdsOn);
  }
  return said;
}

/** That each row names the file that first brought it, and that the file holds its value. Returns the rows. */
async function expectRaws<T>(
  ingests: readonly Ingest<T>[],
  at: number,
  before: readonly Row[],
  holdsOn: (cell: T | undefined, t: number) => Told,
): Promise<readonly Row[]> {
  const rows = await warehouse.rows(`
    SELECT region, date, value, realtime_start - DATE '2020-01-01' AS start, raw_sha256 AS raw FROM observations`);
  const known = new Map(before.map(({ raw, ...row }) => [JSON.stringify(row), raw]));
  for (const { raw, ...row } of rows) {
    expect([row, raw]).toEqual([row, known.get(JSON.stringify(row)) ?? `file ${at}`]);
    const cell = CELLS.findIndex(({ region, date }) => region === row['region'] && date === row['date']);
    const held = holdsOn(ingests[Number(String(raw).slice('file '.length))]?.file[cell], Number(row['start']));
    expect([raw, row, held ?? null]).toEqual([raw, row, row['value']]);
  }
  return rows;
}

async function knownByDay(): Promise<readonly (readonly Told[])[]> {
  const rows = await warehouse.rows(`
    SELECT region, date, value, realtime_start - DATE '2020-01-01' AS first, realtime_end - DATE '2020-01-01' AS last
      FROM observations`);
  return CELLS.map(({ region, date }) => {
    const versions = rows.filter((row) => row['region'] === region && row['date'] === date);
    return Array.from({ length: LAST_DAY }, (_, n): Told => {
      const holding = versions.filter((row) => Number(row['first']) <= n && n < Number(row['last']));
      expect(holding.length).toBeLessThanOrEqual(1);
      const [version] = holding;
      return version === undefined ? undefined : (version['value'] as number | null);
    });
  });
}

/** `nothing, 1 from day 50, null from day 70`. */
function stretches(told: readonly Told[]): string {
  return told
    .flatMap((value, n) =>
      n > 0 && told[n - 1] === value ? [] : [`${value === undefined ? 'nothing' : value} from day ${n}`],
    )
    .join(', ');
}

/** That what was said of a day that was over, or after which nobody looked on that day, is said for ever. */
function expectKept<T>(ingests: readonly Ingest<T>[], said: readonly (readonly (readonly Told[])[])[]): void {
  for (const [at, { on }] of ingests.entries()) {
    const next = ingests[at + 1];
    const before = said[at];
    const after = said[at + 1];
    if (next === undefined || before === undefined || after === undefined) continue;
    const through = Math.min(on, next.on - 1);
    for (const cell of CELLS.keys()) {
      const [then, now] = [before[cell] ?? [], after[cell] ?? []];
      expect(stretches(now.slice(0, through + 1))).toBe(stretches(then.slice(0, through + 1)));
    }
  }
}

it('says of latest values what somebody saw who looked when the ingests did, and else what the lag says', async () => {
  const cell = fc.option(fc.constantFrom(1, 2, 3, null), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(ingestsOf<Told>(cell), async (ingests) => {
      const said = await engine(
        ingests,
        loadLatest,
        (days, missingFrom) => mergeObservations(warehouse, shape, { ...days, missingFrom }),
        (value) => value,
      );
      for (const [place, { due }] of CELLS.entries()) {
        const seen = ingests.map(({ on, file }) => ({ on, value: file[place] ?? undefined }));
        const expected = Array.from({ length: LAST_DAY }, (_, t) => observer(seen, due, t));
        const told = at(last(said), place).map((value) => value ?? undefined);
        expect(stretches(told)).toBe(stretches(expected));
      }
      expectKept(ingests, said);
    }),
    { numRuns: RUNS },
  );
});

/**
 * What was known on day `t`, as somebody tells who looked when the ingests did: what was there at the last look, and,
 * where nothing was, what the next look found if it was due after the last one. What was there at the first look is
 * known since it was due.
 */
function observer(
  seen: readonly { readonly on: number; readonly value: number | undefined }[],
  due: number,
  t: number,
): number | undefined {
  const looks = seen.filter(({ on }) => on <= t);
  const [first] = seen;
  const last = looks.at(-1) ?? first;
  const value = last?.value;
  if (value !== undefined) {
    const asAtFirst = looks.every((look) => look.value === value) && first?.value === value;
    return asAtFirst && t < due ? undefined : value;
  }
  const next = looks.length === 0 ? undefined : seen[looks.length];
  if (last === undefined || next?.value === undefined || due <= last.on || due > t) return undefined;
  const wasKnown = Array.from({ length: last.on + 1 }, (_, n) => observer(seen, due, n)).some(
    (told) => told !== undefined,
  );
  return wasKnown ? undefined : next.value;
}

async function loadLatest(file: readonly Told[]): Promise<void> {
  await loadIncoming(
    file.flatMap((value, at) => {
      const { region, date, due } = cellAt(at);
      return value === undefined ? [] : [`('${region}', '${date}', ${value}, '${day(due)}', '9999-12-31', 'assumed')`];
    }),
  );
}

/** The versions of a cell, by the day on which each begins. */
type Versions = Readonly<Record<number, number | null>>;

it('follows a file that tells when its rows became known, never against what was known at a look', async () => {
  const cell = fc.dictionary(fc.constantFrom('5', '30', '60', '90', '120'), fc.constantFrom(1, 2, null), {
    maxKeys: 3,
  });
  await fc.assert(
    fc.asyncProperty(ingestsOf<Versions>(cell), async (drawn) => {
      // Nobody tells what will be said later.
      const ingests = drawn.map(({ on, file }) => ({ on, file: file.map((versions) => through(versions, on)) }));
      const said = await engine(ingests, loadVersions, (days) => mergeVersions(warehouse, shape, days), holds);
      for (const place of CELLS.keys()) {
        const expected = Array.from({ length: LAST_DAY }, (_, t) => reader(ingests, place, t));
        expect(stretches(at(last(said), place))).toBe(stretches(expected));
      }
      expectKept(ingests, said);
    }),
    { numRuns: RUNS },
  );
});

function through(versions: Versions, on: number): Versions {
  return Object.fromEntries(Object.entries(versions).filter(([start]) => Number(start) <= on));
}

function holds(versions: Versions | undefined, t: number): Told {
  const start = Object.keys(versions ?? {})
    .map(Number)
    .filter((each) => each <= t)
    .sort((a, b) => a - b)
    .at(-1);
  return start === undefined ? undefined : versions?.[start];
}

/** What was known on day `t` after all ingests, told day by day from the last one back. */
function reader(ingests: readonly Ingest<Versions>[], at: number, t: number): Told {
  const last = ingests.at(-1);
  const before = ingests.slice(0, -1);
  const versions = last?.file[at];
  const looked = before.at(-1)?.on;
  if (last === undefined || looked === undefined || t >= last.on) return holds(versions, t);
  const fixed = Math.min(looked, last.on - 1);
  if (t <= fixed) return reader(before, at, t);
  const agrees = reader(before, at, fixed) === holds(versions, fixed);
  const begins = Object.keys(versions ?? {}).some((start) => Number(start) > fixed && Number(start) <= t);
  return agrees || begins ? holds(versions, t) : reader(before, at, t);
}

async function loadVersions(file: readonly Versions[]): Promise<void> {
  await loadIncoming(
    file.flatMap((versions, at) => {
      const { region, date } = cellAt(at);
      const starts = Object.keys(versions).map(Number);
      return starts.map((start) => {
        const next = Math.min(...starts.filter((each) => each > start));
        const end = Number.isFinite(next) ? day(next) : '9999-12-31';
        return `('${region}', '${date}', ${versions[start]}, '${day(start)}', '${end}', 'published')`;
      });
    }),
  );
}

async function loadIncoming(rows: readonly string[]): Promise<void> {
  await warehouse.run(`CREATE OR REPLACE TABLE incoming (region VARCHAR, date DATE, value DOUBLE, realtime_start DATE,
    realtime_end DATE, knowledge VARCHAR, raw_sha256 VARCHAR)`);
  if (rows.length > 0) await warehouse.run(`INSERT INTO incoming SELECT *, 'file' FROM (VALUES ${rows.join(', ')})`);
}

function cellAt(at: number): (typeof CELLS)[number] {
  const cell = CELLS[at];
  if (cell === undefined) throw new Error(`there is no cell ${at}`);
  return cell;
}

it('calls late what an ingest looked for in vain, and early what it found before it was due', async () => {
  await loadLatest([1, undefined, undefined, undefined]);
  await warehouse.run('CREATE OR REPLACE TABLE observations AS FROM incoming');
  await loadLatest([1, 2, 3, 4]);
  await mergeObservations(warehouse, shape, { ingestedOn: day(100), lookedThrough: day(60), missingFrom: "'file'" });
  const rows = await warehouse.rows('SELECT value, realtime_start, knowledge FROM observations ORDER BY value');
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    `1 ${day(50)} assumed`,
    // Due after the last look, so that nobody knows better.
    `2 ${day(79)} assumed`,
    `3 ${day(100)} observed`,
    `4 ${day(100)} observed`,
  ]);
});

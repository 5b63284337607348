import type { Day } from '../calendar/index.ts';
import { at, first } from '../presence/index.ts';
import { openWarehouse, type ResultColumn, type Row, type Scalar, type Warehouse } from '../warehouse/index.ts';
import { loadCalendar, prepareSession, tableOfSource } from './index.ts';

/** One stored observation: the declared columns' values, then `realtime_start` and `realtime_end` (half-open). */
export type ObservationRow = readonly Scalar[];

export interface TestSource {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly ObservationRow[];
}

const OPEN = '9999-12-31';
const value = { name: 'value', type: 'DOUBLE' };
const date = { name: 'date', type: 'DATE' };
const key = (name: string) => ({ name, type: 'VARCHAR' });

/** Months from 2000-01: 0 is January. */
export function monthAt(index: number): Day {
  return new Date(Date.UTC(2000, index, 1)).toISOString().slice(0, 10);
}

export function dayAt(index: number): Day {
  return new Date(Date.UTC(2000, 0, 1 + index)).toISOString().slice(0, 10);
}

export function monthEndAt(index: number): Day {
  return new Date(Date.UTC(2000, index + 1, 0)).toISOString().slice(0, 10);
}

/** Repeatable numbers in [0, 1). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The vintages of one period: first print, revisions, sometimes a hole between intervals or a withdrawal (NULL). */
function history(prefix: readonly Scalar[], published: number, roll: () => number): ObservationRow[] {
  const rows: ObservationRow[] = [];
  let from = published;
  let figure = Math.round(roll() * 1000) / 10;
  while (rows.length < 4) {
    const until = from + 20 + Math.floor(roll() * 60);
    const last = roll() < 0.4;
    rows.push([...prefix, roll() < 0.1 ? null : figure, dayAt(from), last ? OPEN : dayAt(until)]);
    if (last) break;
    from = until + (roll() < 0.2 ? 15 : 0);
    figure += Math.round((roll() - 0.5) * 20) / 7;
  }
  return rows;
}

/** How a random source publishes. */
interface RandomSource {
  readonly name: string;
  readonly seed: number;
  /** Months from one period to the next. */
  readonly step: number;
  /** Days from a period's end to its first print. */
  readonly lag: number;
  /** Names of its key columns, and each key's values; left out without keys. */
  readonly keys?: { readonly names: readonly string[]; readonly values: readonly (readonly string[])[] };
}

function series(
  { name, seed, step, lag, keys = { names: [], values: [[]] } }: RandomSource,
  months: number,
): TestSource {
  const roll = dice(seed);
  const rows = keys.values.flatMap((values) =>
    Array.from({ length: Math.ceil(months / step) }, (_, period) => period * step)
      .filter(() => roll() > 0.08)
      .flatMap((at) => history([monthAt(at), ...values], (at + step) * 30 + lag, roll)),
  );
  return { name, columns: [date, ...keys.names.map(key), value], rows };
}

/** Sources with random vintages; the first publication is in February 2000. */
export function testSources(seed: number, months = 14): readonly TestSource[] {
  const countries = { names: ['k'], values: [['de'], ['fr'], ['us']] };
  const banks = {
    names: ['k', 'j'],
    values: [
      ['de', 'x'],
      ['de', 'y'],
      ['us', 'x'],
    ],
  };
  return [
    series({ name: 'fred.a', seed: seed + 1, step: 1, lag: 10 }, months),
    series({ name: 'fred.b', seed: seed + 2, step: 1, lag: 25 }, months),
    series({ name: 'fred.c', seed: seed + 3, step: 3, lag: 32 }, months),
    series({ name: 'panel.p', seed: seed + 4, step: 1, lag: 12, keys: countries }, months),
    series({ name: 'panel.q', seed: seed + 5, step: 2, lag: 20, keys: banks }, months),
    TURNS,
  ];
}

const TURNS: TestSource = {
  name: 'nber.turns',
  columns: [date, key('kind')],
  rows: [
    [monthAt(2), 'peak', dayAt(100), OPEN],
    [monthAt(6), 'trough', dayAt(260), OPEN],
    [monthAt(9), 'peak', dayAt(340), OPEN],
  ],
};

/** The sources of the shape corpus. */
export const SOURCES = testSources(0);

/** From before the first publication to after the last revision; on the third only the monthly `fred.a` is out. */
export const DECISION_DATES: readonly string[] = [
  '1999-12-31',
  '2000-01-31',
  '2000-02-15',
  ...[2, 4, 6, 7, 11, 13].map(monthEndAt),
  '2001-04-17',
];

/** A prepared warehouse that holds the sources and the calendar. */
export async function openWith(sources: readonly TestSource[], calendar: readonly string[]): Promise<Warehouse> {
  const warehouse = await openWarehouse();
  await prepareSession(warehouse);
  for (const source of sources) await load(warehouse, source);
  await loadCalendar(warehouse, calendar);
  return warehouse;
}

async function load(warehouse: Warehouse, source: TestSource): Promise<void> {
  const types = [...source.columns.map(({ type }) => type), 'DATE', 'DATE'];
  const names = [...source.columns.map(({ name }) => `"${name}"`), 'realtime_start', 'realtime_end'];
  const table = tableOfSource(source.name);
  await warehouse.run(`CREATE OR REPLACE TABLE ${table} (${names.map((name, i) => `${name} ${types[i]}`).join(', ')})`);
  if (source.rows.length === 0) return;
  const tuples = source.rows.map((row) => `(${row.map(literal).join(', ')})`);
  await warehouse.run(`INSERT INTO ${table} VALUES ${tuples.join(', ')}`);
}

function literal(scalar: Scalar): string {
  return typeof scalar === 'string' ? `'${scalar.replaceAll("'", "''")}'` : String(scalar ?? 'NULL');
}

/** A result as rows. */
export function rowsOfResult(result: readonly ResultColumn[]): readonly Row[] {
  return first(result).values.map((_, row) =>
    Object.fromEntries(result.map(({ name, values }) => [name, at(values, row)])),
  );
}

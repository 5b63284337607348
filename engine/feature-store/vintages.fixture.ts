import { openWarehouse, type Scalar, type Warehouse } from '../warehouse/index.ts';
import { loadCalendar, observationsOf, prepareSession } from './index.ts';

/** One stored observation: the declared columns' values, then `realtime_start` and `realtime_end` (half-open). */
export type Observation = readonly Scalar[];

export interface TestSource {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Observation[];
}

const OPEN = '9999-12-31';
const value = { name: 'value', type: 'DOUBLE' };
const date = { name: 'date', type: 'DATE' };
const key = (name: string) => ({ name, type: 'VARCHAR' });

/** Months from 2000-01: 0 is January. */
export function month(index: number): string {
  return new Date(Date.UTC(2000, index, 1)).toISOString().slice(0, 10);
}

export function day(index: number): string {
  return new Date(Date.UTC(2000, 0, 1 + index)).toISOString().slice(0, 10);
}

export function monthEnd(index: number): string {
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
function history(prefix: readonly Scalar[], published: number, roll: () => number): Observation[] {
  const rows: Observation[] = [];
  let from = published;
  let figure = Math.round(roll() * 1000) / 10;
  while (rows.length < 4) {
    const until = from + 20 + Math.floor(roll() * 60);
    const last = roll() < 0.4;
    rows.push([...prefix, roll() < 0.1 ? null : figure, day(from), last ? OPEN : day(until)]);
    if (last) break;
    from = until + (roll() < 0.2 ? 15 : 0);
    figure += Math.round((roll() - 0.5) * 20) / 7;
  }
  return rows;
}

function series(
  name: string,
  seed: number,
  step: number,
  lag: number,
  keys: readonly (readonly string[])[],
  months: number,
): TestSource {
  const roll = dice(seed);
  const rows = keys.flatMap((values) =>
    Array.from({ length: Math.ceil(months / step) }, (_, period) => period * step)
      .filter(() => roll() > 0.08)
      .flatMap((at) => history([month(at), ...values], (at + step) * 30 + lag, roll)),
  );
  const names = keys[0]?.map((_, index) => key(['k', 'j'][index] ?? 'x')) ?? [];
  return { name, columns: [date, ...names, value], rows };
}

/** Sources with random vintages; the first publication is in February 2000. */
export function sourcesOf(seed: number, months = 14): readonly TestSource[] {
  return [
    series('fred.a', seed + 1, 1, 10, [[]], months),
    series('fred.b', seed + 2, 1, 25, [[]], months),
    series('fred.c', seed + 3, 3, 32, [[]], months),
    series('panel.p', seed + 4, 1, 12, [['de'], ['fr'], ['us']], months),
    series(
      'panel.q',
      seed + 5,
      2,
      20,
      [
        ['de', 'x'],
        ['de', 'y'],
        ['us', 'x'],
      ],
      months,
    ),
    TURNS,
  ];
}

const TURNS: TestSource = {
  name: 'nber.turns',
  columns: [date, key('kind')],
  rows: [
    [month(2), 'peak', day(100), OPEN],
    [month(6), 'trough', day(260), OPEN],
    [month(9), 'peak', day(340), OPEN],
  ],
};

/** The sources of the shape corpus. */
export const SOURCES = sourcesOf(0);

/** From before the first publication to after the last revision; on the third only the monthly `fred.a` is out. */
export const DECISION_DATES: readonly string[] = [
  '1999-12-31',
  '2000-01-31',
  '2000-02-15',
  ...[2, 4, 6, 7, 11, 13].map(monthEnd),
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
  const table = observationsOf(source.name);
  await warehouse.run(`CREATE OR REPLACE TABLE ${table} (${names.map((name, i) => `${name} ${types[i]}`).join(', ')})`);
  if (source.rows.length === 0) return;
  const tuples = source.rows.map((row) => `(${row.map(literal).join(', ')})`);
  await warehouse.run(`INSERT INTO ${table} VALUES ${tuples.join(', ')}`);
}

function literal(scalar: Scalar): string {
  return typeof scalar === 'string' ? `'${scalar.replaceAll("'", "''")}'` : String(scalar ?? 'NULL');
}

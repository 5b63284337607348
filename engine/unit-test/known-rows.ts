import { END_OF_TIME } from '../bitemporal/index.ts';
import { tableOfSource } from '../feature-store/index.ts';
import type { GivenObservations } from '../ingest/index.ts';
import { quoteName, quoteText, type Row, type Warehouse } from '../warehouse/index.ts';
import type { TextRow } from './unit-case.ts';

/** So many given rows of a relation are told that were known, and so many that were not. */
const KNOWN_TOLD = 3;
const UNKNOWN_TOLD = 2;

/**
 * Which given rows were known on a day, the newest first, and which were nearest to it of those that were not: the
 * usual fault is the day, not the formula. `keys`: of rows of these alone, where a relation has such columns.
 */
export async function knownRows(
  warehouse: Warehouse,
  given: readonly GivenObservations[],
  { day, keys }: { readonly day: string; readonly keys: TextRow },
): Promise<readonly string[]> {
  const notes = await Promise.all(given.map((each) => notesOf(warehouse, each, day, keys)));
  return notes.flat();
}

async function notesOf(
  warehouse: Warehouse,
  { relation, columns, declaration }: GivenObservations,
  day: string,
  keys: TextRow,
): Promise<readonly string[]> {
  const date = declaration.kind === 'series' ? 'date' : declaration.request.dateColumn;
  const names = columns.map(({ name }) => name);
  const told = Object.entries(keys).filter(([name, value]) => names.includes(name) && value !== null);
  const same = told.map(([name, value]) => `${quoteName(name)}::VARCHAR = ${quoteText(String(value))}`);
  const cells = [...names, 'realtime_start', 'realtime_end', 'knowledge'].map(
    (name) => `${quoteName(name)}::VARCHAR AS ${quoteName(name)}`,
  );
  const asked = (which: string, order: string, most: number): Promise<readonly Row[]> =>
    warehouse.rows(
      `SELECT ${cells.join(', ')} FROM (
         SELECT * FROM ${tableOfSource(relation)}
         WHERE ${[which, ...same].join(' AND ')} ORDER BY ${order} LIMIT ${most})`,
    );
  const first = quoteName(date);
  const on = `DATE ${quoteText(day)}`;
  const known = await asked(`realtime_start <= ${on} AND ${on} < realtime_end`, `${first} DESC`, KNOWN_TOLD);
  const later = await asked(`realtime_start > ${on}`, `realtime_start, ${first}`, UNKNOWN_TOLD);
  const earlier = await asked(`realtime_end <= ${on}`, `realtime_end DESC, ${first} DESC`, UNKNOWN_TOLD - 1);
  const line = (said: string, row: Row): string => `${said}: ${relation} ${rowText(row, names)}`;
  return [
    ...(known.length === 0 ? [`known on ${day}: no row of ${relation}`] : []),
    ...known.map((row) => line(`known on ${day}`, row)),
    ...later.map((row) => line('not yet known', row)),
    ...earlier.map((row) => line('no longer known', row)),
  ];
}

function rowText(row: Row, names: readonly string[]): string {
  const cells = names.map((name) => `${name} ${row[name] === null ? 'NULL' : String(row[name])}`);
  const until = row['realtime_end'] === END_OF_TIME ? '' : ` until before ${String(row['realtime_end'])}`;
  return `${cells.join(', ')} (from ${String(row['realtime_start'])}${until}, ${String(row['knowledge'])})`;
}

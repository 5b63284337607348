import { present } from '../../presence/index.ts';
import { type Row, readCount, type Warehouse } from '../../warehouse/index.ts';
import { rowName } from './row-name.ts';
import type { ColumnValues, LargestDifference } from './table-diff.ts';
import { beyondSql, type ColumnPair, differSql, distanceSql, finiteSql, relativeSql, shiftSql } from './table-sql.ts';

/** A pair of columns at its place in the table `differing`. */
export interface PlacedPair {
  readonly pair: ColumnPair;
  readonly at: number;
  readonly tolerance: number;
}

/** Pairs that are counted in one query: of more, DuckDB takes longer to read it than to run it. */
const AT_ONCE = 250;

/** The pairs of which a value differs in a row that both versions have, each at its place. */
export async function differingPairs(
  warehouse: Warehouse,
  pairs: readonly ColumnPair[],
  tolerance: number,
): Promise<readonly PlacedPair[]> {
  const placed = pairs.map((pair, at) => ({ pair, at, tolerance }));
  const found: PlacedPair[] = [];
  for (let from = 0; from < placed.length; from += AT_ONCE) {
    const some = placed.slice(from, from + AT_ONCE);
    const counts = some.map(({ pair, at }) => `bool_or(${differSql(pair, at)}) AS d${at}`).join(', ');
    const [row] = await warehouse.rows(`SELECT ${counts} FROM differing WHERE ${IN_BOTH}`);
    found.push(...some.filter(({ at }) => row?.[`d${at}`] === true));
  }
  return found;
}

/** How the values of a column that differs do, in rows that both versions have. */
export async function columnValues(
  warehouse: Warehouse,
  identity: readonly string[],
  placed: PlacedPair,
): Promise<ColumnValues> {
  const { pair, at, tolerance } = placed;
  const [a, b] = [`a${at}`, `b${at}`];
  const [row] = await warehouse.rows(
    `SELECT count(*) AS n, count(*) FILTER (${beyondSql(pair, at, tolerance)}) AS beyond, ` +
      `count(*) FILTER (${a} IS NULL) AS to_value, count(*) FILTER (${b} IS NULL) AS to_null, ` +
      `${pair.by === 'number' ? `avg(${shiftSql(at)}) FILTER (${finiteSql(pair, at)})` : 'NULL'} AS shift, ` +
      `min(k0)::VARCHAR AS first, max(k0)::VARCHAR AS last FROM differing AS rows WHERE ${differsSql(pair, at)}`,
  );
  const counts = present(row, 'an aggregate');
  const shift = counts['shift'];
  return {
    column: pair.to,
    differ: readCount(counts),
    beyond: readCount(counts, 'beyond'),
    nullToValue: readCount(counts, 'to_value'),
    valueToNull: readCount(counts, 'to_null'),
    largest: await largestBy(warehouse, identity, placed, distanceSql(at)),
    largestRelative: await largestBy(warehouse, identity, placed, relativeSql(at)),
    meanShift: typeof shift === 'number' && Number.isFinite(shift) ? shift : null,
    first: String(counts['first']),
    last: String(counts['last']),
  };
}

const IN_BOTH = 'has_from AND has_to';

/** Whether a row of the table `differing` is in both versions, and a pair differs in it. */
export function differsSql(pair: ColumnPair, at: number): string {
  return `${IN_BOTH} AND ${differSql(pair, at)}`;
}

async function largestBy(
  warehouse: Warehouse,
  identity: readonly string[],
  { pair, at }: PlacedPair,
  size: string,
): Promise<LargestDifference | null> {
  if (pair.by !== 'number') return null;
  const keys = identity.map((_, i) => `k${i}::VARCHAR AS k${i}`).join(', ');
  const order = identity.map((_, i) => `rows.k${i}`).join(', ');
  const [row] = await warehouse.rows(
    `SELECT ${keys}, a${at}::VARCHAR AS before, b${at}::VARCHAR AS after, ${size} AS size ` +
      `FROM differing AS rows WHERE ${differsSql(pair, at)} AND ${finiteSql(pair, at)} AND ${size} > 0 ` +
      `ORDER BY size DESC, ${order} LIMIT 1`,
  );
  return row === undefined ? null : largestIn(row, identity);
}

function largestIn(row: Row, identity: readonly string[]): LargestDifference {
  const { size, before, after } = row;
  return { size: Number(size), at: rowName(row, identity), from: String(before), to: String(after) };
}

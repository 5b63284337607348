import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { digestOf } from '../../lake/index.ts';
import type { StoredContents } from '../../plan/index.ts';
import { at, entry, first } from '../../presence/index.ts';
import { quoteText, type ResultColumn, type Warehouse } from '../../warehouse/index.ts';

/** Which columns of a stored file say which rows there are, and which of the others belong together. */
export interface RowLayout {
  readonly rows: readonly string[];
  /** Column -> the stored columns of it: itself, and the dates of its values where these are stored. */
  readonly columns: readonly { readonly name: string; readonly stored: readonly string[] }[];
}

/** Where the bytes of a column lie in a parquet file, in order. */
interface StoredColumn {
  /** Its type as parquet and as DuckDB have it: bytes alone do not say what they mean. */
  readonly type: string;
  readonly chunks: readonly { readonly from: number; readonly bytes: number; readonly values: number }[];
}

/**
 * What the rows of a stored parquet file hold, column by column: digests of the bytes in which each is stored, which
 * are the same where its values are to the last bit, and their order. `beside` are digests that join those of columns,
 * and, under an empty name, that of the rows.
 */
export async function rowContents(
  warehouse: Warehouse,
  path: string,
  { rows, columns }: RowLayout,
  beside: ReadonlyMap<string, string> = new Map(),
): Promise<StoredContents> {
  const stored = await storedColumns(warehouse, path);
  const file = await open(path);
  try {
    const digest = async (names: readonly string[], other: string | undefined): Promise<string> => {
      const read: unknown[] = [];
      for (const name of names) read.push([name, await columnDigest(file, entry(stored, name))]);
      return digestOf({ stored: read, beside: other ?? null });
    };
    const digests: StoredContents['columns'][number][] = [];
    for (const { name, stored: names } of columns)
      digests.push({ name, digest: await digest(names, beside.get(name)) });
    return { rows: await digest(rows, beside.get('')), columns: digests };
  } finally {
    await file.close();
  }
}

async function storedColumns(warehouse: Warehouse, path: string): Promise<ReadonlyMap<string, StoredColumn>> {
  const found = await warehouse.rows(
    `SELECT path_in_schema AS name, type, num_values::DOUBLE AS n, total_compressed_size::DOUBLE AS bytes,
       least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset))::DOUBLE AS start
     FROM parquet_metadata(${quoteText(path)}) ORDER BY row_group_id, column_id`,
  );
  const types = await warehouse.rows(`DESCRIBE SELECT * FROM read_parquet(${quoteText(path)})`);
  const typeOf = new Map(types.map((row) => [String(row['column_name']), String(row['column_type'])]));
  const columns = new Map<string, StoredColumn>();
  // A file without rows has no chunks of which parquet could say anything.
  if (found.length === 0) for (const [name, type] of typeOf) columns.set(name, { type, chunks: [] });
  for (const row of found) {
    const name = String(row['name']);
    const chunk = { from: Number(row['start']), bytes: Number(row['bytes']), values: Number(row['n']) };
    const chunks = [...(columns.get(name)?.chunks ?? []), chunk];
    columns.set(name, { type: `${String(row['type'])} ${typeOf.get(name)}`, chunks });
  }
  return columns;
}

async function columnDigest(file: FileHandle, { type, chunks }: StoredColumn): Promise<string> {
  const hash = createHash('sha256').update(`${type}\n`);
  for (const { from, bytes, values } of chunks) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
    if (bytesRead !== bytes) throw new Error(`${bytes} bytes of a column of ${bytesRead}`);
    hash.update(`${values} ${bytes}\n`).update(buffer);
  }
  return hash.digest('hex');
}

/**
 * Digests of the rows of a query, by column, and under an empty name of which rows there are: whatever order they came
 * in, to the last bit of each value.
 * @param by columns that tell each row from every other
 */
export function queryContents(found: readonly ResultColumn[], by: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map(found.map(({ name, values }) => [name, Array.from(values, exactText)]));
  const names = by.map((name) => entry(texts, name));
  const keys = first(names).map((_, row) => JSON.stringify(names.map((values) => at(values, row))));
  const order = keys.map((key, row) => ({ key, row })).toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const digest = (values: readonly string[]): string => {
    const hash = createHash('sha256');
    for (const { row } of order) hash.update(`${at(values, row)}\n`);
    return hash.digest('hex');
  };
  return new Map([['', digest(keys)], ...[...texts].map(([name, values]) => [name, digest(values)] as const)]);
}

/** JSON has no NaN, no infinities and no negative zero. */
function exactText(value: ResultColumn['values'][number]): string {
  if (typeof value === 'number') return `number ${Object.is(value, -0) ? '-0' : String(value)}`;
  return `${typeof value} ${JSON.stringify(value)}`;
}

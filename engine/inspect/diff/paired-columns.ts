import { entry } from '../../presence/index.ts';
import { parquetRows, type Warehouse } from '../../warehouse/index.ts';
import type { TableDiff } from './table-diff.ts';
import { type ColumnPair, contentSql, type JoinedTables, pairOf } from './table-sql.ts';

/** Which columns of two versions are compared with which. */
export interface PairedColumns extends Pick<TableDiff, 'added' | 'removed' | 'retyped'> {
  /** Columns of both, in the order of the second. */
  readonly pairs: readonly ColumnPair[];
  /** Columns that are gone and columns that are new and have the same values, as far as digests tell. */
  readonly candidates: readonly ColumnPair[];
}

interface TypesOfSides {
  readonly from: ReadonlyMap<string, string>;
  readonly to: ReadonlyMap<string, string>;
}

export async function comparedColumns(
  warehouse: Warehouse,
  joined: JoinedTables,
  types: TypesOfSides,
): Promise<PairedColumns> {
  const isValue = (name: string): boolean => !joined.identity.includes(name);
  const before = [...types.from.keys()].filter(isValue);
  const after = [...types.to.keys()].filter(isValue);
  const both = after.filter((name) => types.from.has(name));
  const removed = before.filter((name) => !types.to.has(name));
  const added = after.filter((name) => !types.from.has(name));
  const typesOf = (from: string, to: string): [string, string] => [entry(types.from, from), entry(types.to, to)];
  const retyped = both.flatMap((column) => {
    const [from, to] = typesOf(column, column);
    return from === to ? [] : [{ column, from, to }];
  });
  const old = await contents(warehouse, joined, { file: joined.from, columns: removed });
  const young = await contents(warehouse, joined, { file: joined.to, columns: added });
  const candidates = uniqueMatches(old, young)
    .filter(({ from, to }) => entry(types.from, from) === entry(types.to, to))
    .map(({ from, to }) => pairOf(from, to, typesOf(from, to)));
  return { pairs: both.map((name) => pairOf(name, name, typesOf(name, name))), candidates, added, removed, retyped };
}

interface ColumnsOfFile {
  readonly file: string;
  readonly columns: readonly string[];
}

/** Each column with the digest of its content. */
async function contents(
  warehouse: Warehouse,
  joined: JoinedTables,
  { file, columns }: ColumnsOfFile,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const column of columns) {
    const [row] = await warehouse.rows(`SELECT ${contentSql(column, joined)} AS content FROM ${parquetRows(file)}`);
    found.set(column, String(row?.['content']));
  }
  return found;
}

/** Of several columns with one content nobody can say which became which. */
function uniqueMatches(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly { readonly from: string; readonly to: string }[] {
  return [...before].flatMap(([from, content]) => {
    const same = [...after].filter(([, other]) => other === content).map(([name]) => name);
    const rivals = [...before.values()].filter((other) => other === content).length;
    const [to] = same;
    return to !== undefined && same.length === 1 && rivals === 1 ? [{ from, to }] : [];
  });
}

import path from 'node:path';
import { problemError } from '../../diagnostics/index.ts';
import { entry } from '../../presence/index.ts';
import {
  parquetRows,
  readCount,
  type Scalar,
  type Warehouse,
  type Warehouses,
  withWarehouse,
} from '../../warehouse/index.ts';
import { comparedColumns, type PairedColumns } from './paired-columns.ts';
import { rowIdentity, type TabularKind } from './row-identity.ts';
import { rowName } from './row-name.ts';
import { TableCells } from './table-cells.ts';
import type { ColumnValues, RowName, TableDiff } from './table-diff.ts';
import { differingSql, differSql, type JoinedTables, repeatedSql } from './table-sql.ts';
import { columnValues, differingPairs } from './value-differences.ts';

/** Two versions of a node's rows, as local parquet files. */
export interface TableVersions {
  readonly node: string;
  readonly kind: TabularKind;
  readonly from: string;
  readonly to: string;
}

export interface TableMeans {
  readonly warehouses: Warehouses;
  /** A folder of this command's own. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly tolerance: number;
  /** A file in the scratch folder that is written with every cell that differs. */
  readonly cells?: string | undefined;
}

export type TableOutcome =
  | { readonly ok: true; readonly table: TableDiff; readonly alarms: AlarmChanges }
  /** Why rows of the two cannot be told to be the same one. */
  | { readonly ok: false; readonly why: string };

/** Rows whose `alarm` went from false to true, and back; none in a table without that column. */
export interface AlarmChanges {
  readonly raised: readonly RowName[];
  readonly cleared: readonly RowName[];
}

/**
 * Two versions of a table, compared row by row in a process of their own, whatever their size. ProblemError EWS5005
 * where a version has two rows of one key, which no join could tell apart.
 */
export async function compareTables(versions: TableVersions, means: TableMeans): Promise<TableOutcome> {
  const { warehouses, scratch, signal } = means;
  return withWarehouse(warehouses, { tempDirectory: scratch, signal }, async (warehouse) => {
    const folders = [path.dirname(versions.from), path.dirname(versions.to), scratch];
    await warehouse.sandbox([...new Set(folders)]);
    const types = { from: await typesOf(warehouse, versions.from), to: await typesOf(warehouse, versions.to) };
    const identity = rowIdentity(versions.kind, [...types.to.keys()]);
    const before = rowIdentity(versions.kind, [...types.from.keys()]);
    if (identity === undefined || before === undefined) return { ok: false, why: 'it is not stored as rows of dates' };
    if (before.join('\0') !== identity.join('\0')) {
      return { ok: false, why: `its rows are told apart by ${named(before)} here, by ${named(identity)} there` };
    }
    await checkUnique(warehouse, versions.node, versions.from, identity);
    await checkUnique(warehouse, versions.node, versions.to, identity);
    const mixed = new Set(identity.filter((name) => entry(types.from, name) !== entry(types.to, name)));
    const joined = { from: versions.from, to: versions.to, identity, mixed };
    return joinedOutcome(warehouse, joined, { node: versions.node, types, means });
  });
}

interface JoinWork {
  readonly node: string;
  readonly types: { readonly from: ColumnTypes; readonly to: ColumnTypes };
  readonly means: TableMeans;
}

type ColumnTypes = ReadonlyMap<string, string>;

async function joinedOutcome(warehouse: Warehouse, joined: JoinedTables, work: JoinWork): Promise<TableOutcome> {
  const { node, types, means } = work;
  const columns = await comparedColumns(warehouse, joined, types);
  const pairs = [...columns.pairs, ...columns.candidates];
  await warehouse.run(differingSql(joined, pairs));
  const rows = await rowCounts(warehouse, joined);
  const renamed = rows.onlyFrom + rows.onlyTo === 0 ? await sameValues(warehouse, columns) : [];
  const cells = new TableCells(warehouse, joined.identity, means.cells === undefined ? 'some' : 'all');
  await cells.open();
  const values: ColumnValues[] = [];
  for (const placed of await differingPairs(warehouse, columns.pairs, means.tolerance)) {
    values.push(await columnValues(warehouse, joined.identity, placed));
    await cells.add(placed);
  }
  await cells.addRows();
  if (means.cells !== undefined) await cells.copy(node, means.cells);
  const gone = new Set(renamed.map(({ from }) => from));
  const came = new Set(renamed.map(({ to }) => to));
  const table: TableDiff = {
    identity: joined.identity,
    rows,
    columns: values,
    added: columns.added.filter((name) => !came.has(name)),
    removed: columns.removed.filter((name) => !gone.has(name)),
    renamed,
    retyped: columns.retyped,
    shown: await cells.first(),
    total: values.reduce((sum, { differ }) => sum + differ, rows.onlyFrom + rows.onlyTo),
  };
  return { ok: true, table, alarms: await alarmChanges(warehouse, joined.identity, columns) };
}

async function typesOf(warehouse: Warehouse, file: string): Promise<ColumnTypes> {
  const rows = await warehouse.rows(`DESCRIBE SELECT * FROM ${parquetRows(file)}`);
  return new Map(rows.map((row) => [String(row['column_name']), String(row['column_type'])]));
}

async function checkUnique(
  warehouse: Warehouse,
  node: string,
  file: string,
  identity: readonly string[],
): Promise<void> {
  const [repeated] = await warehouse.rows(repeatedSql(file, identity));
  if (repeated === undefined) return;
  const key = identity.map((name, i) => `${name} ${shown(repeated[`k${i}`])}`).join(', ');
  const message = `${node} has ${readCount(repeated)} rows of ${key}: which of them is which, nobody can tell`;
  const hint =
    'its stored rows are damaged, for no build stores such: ews lineage verify, then ews build --full-refresh';
  throw problemError('EWS5005', message, { hint });
}

function shown(value: Scalar | undefined): string {
  return value === null || value === undefined ? 'NULL' : String(value);
}

async function rowCounts(warehouse: Warehouse, { from, to }: JoinedTables): Promise<TableDiff['rows']> {
  const count = async (sql: string): Promise<number> => {
    const [row] = await warehouse.rows(sql);
    return readCount(row);
  };
  const before = await count(`SELECT count(*) AS n FROM ${parquetRows(from)}`);
  const after = await count(`SELECT count(*) AS n FROM ${parquetRows(to)}`);
  const onlyFrom = await count('SELECT count(*) AS n FROM differing WHERE has_to IS NULL');
  const onlyTo = await count('SELECT count(*) AS n FROM differing WHERE has_from IS NULL');
  return { from: before, to: after, onlyFrom, onlyTo, both: before - onlyFrom };
}

/** The candidates of which every value is the same. */
async function sameValues(warehouse: Warehouse, columns: PairedColumns): Promise<TableDiff['renamed']> {
  const renamed = [];
  for (const [i, pair] of columns.candidates.entries()) {
    const at = columns.pairs.length + i;
    const [row] = await warehouse.rows(`SELECT count(*) AS n FROM differing WHERE ${differSql(pair, at)}`);
    if (readCount(row) === 0) renamed.push({ from: pair.from, to: pair.to });
  }
  return renamed;
}

/** Predictions of events say of every row whether it is in alarm. */
async function alarmChanges(
  warehouse: Warehouse,
  identity: readonly string[],
  { pairs }: PairedColumns,
): Promise<AlarmChanges> {
  const at = pairs.findIndex(({ to, by }) => to === 'alarm' && by === 'same');
  if (at < 0) return { raised: [], cleared: [] };
  const rowsWhere = async (now: boolean): Promise<readonly RowName[]> => {
    const keys = identity.map((_, i) => `k${i}::VARCHAR AS k${i}`).join(', ');
    const order = identity.map((_, i) => `differing.k${i}`).join(', ');
    const sides = `coalesce(b${at}, false) = ${now} AND coalesce(a${at}, false) <> ${now}`;
    const rows = await warehouse.rows(`SELECT ${keys} FROM differing WHERE ${sides} ORDER BY ${order}`);
    return rows.map((row) => rowName(row, identity));
  };
  return { raised: await rowsWhere(true), cleared: await rowsWhere(false) };
}

function named(columns: readonly string[]): string {
  return columns.join(', ');
}

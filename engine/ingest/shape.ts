import { isKnowledgeColumn, KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../bitemporal/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { quoteName, quoteText } from '../warehouse/index.ts';
import type { FileRequest, IngestRequest } from './request.ts';

/** The columns of an observations table before realtime_start, realtime_end and knowledge, in their order. */
export interface ObservationShape {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** With `dateColumn`, what identifies a row among those known on one day. */
  readonly keys: readonly string[];
  readonly dateColumn: string;
  /** All other columns: what a later ingest may find changed. */
  readonly values: readonly string[];
}

/** The shape of the observations that a request makes. */
export function tableShape(request: IngestRequest): ObservationShape {
  if (request.kind !== 'file') {
    const columns = [
      { name: 'series_id', type: 'VARCHAR' },
      { name: 'date', type: 'DATE' },
      { name: 'value', type: 'DOUBLE' },
    ];
    return { columns, keys: ['series_id'], dateColumn: 'date', values: ['value'] };
  }
  const columns = request.columns
    .filter(({ name }) => !isBitemporalInput(request, name))
    .map(({ name, type }) => ({ name, type }));
  const identity = [...request.keys, request.dateColumn];
  const values = columns.map(({ name }) => name).filter((name) => !identity.includes(name));
  return { columns, keys: request.keys, dateColumn: request.dateColumn, values };
}

/** A file may call its knowledge columns as we do (FRED's own names): then ours take their place. */
function isBitemporalInput(request: FileRequest, name: string): boolean {
  if (request.knowledge.kind !== 'column') return false;
  const { column, endColumn } = request.knowledge;
  return (name === column || name === endColumn) && isKnowledgeColumn(name);
}

/** Rows in one order for ever: by key, date and version. */
export function orderSql(shape: ObservationShape): string {
  return [...shape.keys, shape.dateColumn, 'realtime_start'].map(quoteName).join(', ');
}

/** SQL that lists columns by their names. */
export function namesSql(names: readonly string[]): string {
  return names.map(quoteName).join(', ');
}

/** Writes the table `observations` into a local parquet file, rows in their one order. */
export async function writeObservations(warehouse: Warehouse, shape: ObservationShape, file: string): Promise<void> {
  const columns = [...shape.columns.map(storedSql), namesSql([...KNOWLEDGE_COLUMNS, RAW_COLUMN])].join(', ');
  const rows = `SELECT ${columns} FROM observations ORDER BY ${orderSql(shape)}`;
  await warehouse.run(`COPY (${rows}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
}

/** SQL that is true when two rows, by their aliases, are of one key and date. */
export function sameSql(shape: ObservationShape, one: string, other: string): string {
  return [...shape.keys, shape.dateColumn]
    .map((name) => `${one}.${quoteName(name)} = ${other}.${quoteName(name)}`)
    .join(' AND ');
}

/** SQL that is true when two rows have other values. */
export function differsSql(shape: ObservationShape, one: string, other: string): string {
  const differing = shape.values.map(
    (name) => `${one}.${quoteName(name)} IS DISTINCT FROM ${other}.${quoteName(name)}`,
  );
  return differing.length === 0 ? 'false' : `(${differing.join(' OR ')})`;
}

/** SQL that is true when a row has no value at all. */
export function isEmptySql(shape: ObservationShape, row: string): string {
  return shape.values.length === 0
    ? 'false'
    : `(${shape.values.map((name) => `${row}.${quoteName(name)} IS NULL`).join(' AND ')})`;
}

/** DuckDB writes HUGEINT as DOUBLE, which rounds it; as DECIMAL(38,0) it comes back as it was. */
function storedSql({ name, type }: ObservationShape['columns'][number]): string {
  return type === 'HUGEINT' ? `${quoteName(name)}::DECIMAL(38,0) AS ${quoteName(name)}` : quoteName(name);
}

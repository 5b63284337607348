import type { Day } from '../../calendar/index.ts';
import type { ShownNode } from '../shown-rows.ts';

/** Formats in which a node's rows can be taken out, by the flag that names them. */
export type ExportFormat = 'csv' | 'parquet' | 'arrow' | 'xlsx';

/** A table to be written: columns with DuckDB's types, and rows by the names of the columns. */
export type ExportedTable = Pick<ShownNode, 'columns' | 'rows'>;

/** What was written. */
export interface ExportedNode extends Pick<ShownNode, 'node' | 'kind' | 'stored'> {
  readonly asOf: Day | null;
  readonly format: ExportFormat;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Whether a column holds text, in which a program that opens the file could see a formula. */
export function isText(type: string): boolean {
  return !isNumber(type) && !['BOOLEAN', 'DATE'].includes(type) && !type.startsWith('TIMESTAMP');
}

/** Whether a column holds numbers. */
export function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type);
}

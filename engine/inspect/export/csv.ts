import type { Scalar } from '../../warehouse/index.ts';
import { type ExportedTable, isText } from './export-format.ts';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * The rows as CSV in UTF-8, as RFC 4180 has it, with a header. NULL is an empty field and empty text is `""`. Text that
 * a spreadsheet would take for a formula begins with `'`, in names of columns too; numbers and dates are as they are.
 */
export function csvOf({ columns, rows }: ExportedTable): string {
  const head = columns.map(({ name }) => quoted(harmless(name))).join(',');
  const body = rows.map((row) => columns.map(({ name, type }) => cell(row[name], type)).join(','));
  return `${[head, ...body].join('\r\n')}\r\n`;
}

function cell(value: Scalar | undefined, type: string): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (!isText(type)) return text;
  return text === '' ? '""' : quoted(harmless(text));
}

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

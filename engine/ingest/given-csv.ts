import { ProblemError, problem, type TextFile, topOf } from '../diagnostics/index.ts';
import { type CsvDialect, DEFAULT_DIALECT } from './csv/dialect.ts';
import { type CsvRecord, csvReader, NotCsv } from './csv/records.ts';
import type { GivenRows } from './staged-file.ts';

/**
 * The rows of a CSV text with a header, as `loadCsv` reads those of a file: by their source's dialect, but in UTF-8.
 * ProblemError EWS1031 for a text that is no CSV.
 */
export function rowsOfCsv({ path, text }: TextFile, dialect: CsvDialect = DEFAULT_DIALECT): GivenRows {
  const [header, ...records] = recordsOf(path, text, dialect);
  const names = header?.cells.map((name) => name.trim()) ?? [];
  if (header === undefined) throw unread(path, 'has no header', 'put the names of the columns into its first line');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw unread(path, `names column "${twice}" twice`, 'rename one of the two');
  const nulls = new Set(['', ...dialect.nulls]);
  const rows = records.map(({ line, cells }) => {
    if (cells.length !== names.length) {
      const what = `line ${line} has ${cells.length} cells, the header has ${names.length}`;
      throw unread(path, what, 'a cell that holds the delimiter or a line end is quoted');
    }
    const valued = cells.map((cell) => (nulls.has(cell) ? null : cell));
    return Object.fromEntries(names.map((name, at) => [name, valued[at] ?? null]));
  });
  return { rows, decimal: dialect.decimal };
}

function recordsOf(path: string, text: string, { delimiter }: CsvDialect): readonly CsvRecord[] {
  const reader = csvReader(delimiter);
  try {
    const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
    return [...reader.read(unmarked), ...reader.end()];
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw unread(path, `line ${error.line} ${error.message}`, error.hint);
  }
}

function unread(path: string, what: string, hint: string): ProblemError {
  return new ProblemError([problem('EWS1031', `${path}: ${what}`, { span: topOf(path), hint })]);
}

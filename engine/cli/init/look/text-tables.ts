import { readFileSync, statSync } from 'node:fs';
import { type Problem, ProblemError } from '../../../diagnostics/index.ts';
import { type CsvRecord, csvReader, decodedText, type Encoding, NotCsv, NotText } from '../../../ingest/index.ts';
import { first, present } from '../../../presence/index.ts';
import { type Answers, question, shownText, unfit } from './answers.ts';

/** A file as a table of text: its header, and rows with as many cells. */
export interface TableOfText {
  readonly file: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly rows: readonly CsvRecord[];
}

/** Larger files are not looked at whole: a part of one says as much of its form. */
const MOST_BYTES = 64_000_000;

/** Beginnings of files that are no text, and what they are. */
const FORMATS: readonly (readonly [beginning: string, what: string, hint: string])[] = [
  ['PAR1', 'is a parquet file', 'it says itself what its columns are: declare it in sources/, with format: parquet'],
  ['PK\u0003\u0004', 'is a spreadsheet or an archive', 'save the sheet as CSV'],
  ['\u001f\u008b', 'is compressed', 'unpack it'],
  ['\u00d0\u00cf\u0011\u00e0', 'is a spreadsheet', 'save the sheet as CSV'],
];

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Tried in this order; the first that reads every byte is taken. */
const ENCODINGS = ['utf-8', 'utf-16', 'windows-1252', 'latin-1'] as const;

/**
 * The readings of a file as a table, one for each delimiter under which every row has as many cells as the header.
 * ProblemError where there is none. `file`: how it is called.
 */
export async function textTables(path: string, file: string, answers: Answers): Promise<readonly TableOfText[]> {
  const { text, encoding } = await decoded(path, file);
  const tried = answers.delimiter === undefined ? DELIMITERS : [answers.delimiter];
  const read = tried.map((delimiter) => tableOf(text, { file, encoding, delimiter }));
  const tables = read.flatMap((each) => ('rows' in each ? [each] : []));
  const several = tables.filter(({ names }) => names.length > 1);
  if (several.length > 0) return several;
  const faults = read.flatMap((each) => ('fault' in each ? [each] : [])).toSorted((a, b) => b.cells - a.cells);
  const preamble = faults.find(({ fault }) => fault.message.includes(SEEMS));
  if (preamble !== undefined) throw new ProblemError([preamble.fault]);
  const [worst] = faults;
  if (worst !== undefined && worst.cells > 1) throw new ProblemError([worst.fault]);
  const [single] = tables;
  if (single !== undefined) {
    const hint = 'a table has a date and a value, in columns separated by a comma, semicolon, tab or bar';
    throw new ProblemError([unfit({ file }, 'has a single column', `${hint}; another one: --delimiter SIGN`)]);
  }
  throw new ProblemError([first(faults).fault]);
}

/** One table of several readings. ProblemError with the question where the file leaves it open. */
export function onlyTable(tables: readonly TableOfText[], isUsable: (table: TableOfText) => boolean): TableOfText {
  const [table] = tables;
  if (table !== undefined && tables.length === 1) return table;
  const usable = tables.filter(isUsable);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return only;
  const { file } = first(tables);
  const signs = tables.map(({ delimiter }) => JSON.stringify(delimiter)).join(' and ');
  const what = `can be read with each of ${signs} between its cells`;
  throw new ProblemError([question({ file }, what, `--delimiter "${first(tables).delimiter}"`)]);
}

async function decoded(path: string, file: string): Promise<{ readonly text: string; readonly encoding: Encoding }> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() !== true) {
    const what = status === undefined ? 'is not there' : 'is no file';
    throw new ProblemError([unfit({ file }, what, 'name a CSV file: --from data.csv')]);
  }
  if (status.size > MOST_BYTES) {
    const hint = `take a part of it to begin with: head -n 100000 ${file}`;
    throw new ProblemError([
      unfit({ file }, `has ${status.size} bytes, and at most ${MOST_BYTES} are looked at`, hint),
    ]);
  }
  const beginning = readFileSync(path).subarray(0, 4).toString('latin1');
  const known = FORMATS.find(([bytes]) => beginning.startsWith(bytes));
  if (known !== undefined) throw new ProblemError([unfit({ file }, known[1], known[2])]);
  for (const encoding of ENCODINGS) {
    const text = await textIn(path, encoding);
    if (text === undefined) continue;
    const control = /[^\P{Cc}\t\n\r]/u.exec(text);
    if (control === null) return { text, encoding };
    const hint = 'it may be UTF-16 without its mark, or no text at all: save it as CSV in UTF-8';
    throw new ProblemError([unfit({ file, line: lineAt(text, control.index) }, 'holds a control character', hint)]);
  }
  throw new Error('latin-1 reads every byte');
}

async function textIn(path: string, encoding: Encoding): Promise<string | undefined> {
  const pieces: string[] = [];
  try {
    for await (const piece of decodedText(path, encoding)) pieces.push(piece);
    return pieces.join('');
  } catch (error) {
    if (error instanceof NotText) return undefined;
    throw error;
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

interface Unread {
  readonly fault: Problem;
  /** Cells of the header: the more there are, the likelier that this delimiter was meant. */
  readonly cells: number;
}

function tableOf(text: string, form: Pick<TableOfText, 'file' | 'encoding' | 'delimiter'>): TableOfText | Unread {
  const { file } = form;
  let records: readonly CsvRecord[];
  try {
    const reader = csvReader(form.delimiter);
    records = [...reader.read(text), ...reader.end()];
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    const cells = error.before[0]?.cells.length;
    return {
      fault: unfit({ file, line: error.line }, error.message, error.hint),
      cells: cells === undefined ? 1 : cells,
    };
  }
  const [header, ...rows] = records;
  if (header === undefined || (header.cells.length === 1 && header.cells[0]?.trim() === '')) {
    return { fault: unfit({ file }, 'is empty', 'put a header and the data into it'), cells: 2 };
  }
  const { length } = header.cells;
  if (rows.length === 0) {
    return { fault: unfit({ file }, 'has a header and no rows', 'put the data into it'), cells: length + 1 };
  }
  const uneven = rows.find(({ cells }) => cells.length !== length);
  if (uneven === undefined) return { ...form, names: header.cells, rows };
  const title = titleAbove([header, ...rows], form);
  if (title !== undefined) return { fault: title, cells: length };
  const cells = `${uneven.cells.length} cells with ${shownText(form.delimiter)} between them`;
  const what = `has ${cells}, the header has ${length}`;
  const hint =
    'the first line is the header: remove what stands above it; a cell that holds the delimiter is quoted, ' +
    'and no notes stand below the rows';
  return { fault: unfit({ file, line: uneven.line }, what, hint), cells: length };
}

const SEEMS = 'seems to be the header';

const NONE = 0;

/** Rows below a header, at least, by which it is known: a note may be as wide as another by chance. */
const ROWS_OF_TABLE = 3;

/**
 * Statistical offices put a title, their name and dates above the header. Most rows are as wide as the header then,
 * and what stands above it is not: the first row of that width is the header.
 */
function titleAbove(records: readonly CsvRecord[], { file }: Pick<TableOfText, 'file'>): Problem | undefined {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? NONE) + 1);
  const [[width, count] = [1, 0]] = [...counts].toSorted(([, a], [, b]) => b - a);
  const at = records.findIndex(({ cells }) => cells.length === width);
  const header = records[at];
  if (header === undefined || at === 0 || width < 2 || count <= ROWS_OF_TABLE) return undefined;
  // A header that lacks one name stands above values, and is no title.
  const lacksOne = at === 1 && width > 2 && records[0]?.cells.length === width - 1;
  if (lacksOne || /^\s*\d/.test(present(header.cells[0]))) return undefined;
  const above = header.line - 1;
  const names = header.cells.slice(0, 3).map(shownText).join(', ');
  const more = width > 3 ? ` and ${width - 3} more` : '';
  const lines = above === 1 ? 'line' : `${above} lines`;
  const hint = `remove the ${lines} above it: tail -n +${header.line} ${file} > data.csv`;
  return unfit({ file, line: header.line }, `${SEEMS}, with ${names}${more}`, hint);
}

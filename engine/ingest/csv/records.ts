/** The cells of one record as they are meant, quotes undone; `line` is that of the file on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A fault that makes a text no CSV, on the line where it shows. */
export class NotCsv extends Error {
  readonly line: number;
  readonly hint: string;
  /** The records before it that nobody was given: the header among them may say more of the file than the fault. */
  readonly before: readonly CsvRecord[];

  constructor(what: string, line: number, hint: string, before: readonly CsvRecord[] = []) {
    super(what);
    this.line = line;
    this.hint = hint;
    this.before = before;
  }
}

/** Reads pieces of one text, each giving the records that end in it. */
export interface CsvReader {
  readonly read: (text: string) => readonly CsvRecord[];
  /** The record that no line end follows, if there is one. */
  readonly end: () => readonly CsvRecord[];
  /** The line on which the text ends that was read so far. */
  readonly line: () => number;
}

/** A longer record is a quote that is never closed, most often; it would have to fit into memory. */
const LONGEST_RECORD = 1 << 24;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * CSV by RFC 4180, to the letter: a cell that begins with a quote ends with one, quotes inside it are doubled, other
 * cells hold none. Lines end in LF or CRLF, or all in CR. Lines without a character hold no record. NotCsv for anything
 * else.
 */
export function csvReader(delimiter: string): CsvReader {
  const separator = delimiter.charCodeAt(0);
  let pending = '';
  let line = 1;
  let ending: 'CR' | 'LF' | undefined;

  function take(isLast: boolean): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    try {
      takeInto(records, isLast);
    } catch (error) {
      throw error instanceof NotCsv ? new NotCsv(error.message, error.line, error.hint, records) : error;
    }
    return records;
  }

  function takeInto(records: CsvRecord[], isLast: boolean): void {
    let at = 0;
    while (at < pending.length) {
      const found = recordAt(pending, at, { separator, line, isLast });
      if (found === undefined) break;
      if (found.cells.length > 0) records.push({ line, cells: found.cells });
      if (found.ending !== undefined && found.ending !== (ending ?? found.ending)) {
        const hint = 'end all lines in the same way; a cell that holds a line end is quoted';
        throw new NotCsv('has another line end than the lines before', line, hint);
      }
      ending ??= found.ending;
      line += found.lines;
      at = found.next;
    }
    pending = pending.slice(at);
    if (pending.length > LONGEST_RECORD) {
      const hint = 'most often a quote is not closed: close it, or double a quote that belongs to the text';
      throw new NotCsv(`begins a row of more than ${LONGEST_RECORD} characters`, line, hint);
    }
  }

  return {
    read: (text) => {
      pending += text;
      const nul = text.indexOf('\0');
      if (nul < 0) return take(false);
      const before = pending.slice(0, pending.length - text.length + nul);
      const hint =
        'the file is no CSV but parquet, a spreadsheet or an archive, or is UTF-16: then declare encoding: utf-16';
      throw new NotCsv('holds a NUL character', line + lineEndsIn(before), hint);
    },
    end: () => take(true),
    line: () => line + lineEndsIn(pending),
  };
}

interface Scan {
  readonly cells: readonly string[];
  /** Where the next record begins. */
  readonly next: number;
  /** Line ends passed, those inside quotes too. */
  readonly lines: number;
  /** The line end behind the record; undefined at the end of the text. */
  readonly ending: 'CR' | 'LF' | undefined;
}

interface Context {
  readonly separator: number;
  readonly line: number;
  readonly isLast: boolean;
}

/** The record that begins at `start`, with no cells if that line is empty; undefined if the text ends within it. */
function recordAt(text: string, start: number, context: Context): Scan | undefined {
  const cells: string[] = [];
  let lines = 0;
  for (let at = start; ; at++) {
    const cell =
      text.charCodeAt(at) === QUOTE ? quotedCell(text, at, lines, context) : plainCell(text, at, lines, context);
    if (cell === undefined) return undefined;
    lines += cell.lines;
    at = cell.end;
    const isBlank = at === start;
    if (!isBlank || text.charCodeAt(at) === context.separator) cells.push(cell.value);
    if (at >= text.length) return { cells, next: at, lines, ending: undefined };
    switch (text.charCodeAt(at)) {
      case context.separator:
        continue;
      case LF:
        return { cells, next: at + 1, lines: lines + 1, ending: 'LF' };
      case CR:
        if (at + 1 === text.length && !context.isLast) return undefined;
        return text.charCodeAt(at + 1) === LF
          ? { cells, next: at + 2, lines: lines + 1, ending: 'LF' }
          : { cells, next: at + 1, lines: lines + 1, ending: 'CR' };
      default: {
        const hint = 'a cell that begins with a quote ends with one; quotes that belong to the text are doubled';
        throw new NotCsv('has text behind a closing quote', context.line + lines, hint);
      }
    }
  }
}

interface OpenCell {
  readonly value: string;
  /** The place behind it. */
  readonly end: number;
  readonly lines: number;
}

function quotedCell(text: string, at: number, lines: number, { line, isLast }: Context): OpenCell | undefined {
  let close = at;
  for (;;) {
    close = text.indexOf('"', close + 1);
    if (close < 0) {
      if (!isLast) return undefined;
      const hint = 'close it; quotes that belong to the text are doubled, and their cell is quoted';
      throw new NotCsv('has a quote that is never closed', line + lines, hint);
    }
    if (text.charCodeAt(close + 1) !== QUOTE) break;
    close++;
  }
  if (close + 1 === text.length && !isLast) return undefined;
  const raw = text.slice(at + 1, close);
  return { value: raw.replaceAll('""', '"'), end: close + 1, lines: lineEndsIn(raw) };
}

function plainCell(
  text: string,
  at: number,
  lines: number,
  { separator, line, isLast }: Context,
): OpenCell | undefined {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === separator || code === LF || code === CR) break;
    if (code !== QUOTE) continue;
    const hint = 'quote the whole cell and double the quote; no spaces stand between a delimiter and a quote';
    throw new NotCsv('has a quote within a cell that does not begin with one', line + lines, hint);
  }
  return end === text.length && !isLast ? undefined : { value: text.slice(at, end), end, lines: 0 };
}

function lineEndsIn(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  const ends = text.match(/\r\n|\n|\r/g);
  return ends === null ? 0 : ends.length;
}

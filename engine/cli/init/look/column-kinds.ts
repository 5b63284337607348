import type { Problem } from '../../../diagnostics/index.ts';
import { type CsvRecord, looksMissing } from '../../../ingest/index.ts';
import { present } from '../../../presence/index.ts';
import { type Answers, question, shownText, unfit } from './answers.ts';
import { type Decimal, isNumber, isNumberLike } from './decimal.ts';
import type { TableOfText } from './text-tables.ts';

/** What a column holds, as a source declares it. */
export type ColumnKind =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  /** `isFlag`: nothing but 0 and 1. `isWhole`: digits alone that DOUBLE would round. `share` of cells with a value. */
  | { readonly kind: 'number'; readonly isFlag: boolean; readonly isLong: boolean; readonly share: number };

/** One column by its place, or the columns of periods taken together. */
export interface Cells {
  readonly name: string;
  readonly places: readonly number[];
}

/** From this share of its cells on a column is one of numbers, and the others are wrong or missing. */
const MOSTLY = 0.5;

/** Whether most cells of a column, but for those that are missing, are numbers to a person. */
export function isMostlyNumbers(rows: readonly CsvRecord[], cells: Cells, answers: Answers): boolean {
  if (answers.text.includes(cells.name)) return false;
  let numbers = 0;
  let others = 0;
  for (const text of textsOf(rows, cells)) {
    if (isMissing(text, answers)) continue;
    if (isNumberLike(text)) numbers++;
    else others++;
  }
  return numbers > 0 && numbers / (numbers + others) > MOSTLY && !hasCodes(rows, cells);
}

/** Digits that begin with a zero are a code: `007`. */
function hasCodes(rows: readonly CsvRecord[], cells: Cells): boolean {
  for (const text of textsOf(rows, cells)) if (/^0[0-9]+$/.test(text)) return true;
  return false;
}

function isMissing(text: string, { nulls }: Pick<Answers, 'nulls'>): boolean {
  return text === '' || nulls.includes(text) || looksMissing(text);
}

/** All texts of some columns, row by row. */
function* textsOf(rows: readonly CsvRecord[], { places }: Cells): Generator<string> {
  for (const { cells } of rows) for (const place of places) yield present(cells[place]);
}

export interface ColumnJudgement {
  readonly kind: ColumnKind;
  /** Texts in it that mean missing. */
  readonly nulls: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a column holds once the decimal mark is known; problems where it is almost numbers. */
export function judgeColumn(
  { file, rows, names }: TableOfText,
  cells: Cells,
  { decimal, answers }: { readonly decimal: Decimal; readonly answers: Answers },
): ColumnJudgement {
  const sound = (kind: ColumnKind, nulls: readonly string[] = []): ColumnJudgement => ({ kind, nulls, problems: [] });
  if (!isMostlyNumbers(rows, cells, answers)) return sound(kindOfText(rows, cells));
  const nulls = new Set<string>();
  let [values, flags, long, all] = [0, 0, 0, 0];
  for (const { line, cells: texts } of rows) {
    for (const place of cells.places) {
      const text = present(texts[place]);
      all++;
      if (isNumber(text, decimal)) {
        values++;
        if (/^[01]$/.test(text)) flags++;
        if (/^[+-]?[0-9]{16,}$/.test(text)) long++;
      } else if (isMissing(text, answers)) {
        if (text !== '') nulls.add(text);
      } else {
        const at = { file, line, column: present(names[place]) };
        return { ...sound({ kind: 'text' }), problems: [notANumber(at, text, decimal)] };
      }
    }
  }
  return sound({ kind: 'number', isFlag: flags === values, isLong: long > 0, share: values / all }, [...nulls]);
}

function kindOfText(rows: readonly CsvRecord[], cells: Cells): ColumnKind {
  let [texts, booleans] = [0, 0];
  for (const text of textsOf(rows, cells)) {
    if (text === '') continue;
    texts++;
    if (/^(true|false)$/i.test(text)) booleans++;
  }
  if (texts === 0) return { kind: 'empty' };
  return texts === booleans ? { kind: 'boolean' } : { kind: 'text' };
}

function notANumber(at: Parameters<typeof question>[0], text: string, decimal: Decimal): Problem {
  const what = `${shownText(text)} is no number`;
  if (text.trim() !== text && isNumber(text.trim(), decimal)) return unfit(at, what, 'remove the spaces around it');
  if (/%$/.test(text)) return unfit(at, what, 'take the % away: it belongs to the unit of the column');
  if (isNumberLike(text)) return unfit(at, what, 'numbers have no mark between thousands: write it without');
  return question(
    at,
    what,
    `--null ${shownText(text)} where it means missing, or --text ${shownText(String(at.column))}`,
  );
}

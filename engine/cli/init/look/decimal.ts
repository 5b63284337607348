import { type Problem, ProblemError } from '../../../diagnostics/index.ts';
import { type Answers, question, shownText, unfit } from './answers.ts';
import type { TableOfText } from './text-tables.ts';

/** Marks of the fraction of a number. */
export type Decimal = '.' | ',';

const NUMBERS: Readonly<Record<Decimal, RegExp>> = {
  '.': /^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$/,
  ',': /^[+-]?([0-9]+([,][0-9]*)?|[,][0-9]+)([eE][+-]?[0-9]+)?$/,
};

/** Three digits behind each mark: a fraction of three, or thousands. */
const GROUPS: Readonly<Record<Decimal, RegExp>> = {
  '.': /^[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+$/,
  ',': /^[+-]?[1-9][0-9]{0,2}([,][0-9]{3})+$/,
};

/** With marks between thousands and one for the fraction. */
const BOTH: Readonly<Record<Decimal, RegExp>> = {
  '.': /^[+-]?[0-9]{1,3}([,][0-9]{3})+[.][0-9]+$/,
  ',': /^[+-]?[0-9]{1,3}([.][0-9]{3})+[,][0-9]+$/,
};

/** Whether a text is a number as sources read it. */
export function isNumber(text: string, decimal: Decimal): boolean {
  return NUMBERS[decimal].test(text);
}

/** Whether a text is a number to a person, by either mark. */
export function isNumberLike(text: string): boolean {
  const digits = text.trim().replace(/ ?%$/, '');
  return (['.', ','] as const).some(
    (mark) => NUMBERS[mark].test(digits) || GROUPS[mark].test(digits) || BOTH[mark].test(digits),
  );
}

/** What cells say of the mark: where one is certain, and one that may be either. */
interface Evidence {
  proof: Partial<Record<Decimal, Cell>>;
  open?: Cell;
}

interface Cell {
  readonly line: number;
  readonly column: string;
  readonly text: string;
}

/**
 * The decimal mark of a table's numbers: the one under which its numbers can be read; the point where none has a
 * fraction. ProblemError where both would do, as for `1,234`, or cells contradict each other.
 * @param columns places of the columns whose cells are numbers to a person.
 */
export function decimalOf(table: TableOfText, columns: readonly number[], answers: Answers): Decimal {
  if (answers.decimal !== undefined) return checked(table, answers.decimal);
  const { proof, open } = evidenceOf(table, columns);
  const { '.': point, ',': comma } = proof;
  if (point !== undefined && comma !== undefined) throw new ProblemError([twoMarks(table.file, point, comma)]);
  if (point !== undefined) return '.';
  if (comma !== undefined) return checked(table, ',');
  if (open === undefined) return '.';
  if (table.delimiter === ',' && open.text.includes(',')) return '.';
  const mark = open.text.includes(',') ? ',' : '.';
  const what = `${shownText(open.text)} has a fraction of three digits, or a mark between thousands`;
  const flag = `--decimal "${mark}" (a fraction); thousands have no mark between them: write the file without`;
  throw new ProblemError([question({ file: table.file, ...open }, what, flag)]);
}

function checked({ file, delimiter }: TableOfText, decimal: Decimal): Decimal {
  if (decimal !== delimiter) return decimal;
  const hint = 'save it with semicolons between cells, or with a decimal point';
  throw new ProblemError([unfit({ file }, 'has commas both between cells and within numbers', hint)]);
}

function evidenceOf({ rows, names }: TableOfText, columns: readonly number[]): Evidence {
  const found: Evidence = { proof: {} };
  for (const { line, cells } of rows) {
    for (const place of columns) {
      const text = cells[place];
      const column = names[place];
      if (text === undefined || column === undefined || !/[.,]/.test(text)) continue;
      const cell = { line, column, text };
      const mark = provenBy(text);
      if (mark !== undefined) found.proof[mark] ??= cell;
      else if (GROUPS['.'].test(text) || GROUPS[','].test(text)) found.open ??= cell;
    }
  }
  return found;
}

/** The mark that a text can only have; undefined where it may be either. */
function provenBy(text: string): Decimal | undefined {
  for (const [mark, other] of [['.', ','] as const, [',', '.'] as const]) {
    if (BOTH[mark].test(text)) return mark;
    if (GROUPS[other].test(text) && text.split(other).length > 2) return mark;
    if (text.includes(mark) && NUMBERS[mark].test(text) && !GROUPS[mark].test(text)) return mark;
  }
  return undefined;
}

function twoMarks(file: string, point: Cell, comma: Cell): Problem {
  const other = `${shownText(point.text)} in line ${point.line}`;
  const what = `${shownText(comma.text)} has a decimal comma, and ${other} a point`;
  return unfit({ file, line: comma.line, column: comma.column }, what, 'write all numbers alike');
}

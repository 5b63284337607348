import { at } from '../presence/index.ts';
import type { Paint } from './paint/index.ts';

export interface TableRow {
  /** One a column; null is NULL. */
  readonly cells: readonly (string | null)[];
  /** Pointed at from the margin, and bold. */
  readonly marked?: boolean;
}

export interface TextTable {
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly TableRow[];
  /** Rows below a rule. */
  readonly foot?: readonly TableRow[];
}

const GAP = '  ';
const MARK = '▸ ';

/** A column as it is set: the lines of its title, and the width of them and of its cells. */
interface SetColumn {
  readonly title: readonly string[];
  readonly align: 'left' | 'right';
  readonly width: number;
}

/** A table as aligned text. Titles of several words are broken at `_` where the table would not fit the width. */
export function tableText(table: TextTable, paint: Paint, width = Number.POSITIVE_INFINITY): string {
  const { rows, foot = [] } = table;
  const all = [...rows, ...foot];
  const margin = all.some(({ marked }) => marked === true) ? MARK.length : 0;
  const columns = setColumns(table.columns, all, width - margin);
  const line = (cells: readonly string[], marked: boolean): string =>
    (marginText(margin, marked) + cells.join(GAP)).trimEnd();
  const body = (row: TableRow): string =>
    line(
      columns.map(({ width: room, align }, index) => {
        const padded = pad(cellText(row.cells[index]), room, align);
        if (row.cells[index] === null) return paint.dim(padded);
        return row.marked === true ? paint.bold(padded) : padded;
      }),
      row.marked === true,
    );
  const heads = headLines(columns).map((cells) => paint.dim(line(cells, false)));
  const rule = paint.dim('─'.repeat(margin + lineLength(columns)));
  return [...heads, ...rows.map(body), ...(foot.length === 0 ? [] : [rule, ...foot.map(body)])].join('\n');
}

/** Columns with whole titles where these fit the width, else with broken ones. */
function setColumns(columns: TextTable['columns'], rows: readonly TableRow[], width: number): readonly SetColumn[] {
  const contents = columns.map((column, index) => ({
    ...column,
    content: Math.max(0, ...rows.map((row) => cellText(row.cells[index]).length)),
  }));
  const set = (titleOf: (title: string, content: number) => readonly string[]): readonly SetColumn[] =>
    contents.map(({ title, align, content }) => {
      const lines = titleOf(title, content);
      return { title: lines, align, width: Math.max(content, ...lines.map(({ length }) => length)) };
    });
  const whole = set((title) => [title]);
  return lineLength(whole) <= width ? whole : set(brokenTitle);
}

/** The titles line by line: those of fewer lines than others stand at the foot. */
function headLines(columns: readonly SetColumn[]): readonly (readonly string[])[] {
  const height = Math.max(1, ...columns.map(({ title }) => title.length));
  const padded = columns.map(({ title, width, align }) => {
    const above = Array.from({ length: height - title.length }, () => '');
    return [...above, ...title].map((text) => pad(text, width, align));
  });
  return Array.from({ length: height }, (_, row) => padded.map((lines) => at(lines, row)));
}

/** A row may end before the last columns do: the rest of it is empty. */
function cellText(cell: string | null = ''): string {
  return cell === null ? 'NULL' : cell;
}

function marginText(margin: number, marked: boolean): string {
  return marked ? MARK : ' '.repeat(margin);
}

function pad(text: string, width: number, align: SetColumn['align']): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}

function lineLength(columns: readonly SetColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
}

/** `unemployment_duration_change_12m` as lines that are not much wider than the column's values. */
function brokenTitle(title: string, contents: number): readonly string[] {
  const words = title.split(/(?<=[_ ])/);
  const room = Math.max(contents, ...words.map((word) => word.length));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= room) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines;
}

import type { Paint } from './paint.ts';

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

/** A table as aligned text. Titles of several words are broken at `_` where the table would not fit the width. */
export function tableText(table: TextTable, paint: Paint, width = Number.POSITIVE_INFINITY): string {
  const rows = [...table.rows, ...(table.foot ?? [])];
  const contents = table.columns.map((_, index) => Math.max(0, ...rows.map((row) => textOf(row, index).length)));
  const margin = rows.some(({ marked }) => marked === true) ? MARK.length : 0;
  const whole = table.columns.map(({ title }) => [title]);
  const broken = table.columns.map(({ title }, index) => brokenTitle(title, contents[index] ?? 0));
  const fits = margin + lineLength(whole, contents) <= width;
  const titles = fits ? whole : broken;
  const widths = titles.map((lines, index) => Math.max(contents[index] ?? 0, ...lines.map((line) => line.length)));

  const line = (cells: readonly string[], marked: boolean): string =>
    ((margin === 0 ? '' : marked ? MARK : ' '.repeat(margin)) + cells.join(GAP)).trimEnd();
  const height = Math.max(1, ...titles.map((lines) => lines.length));
  const heads = Array.from({ length: height }, (_, at) =>
    line(
      titles.map((lines, index) =>
        pad(lines[at - height + lines.length] ?? '', widths[index] ?? 0, alignOf(table, index)),
      ),
      false,
    ),
  );
  const body = (row: TableRow): string =>
    line(
      table.columns.map((_, index) => {
        const padded = pad(textOf(row, index), widths[index] ?? 0, alignOf(table, index));
        if (row.cells[index] === null) return paint.dim(padded);
        return row.marked === true ? paint.bold(padded) : padded;
      }),
      row.marked === true,
    );
  const rule = paint.dim('─'.repeat(margin + widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length)));
  const foot = table.foot === undefined || table.foot.length === 0 ? [] : [rule, ...table.foot.map(body)];
  return [...heads.map((head) => paint.dim(head)), ...table.rows.map(body), ...foot].join('\n');
}

function textOf(row: TableRow, index: number): string {
  const cell = row.cells[index];
  return cell === null ? 'NULL' : (cell ?? '');
}

function alignOf(table: TextTable, index: number): 'left' | 'right' {
  return table.columns[index]?.align ?? 'left';
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}

function lineLength(titles: readonly (readonly string[])[], contents: readonly number[]): number {
  const widths = titles.map((lines, index) => Math.max(contents[index] ?? 0, ...lines.map((line) => line.length)));
  return widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
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

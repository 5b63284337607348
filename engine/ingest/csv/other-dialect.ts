import type { CsvDialect } from './dialect.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ':': 'colons',
};

/** Says what to declare when a header that lacks columns has them under another delimiter. */
export function otherDelimiter(
  header: readonly string[],
  wanted: readonly string[],
  dialect: CsvDialect,
): { readonly what: string; readonly hint: string } | undefined {
  const line = header.join(dialect.delimiter);
  const found = (cells: readonly string[]): number => wanted.filter((name) => cells.includes(name)).length;
  const [best] = Object.entries(DELIMITERS)
    .filter(([delimiter]) => delimiter !== dialect.delimiter && line.includes(delimiter))
    .map(([delimiter, called]) => ({ delimiter, called, columns: found(line.split(delimiter).map(unquoted)) }))
    .filter(({ columns }) => columns > found(header))
    .sort((a, b) => b.columns - a.columns);
  if (best === undefined) return undefined;
  const declared = DELIMITERS[dialect.delimiter] ?? JSON.stringify(dialect.delimiter);
  const comma = best.delimiter === ',' ? '' : ', and decimal: "," if its numbers have a decimal comma';
  return {
    what: `its header is separated by ${best.called}, not by ${declared}`,
    hint: `declare delimiter: ${JSON.stringify(best.delimiter)}${comma}`,
  };
}

function unquoted(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1) : cell;
}

/** Words and signs that others write for a missing value. */
const MISSING_WORD = /^(#?n\/?a!?|n\.a\.|null|none|nil|nan|nd|missing)$/i;
const MISSING_SIGN = /^([.?*:x]|\.\.+|[-\u2012-\u2015]+|#(value!|div\/0!|ref!|num!|name\?|null!))$/i;

/** Whether a cell holds a word or a sign that others write for a missing value. */
export function looksMissing(value: string): boolean {
  const text = value.trim();
  return MISSING_WORD.test(text) || MISSING_SIGN.test(text);
}

/** Digits with a comma where the fraction begins, perhaps with points between thousands. */
const DECIMAL_COMMA = /^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/;

/** Whether a cell is written as a number whose decimal mark is a comma. */
export function looksLikeDecimalComma(value: string): boolean {
  return DECIMAL_COMMA.test(value.trim());
}

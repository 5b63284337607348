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

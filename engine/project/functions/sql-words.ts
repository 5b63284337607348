/** A word, name, literal or sign of a SQL text, by UTF-16 offsets; comments and white space are none. */
export interface SqlWord {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign';
  readonly text: string;
  /** What a word or a quoted name names, in lower case as DuckDB compares it; empty for anything else. */
  readonly name: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** How many brackets are open around it; a bracket itself stands outside of what it encloses. */
  readonly depth: number;
}

const LEXEMES = new RegExp(
  [
    String.raw`(?<line>--[^\n]*)`,
    String.raw`(?<block>/\*)`,
    String.raw`(?<text>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>?\$)`,
    '(?<quoted>"(?:[^"]|"")*")',
    String.raw`(?<number>(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<sign>:=|=>|->|\S)`,
  ].join('|'),
  'gu',
);

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** The words of a SQL text in order. What is never closed goes on to the end of the text. */
export function sqlWords(sql: string): readonly SqlWord[] {
  const words: SqlWord[] = [];
  const lexemes = new RegExp(LEXEMES);
  let depth = 0;
  for (let match = lexemes.exec(sql); match !== null; match = lexemes.exec(sql)) {
    const groups = match.groups ?? {};
    if (groups['block'] !== undefined) lexemes.lastIndex = commentEnd(sql, match.index);
    const kind = KINDS.find((candidate) => groups[candidate] !== undefined);
    if (kind === undefined) continue;
    const [text] = match;
    if (kind === 'sign' && CLOSING.has(text)) depth -= 1;
    words.push({ kind, text, name: nameOf(kind, text), start: match.index, end: match.index + text.length, depth });
    if (kind === 'sign' && OPENING.has(text)) depth += 1;
  }
  return words;
}

const KINDS = ['word', 'quoted', 'text', 'number', 'sign'] as const satisfies readonly SqlWord['kind'][];

function nameOf(kind: SqlWord['kind'], text: string): string {
  if (kind === 'word') return text.toLowerCase();
  return kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"').toLowerCase() : '';
}

/** Comments of DuckDB nest. */
function commentEnd(sql: string, start: number): number {
  let open = 0;
  for (let at = start; at < sql.length; at += 1) {
    if (sql.startsWith('/*', at)) {
      open += 1;
      at += 1;
    } else if (sql.startsWith('*/', at)) {
      open -= 1;
      at += 1;
      if (open === 0) return at + 1;
    }
  }
  return sql.length;
}

/** Where the bracket at a position among the words is closed; undefined where it is not. */
export function closingOf(words: readonly SqlWord[], opening: number): number | undefined {
  const depth = words[opening]?.depth;
  const found = words.findIndex(
    (word, index) => index > opening && word.kind === 'sign' && CLOSING.has(word.text) && word.depth === depth,
  );
  return found < 0 ? undefined : found;
}

/** The runs of words that commas part, from a position up to another one, which is excluded; none where it is empty. */
export function listItems(words: readonly SqlWord[], from: number, to: number): readonly (readonly SqlWord[])[] {
  const depth = words[from]?.depth;
  if (from >= to) return [];
  const items: SqlWord[][] = [[]];
  for (const word of words.slice(from, to)) {
    if (word.text === ',' && word.kind === 'sign' && word.depth === depth) items.push([]);
    else items.at(-1)?.push(word);
  }
  return items;
}

/** A word, a quoted name, a literal or a sign of a SQL text, by UTF-16 offsets; comments and white space are none. */
export interface Token {
  /** A word in upper case, a sign as it is; `NO_WORD` for literals and quoted names. */
  readonly word: string;
  readonly text: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The innermost pair of brackets around it; for a bracket itself the pair around that. */
  readonly group: Group;
}

/** Stands for the word of a token that can be no keyword. */
export const NO_WORD = '';

/** A pair of brackets, or the whole text. */
export interface Group {
  readonly parent: Group | undefined;
  /** Positions of the brackets among the tokens; beyond both ends for the whole text. */
  readonly open: number;
  close: number;
}

const TOKENS = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`(?<literal>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>?\$)`,
    '(?<name>"(?:[^"]|"")*")',
    String.raw`(?<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<sign>[^\s])`,
  ].join('|'),
  'gu',
);

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** The tokens of a text that DuckDB parses, in order, and the brackets that they stand in. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let group: Group = { parent: undefined, open: -1, close: Number.POSITIVE_INFINITY };
  for (const match of sql.matchAll(TOKENS)) {
    const { literal, name, number, word, sign } = match.groups ?? {};
    const text = literal ?? name ?? number ?? word ?? sign;
    if (text === undefined) continue;
    if (sign !== undefined && CLOSING.has(sign)) {
      group.close = tokens.length;
      group = group.parent ?? group;
    }
    const start = match.index;
    tokens.push({ word: word?.toUpperCase() ?? sign ?? NO_WORD, text, start, end: start + text.length, group });
    if (sign !== undefined && OPENING.has(sign))
      group = { parent: group, open: tokens.length - 1, close: tokens.length };
  }
  return tokens;
}

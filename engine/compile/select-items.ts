/** Half-open range of UTF-16 offsets in a SQL text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface Token extends TextRange {
  readonly text: string;
}

/** One item of a select list: its tokens, with brackets but without what they hold, and how many brackets are around. */
export interface SelectItem {
  readonly tokens: readonly Token[];
  readonly depth: number;
}

/** Brackets that are open, from the outermost; what lies in an item is gathered only while a select list is read. */
interface Level {
  phase: 'outside' | 'before item' | 'distinct' | 'distinct on' | 'item';
  item: Token[];
  previous: string;
}

/** Comments and quoted text as wholes, words, `::`, or any one character. */
const TOKEN = new RegExp(
  [
    String.raw`--[^\n]*|/\*[\s\S]*?\*/|\s+`,
    String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"`,
    String.raw`\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>?\$`,
    String.raw`[\p{L}_$][\p{L}\p{N}_$]*|::|[\s\S]`,
  ].join('|'),
  'gu',
);
const SILENT = /^(?:--|\/\*|\s)/;
const CLAUSE = /^(?:FROM|WHERE|GROUP|HAVING|WINDOW|QUALIFY|ORDER|LIMIT|OFFSET|UNION|EXCEPT|INTERSECT|USING)$/;

/**
 * The items of every select list of a text that DuckDB has parsed. Its AST says where expressions begin at their first
 * name or sign, not at their brackets, and nowhere where they end.
 */
export function selectItems(sql: string): readonly SelectItem[] {
  const items: SelectItem[] = [];
  const levels: Level[] = [newLevel()];
  for (const match of sql.matchAll(TOKEN)) {
    const [text] = match;
    if (SILENT.test(text)) continue;
    const level = levels.at(-1) ?? newLevel();
    const token: Token = { text, start: match.index, end: match.index + text.length };
    if (/^[([{]$/.test(text)) {
      if (level.phase === 'before item' || level.phase === 'distinct') level.phase = 'item';
      if (level.phase === 'item') level.item.push(token);
      levels.push(newLevel());
    } else if (/^[)\]}]$/.test(text)) {
      items.push(...closedItem(level, levels.length - 1));
      levels.pop();
      const outer = levels.at(-1);
      if (outer?.phase === 'item') outer.item.push(token);
      if (outer?.phase === 'distinct on') outer.phase = 'before item';
    } else items.push(...read(level, token, levels.length - 1));
    const now = levels.at(-1);
    if (now !== undefined) now.previous = text.toUpperCase();
  }
  return [...items, ...levels.flatMap((level, depth) => closedItem(level, depth))];
}

function newLevel(): Level {
  return { phase: 'outside', item: [], previous: '' };
}

/** Takes in a token that is no bracket; the item that it ends, if it ends one. */
function read(level: Level, token: Token, depth: number): readonly SelectItem[] {
  const word = token.text.toUpperCase();
  // After a dot or AS even a reserved word is a name.
  const isName = level.previous === '.' || level.previous === 'AS';
  if (level.phase === 'outside') {
    if (word === 'SELECT' && !isName) level.phase = 'before item';
    return [];
  }
  if (level.phase === 'before item' && (word === 'DISTINCT' || word === 'ALL')) {
    level.phase = word === 'DISTINCT' ? 'distinct' : 'before item';
    return [];
  }
  if (level.phase === 'distinct' && word === 'ON') {
    level.phase = 'distinct on';
    return [];
  }
  if (token.text === ',') return endItem(level, depth, 'before item');
  if (token.text === ';' || (CLAUSE.test(word) && !isName && !continues(word, level.previous))) {
    return endItem(level, depth, 'outside');
  }
  level.phase = 'item';
  level.item.push(token);
  return [];
}

/** `IS DISTINCT FROM` and `WITHIN GROUP` begin no clause. */
function continues(word: string, previous: string): boolean {
  return (word === 'FROM' && previous === 'DISTINCT') || (word === 'GROUP' && previous === 'WITHIN');
}

function endItem(level: Level, depth: number, phase: Level['phase']): readonly SelectItem[] {
  const ended = closedItem(level, depth);
  level.phase = phase;
  level.item = [];
  return ended;
}

function closedItem({ item }: Level, depth: number): readonly SelectItem[] {
  return item.length === 0 ? [] : [{ tokens: item, depth }];
}

/** Without `AS a`, `a` or `a:`; the alias comes from the AST, '' for none. */
export function expressionRange({ tokens }: SelectItem, alias: string): TextRange {
  const own = alias === '' ? tokens : withoutAlias(tokens);
  return { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0 };
}

function withoutAlias(tokens: readonly Token[]): readonly Token[] {
  if (tokens.at(-2)?.text.toUpperCase() === 'AS') return tokens.slice(0, -2);
  return tokens[1]?.text === ':' ? tokens.slice(2) : tokens.slice(0, -1);
}

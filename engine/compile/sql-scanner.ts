/** A `$name`, `$1` or `?` in a SQL text, by UTF-16 offsets: `end` is exclusive. */
export interface ParameterToken {
  /** The name without the dollar sign; undefined for a parameter that has a number or nothing. */
  readonly name: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Everything in which a dollar sign is not a parameter, then the parameter itself. */
const TOKENS = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    "'(?:[^']|'')*'",
    '"(?:[^"]|"")*"',
    String.raw`\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>?\$`,
    String.raw`[A-Za-z_][\w$]*`,
    String.raw`\$(?<name>[A-Za-z_]\w*)`,
    String.raw`(?<unnamed>\$\d+|\?)`,
  ].join('|'),
  'g',
);

/**
 * The parameters of a text in order of appearance. DuckDB's AST names parameters but not their places; the caller
 * verifies the result by parsing the replaced text, in which no parameter may remain.
 */
export function parameterTokens(sql: string): readonly ParameterToken[] {
  const found: ParameterToken[] = [];
  for (const match of sql.matchAll(TOKENS)) {
    const name = match.groups?.['name'];
    if (name === undefined && match.groups?.['unnamed'] === undefined) continue;
    found.push({ name, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

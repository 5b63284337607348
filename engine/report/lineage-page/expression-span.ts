/**
 * The part of a definition's text to light, as offsets. Lineage says where an output column begins; in a query the
 * span goes on to the comma or the clause that ends its expression, in other files to the end of the entry.
 */
export function spanOf(
  file: string,
  text: string,
  line: number,
  column: number,
  length: number | undefined,
): { readonly from: number; readonly to: number } {
  const from = offsetOf(text, line, column);
  if (length === undefined) return { from, to: from };
  return { from, to: file.endsWith('.sql') ? expressionEnd(text, from) : Math.min(text.length, from + length) };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let before = 1; before < line; before += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + column - 1);
}

/** Comments and quoted text, each as a whole; a word; or any one character. */
const TOKEN = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]\w*|\s+|[\s\S]/gy;
const CLAUSE = /^(FROM|WHERE|GROUP|HAVING|WINDOW|QUALIFY|ORDER|LIMIT|OFFSET|UNION|EXCEPT|INTERSECT)$/i;

function expressionEnd(text: string, from: number): number {
  let depth = 0;
  let end = from;
  TOKEN.lastIndex = from;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if (/^[([{]$/.test(token)) depth += 1;
    if (/^[)\]}]$/.test(token)) depth -= 1;
    if (depth < 0 || (depth === 0 && (token === ',' || token === ';' || CLAUSE.test(token)))) return end;
    if (!/^(\s|--|\/\*)/.test(token)) end = TOKEN.lastIndex;
  }
  return end;
}

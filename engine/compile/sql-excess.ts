import { type Problem, problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';

/** A word, a number, or a sign. */
const TOKEN = /[\p{L}\p{N}_$]+|\S/uy;
const DOLLAR_TAG = /\$\w*\$/y;

/**
 * Why a text is not handed to DuckDB: it has more words and signs than are read (EWS2135). Long lists of literals, many
 * columns, joins, unions and deep brackets are all many words, and cost more than their number.
 */
export function sqlExcess(file: TextFile): Problem | undefined {
  const { text } = file;
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    if (!isComment(text, at)) count += 1;
    if (count > LIMITS.sqlTokens.most) return tooMany(file, at);
    at = end;
  }
  return undefined;
}

/**
 * Where what begins at a place ends; undefined for white space. What is never closed goes on to the end of the text, so
 * that no place is read twice.
 */
function tokenEnd(text: string, at: number): number | undefined {
  const sign = text[at];
  if (sign === "'" || sign === '"') return behind(text, sign, at + 1);
  if (text.startsWith('--', at)) return behind(text, '\n', at + 2);
  if (text.startsWith('/*', at)) return behind(text, '*/', at + 2);
  const tag = sign === '$' ? matchAt(DOLLAR_TAG, text, at) : undefined;
  if (tag !== undefined) return behind(text, tag, at + tag.length);
  const token = matchAt(TOKEN, text, at);
  return token === undefined ? undefined : at + token.length;
}

function isComment(text: string, at: number): boolean {
  return text.startsWith('--', at) || text.startsWith('/*', at);
}

function behind(text: string, closing: string, from: number): number {
  const found = text.indexOf(closing, from);
  return found < 0 ? text.length : found + closing.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tooMany(file: TextFile, at: number): Problem {
  const span = spanAt(file, at);
  return problem('EWS2135', `up to here the query has ${beyond(LIMITS.sqlTokens, LIMITS.sqlTokens.most + 1)}`, {
    span,
    lineText: '',
    hint: 'put long lists into a file that a source reads, and join it; split the rest into groups of its own',
  });
}

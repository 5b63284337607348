/**
 * JSON as DuckDB prints it, whose numbers JavaScript cannot hold: query locations of 2^64-1, and doubles such as
 * 1e9 that would come back as integers. Such numbers travel as marked strings and return to the letter.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const MARK = '\u0001#';
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = new RegExp(`"${'\\\\u0001'}#([^"]*)"`, 'g');

/**
 * 2^64-1 under those names by which DuckDB's trees and plans have it for "none": within a text the quotes around a name
 * would be escaped.
 */
const NONE = /"(query_location|total_files|filtered_files|ordinality_idx|index)":18446744073709551615/g;

/** A number that JavaScript may not hold as it is written: with a part or an exponent, or as long as 2^53 is. */
const DOUBTFUL = /\d(?:\.\d|[eE])|(?<![#\d])\d{16}/;

/** Parses JSON; integers beyond 2^53 and all non-integers become marked strings (see `markedNumber`). */
export function parseLossless(text: string): Json {
  const known = text.replace(NONE, '"$1":"\\u0001#18446744073709551615"');
  if (!DOUBTFUL.test(known)) return JSON.parse(known) as Json;
  const marked = text.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return token;
    const exact = /^-?\d+$/.test(token) && Number.isSafeInteger(Number(token));
    return exact ? token : JSON.stringify(MARK + token);
  });
  return JSON.parse(marked) as Json;
}

/** The inverse of `parseLossless`. */
export function stringifyLossless(value: Json): string {
  return JSON.stringify(value).replace(MARKED, '$1');
}

/** The number behind a parsed value, marked or plain; undefined for anything else. */
export function markedNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : undefined;
}

import { element } from './element.mjs';
import { at } from './presence.mjs';

const SQL_TOKEN = /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<word>[A-Za-z_]\w*)|[\s\S]/g;
const YAML_TOKEN =
  /(?<comment>(?:^|(?<=\s))#[^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?<word>^[ -]*[\w.]+(?=:(?:\s|$)))|[\s\S]/gm;
const KEYWORDS = new Set(
  `SELECT FROM WHERE GROUP BY HAVING WINDOW QUALIFY ORDER LIMIT OFFSET UNION EXCEPT INTERSECT ALL DISTINCT AS ON USING
   JOIN LEFT RIGHT FULL INNER OUTER CROSS ASOF SEMI ANTI LATERAL WITH RECURSIVE OVER PARTITION RANGE ROWS BETWEEN
   PRECEDING FOLLOWING CURRENT ROW AND OR NOT IN IS NULL LIKE CASE WHEN THEN ELSE END CAST INTERVAL EXISTS VALUES FILTER
   ASC DESC NULLS FIRST LAST TRUE FALSE EXCLUDE REPLACE`.split(/\s+/),
);

/**
 * A definition line by line, one span of it lit.
 * @param {string} path
 * @param {string} text
 * @param {{ readonly from: number, readonly to: number } | null} span
 */
export function sourceText(path, text, span) {
  const [from, to] = span === null ? [0, 0] : [span.from, span.to];
  const pieces = [
    ...tokensOf(path, text.slice(0, from)).map((token) => ({ ...token, lit: false })),
    ...tokensOf(path, text.slice(from, to)).map((token) => ({ ...token, lit: true })),
    ...tokensOf(path, text.slice(to)).map((token) => ({ ...token, lit: false })),
  ];
  const lines = linesOf(pieces).map((line, index) => {
    const number = element('span', { class: 'number', 'aria-hidden': 'true' }, [String(index + 1)]);
    return element('div', { class: 'line' }, [number, element('code', {}, litRuns(line))]);
  });
  return element('div', { class: 'source mono', role: 'region', tabindex: 0, 'aria-label': `Text of ${path}` }, lines);
}

/** @typedef {{ readonly text: string, readonly css: string }} Token */
/** @typedef {Token & { readonly lit: boolean }} Piece */

/** @param {string} path @param {string} text @returns {readonly Token[]} */
function tokensOf(path, text) {
  const sql = path.endsWith('.sql');
  return [...text.matchAll(sql ? SQL_TOKEN : YAML_TOKEN)].map((match) => {
    return { text: match[0], css: lookOf(match.groups ?? {}, sql) };
  });
}

/** @param {Readonly<Record<string, string | undefined>>} groups @param {boolean} sql */
function lookOf({ comment, text, word }, sql) {
  if (comment !== undefined) return 'comment';
  if (text !== undefined) return 'quoted';
  return word !== undefined && (!sql || KEYWORDS.has(word.toUpperCase())) ? 'keyword' : '';
}

/** Cut at line breaks, runs of the same look joined. @param {readonly Piece[]} pieces */
function linesOf(pieces) {
  /** @type {Piece[][]} */
  const lines = [[]];
  for (const { text, css, lit } of pieces) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      const line = at(lines, lines.length - 1);
      const last = line.at(-1);
      if (last !== undefined && last.css === css && last.lit === lit)
        line[line.length - 1] = { text: last.text + part, css, lit };
      else if (part !== '') line.push({ text: part, css, lit });
    }
  }
  return lines;
}

/** One mark around all that is lit, without the spaces before it. @param {readonly Piece[]} line */
function litRuns(line) {
  const nodeOf = (/** @type {Piece} */ { text, css }) => (css === '' ? text : element('span', { class: css }, [text]));
  const lit = line.filter((piece) => piece.lit);
  const start = line.findIndex((piece) => piece.lit);
  if (start < 0) return line.map(nodeOf);
  const head = at(lit, 0);
  const text = head.text.trimStart();
  return [
    ...line.slice(0, start).map(nodeOf),
    head.text.slice(0, head.text.length - text.length),
    element('mark', {}, [nodeOf({ ...head, text }), ...lit.slice(1).map(nodeOf)]),
    ...line.slice(start + lit.length).map(nodeOf),
  ];
}

/** Scrolls a source so that its lit span stands in its upper third. @param {Element} block */
export function scrollToLit(block) {
  const mark = block.querySelector('mark');
  if (!(block instanceof HTMLElement) || mark === null) return;
  const top = mark.getBoundingClientRect().top - block.getBoundingClientRect().top;
  block.scrollTop += top - block.clientHeight / 3;
}

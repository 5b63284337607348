import { element } from './element.mjs';

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
 * A definition with numbered lines, one span of it lit.
 * @param {string} path
 * @param {string} text
 * @param {number} from
 * @param {number} to
 */
export function sourceText(path, text, from, to) {
  const lines = text.split('\n').length;
  const numbers = Array.from({ length: lines }, (_, index) => String(index + 1)).join('\n');
  const lit = to > from ? element('mark', {}, coloured(path, text.slice(from, to))) : null;
  const code = element('code', {}, [
    ...coloured(path, text.slice(0, from)),
    lit,
    ...coloured(path, text.slice(Math.max(from, to))),
  ]);
  const block = element('div', { class: 'source mono', role: 'region', tabindex: 0, 'aria-label': `Text of ${path}` });
  block.append(element('pre', { class: 'numbers', 'aria-hidden': 'true' }, [numbers]), element('pre', {}, [code]));
  return block;
}

/** @param {string} path @param {string} text @returns {readonly (Node | string)[]} */
function coloured(path, text) {
  const sql = path.endsWith('.sql');
  /** @type {(Node | string)[]} */
  const parts = [];
  let plain = '';
  for (const match of text.matchAll(sql ? SQL_TOKEN : YAML_TOKEN)) {
    const { comment, text: quoted, word } = match.groups ?? {};
    const key = word !== undefined && (!sql || KEYWORDS.has(word.toUpperCase()));
    const css = comment !== undefined ? 'comment' : quoted !== undefined ? 'quoted' : key ? 'keyword' : '';
    if (css === '') {
      plain += match[0];
      continue;
    }
    parts.push(plain, element('span', { class: css }, [match[0]]));
    plain = '';
  }
  return [...parts, plain];
}

/** Scrolls a source so that its lit span stands in its upper third. @param {Element} block */
export function scrollToLit(block) {
  const mark = block.querySelector('mark');
  if (!(block instanceof HTMLElement) || mark === null) return;
  const top = mark.getBoundingClientRect().top - block.getBoundingClientRect().top;
  block.scrollTop += top - block.clientHeight / 3;
}

import { breakable, element } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { classOf, columnAt, data, edgeAt, nameOf, nodeAt, nodeNumber, subtypeOf } from './lineage.mjs';

/** Places in a list before the rest is folded away, and how many stay then. */
const MOST = 12;
const KEPT = 8;

/**
 * Edges of one place, grouped by the place at their other end.
 * @param {readonly number[]} indexes
 * @param {0 | 1} end
 */
function byOther(indexes, end) {
  /** @type {Map<number, import('../lineage-page-data.ts').PageEdge[]>} */
  const groups = new Map();
  for (const index of indexes) {
    const edge = edgeAt(index);
    groups.set(edge[end], [...(groups.get(edge[end]) ?? []), edge]);
  }
  return [...groups];
}

/** @param {import('../lineage-page-data.ts').PageEdge} edge */
function badge(edge) {
  const [, , , masking, weight] = edge;
  const words = subtypeOf(edge).toLowerCase().replace('_', ' ');
  const share = weight === undefined ? '' : ` ${Math.round(weight * 100)}%`;
  return element('span', { class: `badge ${classOf(edge)}`, title: describe(edge) }, [
    words + share,
    masking === 1 ? element('span', { class: 'masking' }, [' masked']) : null,
  ]);
}

/** @param {import('../lineage-page-data.ts').PageEdge} edge */
function describe(edge) {
  const kind = {
    direct: 'DIRECT: carries the value',
    indirect: 'INDIRECT: decides which value',
    rows: 'INDIRECT: decides which rows',
  };
  return kind[classOf(edge)] + (edge[3] === 1 ? '; the value cannot be read back' : '');
}

/** `features/labor.sql:37:3`, of a column or else of its node. @param {number} place */
export function placeInFile(place) {
  return spanText(columnAt(place)?.span ?? nodeAt(nodeNumber(place)).span);
}

/** @param {import('../lineage-page-data.ts').PageSpan | null} span */
export function spanText(span) {
  if (span === null) return '';
  const { path, text } = at(data.files, span.file);
  return text === null ? path : `${path}:${span.line}:${span.column}`;
}

/** The name of a place, what it is part of softly. @param {number} place */
function placeLink(place) {
  const column = columnAt(place);
  const { id } = nodeAt(nodeNumber(place));
  const words = column === undefined ? 'which rows' : column.name;
  const of = element('span', { class: 'of' }, breakable(`${id}.`));
  const name = column === undefined ? element('i', {}, [words]) : element('span', {}, breakable(words));
  return element('a', { href: `#${encodeURIComponent(nameOf(place))}` }, [of, element('wbr'), name]);
}

/**
 * Places at the other end of edges, each a link, with how they are tied and where they are written; the heaviest first.
 * @param {readonly number[]} indexes
 * @param {0 | 1} end 0: where edges come from; 1: where they go
 */
export function edgeList(indexes, end) {
  const weightOf = (/** @type {readonly import('../lineage-page-data.ts').PageEdge[]} */ edges) =>
    Math.max(...edges.map(([, , , , weight]) => weight ?? -1));
  const groups = byOther(indexes, end).sort(([, a], [, b]) => weightOf(b) - weightOf(a));
  const items = groups.map(([place, edges]) =>
    element('li', {}, [
      placeLink(place),
      element('span', { class: 'badges' }, edges.map(badge)),
      element('span', { class: 'where mono' }, [placeInFile(place)]),
    ]),
  );
  if (items.length <= MOST) return element('ul', { class: 'edges' }, items);
  return element('div', {}, [
    element('ul', { class: 'edges' }, items.slice(0, KEPT)),
    element('details', { class: 'rest' }, [
      element('summary', {}, [`${items.length - KEPT} more`]),
      element('ul', { class: 'edges' }, items.slice(KEPT)),
    ]),
  ]);
}

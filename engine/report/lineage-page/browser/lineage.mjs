import { byId } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';

/** @typedef {import('../lineage-page-data.ts').PageEdge} PageEdge */
/** @typedef {import('../render-lineage-page.ts').EmbeddedLineage} EmbeddedLineage */

const DIRECT = new Set(['IDENTITY', 'TRANSFORMATION', 'AGGREGATION']);

/** @type {EmbeddedLineage} */
const embedded = JSON.parse(byId('lineage').textContent);
export const data = embedded.data;
export const picture = embedded.picture;
const { subtypes } = embedded;

/**
 * By place: its node, and the edges that arrive and leave, as positions in `data.edges`.
 * @type {readonly number[]}
 */
export const nodeOf = data.nodes.flatMap(({ columns }, node) => Array(columns.length + 1).fill(node));
/** @type {readonly number[][]} */
export const incoming = nodeOf.map(() => []);
/** @type {readonly number[][]} */
export const outgoing = nodeOf.map(() => []);
for (const [index, [from, to]] of data.edges.entries()) {
  at(incoming, to).push(index);
  at(outgoing, from).push(index);
}

/**
 * The edges on a side of a place, and which of their ends lies there.
 * @type {Readonly<Record<'up' | 'down', { readonly edges: readonly (readonly number[])[], readonly end: 0 | 1 }>>}
 */
export const sides = { up: { edges: incoming, end: 0 }, down: { edges: outgoing, end: 1 } };

/** @param {number} node */
export function nodeAt(node) {
  return at(data.nodes, node);
}

/** @param {number} place */
export function nodeNumber(place) {
  return at(nodeOf, place);
}

/** @type {readonly import('../lineage-page-data.ts').PageTest[][]} */
const testsByNode = data.nodes.map(() => []);
for (const test of data.tests) {
  for (const node of new Set(test.places.map(nodeNumber))) at(testsByNode, node).push(test);
}

/** Tests that look at a column; of a node's rows, at anything of the node. @param {number} place */
export function testsOf(place) {
  const own = at(testsByNode, nodeNumber(place));
  return isRows(place) ? own : own.filter(({ places }) => places.includes(place));
}

/** The column at a place; undefined for the rows of a node. @param {number} place */
export function columnAt(place) {
  const node = nodeAt(nodeNumber(place));
  return node.columns[place - node.first - 1];
}

/** @param {number} place */
export function isRows(place) {
  return nodeAt(nodeNumber(place)).first === place;
}

/** `features.labor.sahm_gap`; a node's rows go by its id. @param {number} place */
export function nameOf(place) {
  const column = columnAt(place);
  const { id } = nodeAt(nodeNumber(place));
  return column === undefined ? id : `${id}.${column.name}`;
}

/** The place that the fragment of an address names. @param {string} hash with its `#` */
export function placeInHash(hash) {
  try {
    return byName.get(decodeURIComponent(hash.slice(1)));
  } catch {
    // Not every text is one that a browser has encoded.
    return undefined;
  }
}

const byName = new Map(nodeOf.map((_, place) => [nameOf(place), place]));

/** One that this version does not know, in a lineage that was stored, is as good as `READS`. @param {PageEdge} edge */
export function subtypeOf(edge) {
  return subtypes[edge[2]] ?? 'READS';
}

/**
 * `direct` carries the value; `indirect` decides which value; `rows` decides which rows there are at all.
 * @param {PageEdge} edge
 * @returns {'direct' | 'indirect' | 'rows'}
 */
export function classOf(edge) {
  if (isRows(edge[1])) return 'rows';
  return DIRECT.has(subtypeOf(edge)) ? 'direct' : 'indirect';
}

/** @param {number} index */
export function edgeAt(index) {
  return at(data.edges, index);
}

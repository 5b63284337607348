import { byId } from '../../offline-page/browser/element.mjs';

/** @typedef {import('../docs-page-data.ts').DocsPageData} DocsPageData */
/** @typedef {DocsPageData['catalogue']['nodes'][number]} CatalogueNode */
/** @typedef {DocsPageData['catalogue']['functions'][number]} CatalogueFunction */
/** @typedef {CatalogueNode['kind'] | 'function'} EntryKind */

const given = /** @type {DocsPageData} */ (JSON.parse(byId('catalogue').textContent));

export const catalogue = given.catalogue;
export const files = new Map(Object.entries(catalogue.files));
export const nodes = new Map(catalogue.nodes.map((node) => [node.id, node]));
export const functions = new Map(catalogue.functions.map((fn) => [fn.id, fn]));

const pages = new Map(Object.entries(given.pages));

/** Kinds in the order in which data flow, in the words of one and of several. */
export const KINDS = new Map(
  /** @type {readonly (readonly [EntryKind, { readonly one: string, readonly many: string }])[]} */ ([
    ['source', { one: 'source', many: 'Sources' }],
    ['feature', { one: 'group', many: 'Groups' }],
    ['label', { one: 'label', many: 'Labels' }],
    ['model', { one: 'model', many: 'Models' }],
    ['comparison', { one: 'comparison', many: 'Comparisons' }],
    ['function', { one: 'function', many: 'Functions' }],
  ]),
);

/** Whether an entry is called that. @param {string} id */
export function isEntry(id) {
  return nodes.has(id) || functions.has(id);
}

/**
 * The address of a page of a run, where it lies where this page can lead to.
 * @param {string} run
 * @param {string} file
 */
export function addressOf(run, file) {
  return pages.get(`${run}/${file}`);
}

/** `1 entry`, `2 entries`. @param {number} count */
export function entriesInWords(count) {
  return `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;
}

import { breakable, element } from '../../offline-page/browser/element.mjs';
import { addressOf, catalogue, KINDS } from './catalogue.mjs';
import { entryLink, factList, runLink, warning } from './linked.mjs';
import { definitionTexts, linkedText } from './sql.mjs';
import { testLine, testList } from './tests.mjs';

/** @typedef {import('./catalogue.mjs').CatalogueNode} CatalogueNode */
/** @typedef {import('./catalogue.mjs').CatalogueFunction} CatalogueFunction */

/** All that is known of a node. @param {CatalogueNode} node @returns {readonly (Node | null)[]} */
export function nodeEntry(node) {
  const { built, freshness, columns } = node;
  const whole = node.tests.filter(({ column }) => column === null);
  return [
    ...heading(node.kind, node.id, node.description),
    ...warningsOf(node),
    waysOf(node),
    factList([
      ['Owner', node.owner],
      ['Tags', node.tags.join(', ')],
      ...node.facts.map(({ term, text }) => /** @type {const} */ ([term, entryLink(text)])),
      ['Built by run', built === null ? null : runLink(built.builtBy)],
      ['Rows', built === null || built.rows === null ? null : built.rows.toLocaleString('en')],
      ['Computed', built?.note ?? null],
      ['Fingerprint', built === null ? null : element('span', { class: 'mono' }, [built.fingerprint.slice(0, 16)])],
    ]),
    ...(freshness === null ? [] : [element('h3', {}, ['Freshness']), freshnessFacts(freshness)]),
    ...(columns.length === 0 ? [] : [element('h3', {}, ['Columns']), columnTable(node)]),
    ...(whole.length === 0 ? [] : [element('h3', {}, ['Tests']), testList(whole)]),
    element('h3', {}, ['Lineage']),
    element('div', { class: 'ends' }, [end('Reads', node.inputs), end('Read by', node.readers)]),
    ...(node.functions.length === 0 ? [] : [element('h3', {}, ['Functions']), end('Calls', node.functions)]),
    element('h3', {}, ['Definition']),
    ...definitionTexts(node.files),
  ];
}

/** @param {CatalogueFunction} fn @returns {readonly (Node | null)[]} */
export function functionEntry(fn) {
  return [
    ...heading('function', fn.id, fn.description),
    factList([
      ['Parameters', element('code', {}, breakable(fn.parameters))],
      ['Returns', element('code', {}, breakable(fn.returns))],
      ['Formula', fn.formula],
      ['Source', fn.source],
      ['Cases', fn.cases === 0 ? 'none' : String(fn.cases)],
      ['File', fn.file],
    ]),
    element('h3', {}, ['Lineage']),
    element('div', { class: 'ends' }, [end('Calls', fn.calls), end('Called by', fn.calledBy)]),
    element('h3', {}, ['Definition']),
    linkedText(`${fn.id}.sql`, fn.sql),
  ];
}

/** @param {import('./catalogue.mjs').EntryKind} kind @param {string} id @param {string} description */
function heading(kind, id, description) {
  return [
    element('p', { class: 'back' }, [element('a', { href: '#' }, ['← All entries'])]),
    element('p', { class: 'eyebrow' }, [KINDS.get(kind)?.one ?? kind]),
    element('h2', {}, breakable(id)),
    description === '' ? null : element('p', { class: 'about' }, [description]),
  ];
}

/** Whose numbers there are, where not those of this definition. @param {CatalogueNode} node */
function warningsOf({ built, kind }) {
  if (built === null) return [warning(kind === 'source' ? 'Not in this run.' : 'Not built in this run.')];
  return [
    built.changed ? warning('The definition changed since this run: results are those of the one before.') : null,
    built.status === 'ok' ? null : warning(`After this run it was ${built.status}.`),
  ];
}

/** Pages that lie beside this one. @param {CatalogueNode} node */
function waysOf({ page, id }) {
  const { run } = catalogue;
  const own = page === null ? undefined : addressOf(run.id, page);
  const lineage = addressOf(run.id, 'lineage.html');
  const links = [
    own === undefined ? null : element('a', { href: own }, [id.startsWith('models.') ? 'Card' : 'Comparison']),
    lineage === undefined
      ? null
      : element('a', { href: `${lineage}#${encodeURIComponent(id)}` }, ['Lineage of columns']),
  ].filter((link) => link !== null);
  return links.length === 0 ? null : element('p', { class: 'ways' }, links);
}

/** @param {NonNullable<CatalogueNode['freshness']>} freshness */
function freshnessFacts({ newest, due, status, reason, completeThrough, judged }) {
  const word = status === 'none' ? 'no limit' : status;
  return factList([
    ['Newest period', newest ?? 'no value'],
    ['Next due', due],
    ['Complete through', completeThrough],
    ['Judged', element('span', { class: `status ${status === 'error' ? 'fail' : status}` }, [`${word}, on ${judged}`])],
    ['Why', reason],
  ]);
}

/** @param {CatalogueNode} node */
function columnTable({ columns, tests }) {
  const rows = columns.map(({ name, type, unit, description }) =>
    element('tr', {}, [
      element('th', { scope: 'row' }, breakable(name)),
      element('td', { class: 'mono' }, [type.toLowerCase()]),
      element('td', {}, [unit]),
      element('td', { class: 'words' }, [description]),
      element('td', {}, tests.filter(({ column }) => column === name).map(testLine)),
    ]),
  );
  const head = ['Column', 'Type', 'Unit', 'Description', 'Tests'].map((word) =>
    element('th', { scope: 'col' }, [word]),
  );
  const table = element('table', {}, [element('thead', {}, [element('tr', {}, head)]), element('tbody', {}, rows)]);
  return element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Columns' }, [table]);
}

/** @param {string} title @param {readonly string[]} ids */
function end(title, ids) {
  const list =
    ids.length === 0
      ? element('p', { class: 'none' }, ['nothing'])
      : element(
          'ul',
          {},
          ids.map((id) => element('li', {}, [entryLink(id)])),
        );
  return element('div', {}, [element('h4', {}, [`${title} (${ids.length.toLocaleString('en')})`]), list]);
}

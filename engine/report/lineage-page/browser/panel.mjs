import { byId, element, plural } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { scrollToLit } from '../../offline-page/browser/source-text.mjs';
import { definition } from './definition.mjs';
import { edgeList, placeInFile, spanText } from './edge-list.mjs';
import { columnAt, data, incoming, isRows, nameOf, nodeAt, nodeNumber, outgoing, testsOf } from './lineage.mjs';
import { update } from './state.mjs';

const panel = byId('panel');
const KINDS = {
  raw: 'raw data',
  source: 'a source',
  feature: 'a feature group',
  label: 'a label',
  frame: 'a training frame',
  model: 'a model',
  prediction: 'a prediction',
  alarms: 'an alarm history',
  card: 'a model card',
  comparison: 'a comparison of models',
};

/** The page of a node, by its kind and name. @type {Readonly<Record<string, (name: string) => string>>} */
const CARD_FILES = {
  model: (name) => name,
  card: (name) => name,
  comparison: (name) => `${name}.comparison`,
};

/** All that is known of the place in focus. @param {import('./state.mjs').State} state */
export function showPanel({ focus, trace }) {
  document.body.classList.toggle('with-panel', focus !== null);
  panel.hidden = focus === null;
  if (focus === null || trace === null) return;
  const node = nodeAt(nodeNumber(focus));
  const column = columnAt(focus);
  const close = element('button', { type: 'button', class: 'close', 'aria-label': 'Close', title: 'Back (Esc)' }, [
    '×',
  ]);
  close.addEventListener('click', () => update({ focus: null }));
  const own = isRows(focus) ? node.columns.length + 1 : 1;
  const reach = `${plural(trace.up.size - own, 'place')} upstream, ${trace.down.size - own} downstream`;
  const parts = [
    element('div', { class: 'panel-top' }, [
      element('p', { class: 'eyebrow' }, [column === undefined ? KINDS[node.kind] : `column of ${KINDS[node.kind]}`]),
      close,
    ]),
    element('h2', { id: 'panel-title', tabindex: -1 }, title(focus)),
    paragraph('description', column === undefined ? node.description : column.description),
    cardLink(node),
    facts(focus),
    element('p', { class: 'reach' }, [reach]),
    ...sections(focus),
  ];
  panel.replaceChildren(...parts.filter((part) => part !== null));
  panel.scrollTop = 0;
  for (const block of panel.querySelectorAll('.source')) scrollToLit(block);
  byId('said').textContent = `${nameOf(focus)}: ${reach}`;
}

/**
 * From what is told of a model, or of models, to its page beside this one.
 * @param {import('../lineage-page-data.ts').PageNode} node
 */
function cardLink({ kind, name }) {
  const file = CARD_FILES[kind]?.(name);
  if (!data.isBesideRun || file === undefined) return null;
  const href = `cards/${encodeURIComponent(file)}.html`;
  return element('p', { class: 'reach' }, [
    element('a', { href }, [kind === 'comparison' ? 'Models compared' : 'Model card']),
  ]);
}

/** The name, its column in full ink. @param {number} place */
function title(place) {
  const column = columnAt(place);
  const { id, first } = nodeAt(nodeNumber(place));
  if (column === undefined) return [id];
  const link = element('a', { href: `#${encodeURIComponent(nameOf(first))}` }, [id]);
  return [element('span', { class: 'of' }, [link, '.']), element('wbr'), column.name];
}

/** @param {string} css @param {string} text */
function paragraph(css, text) {
  return text === '' ? null : element('p', { class: css }, [text]);
}

/** @param {number} place */
function facts(place) {
  const node = nodeAt(nodeNumber(place));
  const column = columnAt(place);
  const known = [
    { term: 'Type', value: column?.type.toLowerCase() },
    { term: 'Unit', value: column?.unit },
    { term: 'Written in', value: placeInFile(place), css: 'mono' },
    { term: 'Owner', value: node.owner },
    { term: 'Licence', value: node.rights?.licence },
    { term: 'Attribution', value: node.rights?.attribution },
    ...(node.rights?.notices ?? []).map((value) => ({ term: 'Notice', value })),
    { term: 'Fingerprint', value: node.fingerprint, css: 'mono' },
    { term: 'Digest', value: node.digest, css: 'mono' },
    ...(node.earlier ?? []).map((value) => ({ term: 'Earlier version', value, css: 'mono' })),
  ];
  const list = known.flatMap(({ term, value, css = null }) =>
    value ? [element('dt', {}, [term]), element('dd', { class: css, title: value }, [value])] : [],
  );
  return list.length === 0 ? null : element('dl', { class: 'facts' }, list);
}

/** Lists of edges, each under a heading, around the definition. @param {number} place */
function sections(place) {
  const node = nodeAt(nodeNumber(place));
  const column = columnAt(place);
  const rows = at(incoming, node.first);
  const texts = definition(place);
  if (column === undefined) {
    return [columnList(place), ...texts, ...section('Which rows it has', rows, 0), ...testList(place)];
  }
  const quiet = 'Depends on nothing: it is the same whatever the data say.';
  return [
    ...section('Comes from', at(incoming, place), 0),
    ...(column.constant ? [element('p', { class: 'quiet' }, [quiet])] : []),
    ...texts,
    ...section('Goes into', at(outgoing, place), 1),
    ...section('Rows decided by', rows, 0),
    ...testList(place),
  ];
}

/** @param {string} heading @param {readonly number[]} indexes @param {0 | 1} end */
function section(heading, indexes, end) {
  return indexes.length === 0 ? [] : [element('h3', {}, [heading]), edgeList(indexes, end)];
}

/** The tests that have to pass before anything reads it. @param {number} place */
function testList(place) {
  const tests = testsOf(place);
  if (tests.length === 0) return [];
  const items = tests.map(({ id, span }) =>
    element('li', {}, [id.replace(/^tests\./, ''), element('span', { class: 'where mono' }, [spanText(span)])]),
  );
  return [element('h3', {}, ['Tested by']), element('ul', { class: 'tests' }, items)];
}

/** @param {number} place */
function columnList(place) {
  const { first, columns } = nodeAt(nodeNumber(place));
  const items = columns.map((column, index) =>
    element('li', {}, [
      element('a', { href: `#${encodeURIComponent(nameOf(first + 1 + index))}` }, [column.name]),
      element('span', { class: 'type' }, [column.type.toLowerCase()]),
      column.description === '' ? null : element('span', { class: 'about' }, [column.description]),
    ]),
  );
  return element('div', {}, [
    element('h3', {}, [plural(columns.length, 'column')]),
    element('ul', { class: 'column-list' }, items),
  ]);
}

import { byId, element, plural } from '../../offline-page/browser/element.mjs';
import { at, entry } from '../../offline-page/browser/presence.mjs';
import { bandTitle } from './bands.mjs';
import { edgeList, placeInFile } from './edge-list.mjs';
import { data, incoming, nameOf, nodeAt, nodeNumber, outgoing } from './lineage.mjs';
import { inOrder } from './positions.mjs';

const holder = byId('table');
/** @type {Map<number, HTMLDetailsElement>} */
const folds = new Map();
const TITLES = ['Column', 'Type', 'Comes from', 'Goes into', 'Written in'];

/** Every node, its columns and their edges as tables: all that the graph says, for those who read or listen. */
export function buildTable() {
  if (folds.size > 0) return;
  const all = inOrder(data.nodes.map((_, node) => node));
  for (const kind of new Set(all.map((node) => nodeAt(node).kind))) {
    const own = all.filter((node) => nodeAt(node).kind === kind);
    holder.append(element('h2', {}, [bandTitle(kind)]), ...own.map(fold));
  }
}

/** @param {number} number */
function fold(number) {
  const node = nodeAt(number);
  const about = [plural(node.columns.length, 'column'), node.description].filter((text) => text !== '').join(' · ');
  const summary = element('summary', {}, [element('strong', {}, [node.id]), ' ', element('span', {}, [about])]);
  const details = element('details', {}, [summary]);
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(columnTable(node));
  });
  folds.set(number, details);
  return details;
}

/** @param {import('../lineage-page-data.ts').PageNode} node */
function columnTable(node) {
  const head = element(
    'tr',
    {},
    TITLES.map((title) => element('th', { scope: 'col' }, [title])),
  );
  const rows = [...node.columns.map((_, index) => node.first + 1 + index), node.first].map((place) => {
    const column = node.columns[place - node.first - 1];
    const name = column === undefined ? 'which rows' : column.name;
    return element('tr', { 'data-place': place }, [
      element('th', { scope: 'row' }, [element('a', { href: `#${encodeURIComponent(nameOf(place))}` }, [name])]),
      element('td', {}, [column === undefined ? '' : column.type.toLowerCase()]),
      element('td', {}, [column?.constant ? 'nothing: constant' : edgeList(at(incoming, place), 0)]),
      element('td', {}, [edgeList(at(outgoing, place), 1)]),
      element('td', { class: 'mono' }, [placeInFile(place)]),
    ]);
  });
  const table = element('table', {}, [element('caption', { class: 'visually-hidden' }, [`Columns of ${node.id}`])]);
  table.append(element('thead', {}, [head]), element('tbody', {}, rows));
  return element('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': `Columns of ${node.id}` }, [
    table,
  ]);
}

/** Opens the node in focus and brings its row into view. @param {number | null} focus */
export function showInTable(focus) {
  for (const row of holder.querySelectorAll('tr[aria-current]')) row.removeAttribute('aria-current');
  if (focus === null) return;
  const details = entry(folds, nodeNumber(focus));
  if (details.children.length === 1) details.append(columnTable(nodeAt(nodeNumber(focus))));
  details.open = true;
  const row = details.querySelector(`tr[data-place="${focus}"]`);
  row?.setAttribute('aria-current', 'true');
  row?.scrollIntoView({ block: 'nearest' });
}

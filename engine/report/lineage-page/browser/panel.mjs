import { edgeList, placeInFile, spanText } from './edge-list.mjs';
import { byId, element, plural } from './element.mjs';
import { columnAt, data, incoming, isRows, nameOf, nodeAt, nodeNumber, outgoing, testsOf } from './lineage.mjs';
import { scrollToLit, sourceText } from './source-text.mjs';
import { current, update } from './state.mjs';

const panel = byId('panel');

/** All that is known of the place in focus. @param {import('./state.mjs').State} state */
export function showPanel({ focus, trace, only }) {
  document.body.classList.toggle('with-panel', focus !== null);
  panel.hidden = focus === null;
  if (focus === null || trace === null) return;
  const node = nodeAt(nodeNumber(focus));
  const column = columnAt(focus);
  const close = element(
    'button',
    { type: 'button', class: 'plain close', 'aria-label': 'Close', title: 'Leave (Esc)' },
    ['×'],
  );
  close.addEventListener('click', () => update({ focus: null }));
  const isolate = element(
    'button',
    { type: 'button', class: 'plain', 'aria-pressed': String(only), title: 'Only this path (p)' },
    ['Only this path'],
  );
  isolate.addEventListener('click', () => update({ only: !current().only }));
  const reach = `${plural(trace.up.size - ownPlaces(focus), 'place')} upstream, ${plural(trace.down.size - ownPlaces(focus), 'place')} downstream`;
  const parts = [
    element('div', { class: 'panel-top' }, [
      element('p', { class: 'eyebrow' }, [column === undefined ? node.kind : `column of a ${node.kind}`]),
      close,
    ]),
    element('h2', { id: 'panel-title', tabindex: -1 }, title(focus)),
    paragraph('description', column?.description || (column === undefined ? node.description : '')),
    facts(focus),
    element('p', { class: 'reach' }, [element('span', {}, [reach]), isolate]),
    ...sections(focus, source(focus)),
  ];
  panel.replaceChildren(...parts.filter((part) => part !== null));
  panel.scrollTop = 0;
  for (const block of panel.querySelectorAll('.source')) scrollToLit(block);
  byId('said').textContent = `${nameOf(focus)}: ${reach}`;
}

/** @param {number} place */
function ownPlaces(place) {
  return isRows(place) ? nodeAt(nodeNumber(place)).columns.length + 1 : 1;
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
    ['Type', column?.type.toLowerCase()],
    ['Unit', column?.unit],
    ['Written in', placeInFile(place)],
    ['Owner', node.owner],
    ['Fingerprint', node.fingerprint],
    ['Digest', node.digest],
  ].flatMap(([term, value]) => (term && value ? [{ term, value }] : []));
  return element(
    'dl',
    { class: 'facts' },
    known.flatMap(({ term, value }) => [
      element('dt', {}, [term]),
      element('dd', { class: /^(Finger|Dig|Writ)/.test(term) ? 'mono' : null, title: value }, [value]),
    ]),
  );
}

/** Lists of edges, each under a heading, around the definition. @param {number} place @param {readonly Element[]} texts */
function sections(place, texts) {
  const node = nodeAt(nodeNumber(place));
  const column = columnAt(place);
  const rows = incoming[node.first] ?? [];
  if (column === undefined)
    return [columnList(place), ...texts, ...section('Which rows it has', rows, 0), ...testList(place)];
  const quiet = 'Depends on nothing: it is the same whatever the data say.';
  const constant = column.constant ? [element('p', { class: 'quiet' }, [quiet])] : [];
  return [
    ...section('Comes from', incoming[place] ?? [], 0),
    ...constant,
    ...texts,
    ...section('Goes into', outgoing[place] ?? [], 1),
    ...section('Rows decided by', rows, 0),
    ...testList(place),
  ];
}

/** @param {string} heading @param {readonly number[]} indexes @param {0 | 1} end */
function section(heading, indexes, end) {
  return indexes.length === 0 ? [] : [element('h3', {}, [heading]), edgeList(indexes, end)];
}

/** What has to pass before anything reads it. @param {number} place */
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

/** The definition, and the other files of the node one press away. @param {number} place */
function source(place) {
  const node = nodeAt(nodeNumber(place));
  const span = columnAt(place)?.span ?? (columnAt(place) === undefined ? null : node.span) ?? null;
  const own =
    span === null
      ? node.files.length > 0
        ? node.files
        : node.span === null
          ? []
          : [node.span.file]
      : [span.file, ...node.files];
  const texts = [...new Set(own)].flatMap((file) => {
    const { path = '', text = null } = data.files[file] ?? {};
    return text === null ? [] : [{ file, path, text }];
  });
  return texts.map(({ file, path, text }, index) => {
    const lit = span?.file === file ? span : node.span?.file === file ? node.span : null;
    const block = sourceText(path, text, lit?.from ?? 0, lit?.to ?? 0);
    if (index === 0)
      return element('section', { 'aria-label': path }, [element('h3', { class: 'mono' }, [path]), block]);
    const details = element('details', { class: 'other' }, [element('summary', { class: 'mono' }, [path]), block]);
    details.addEventListener('toggle', () => scrollToLit(block));
    return details;
  });
}

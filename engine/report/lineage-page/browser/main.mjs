import { fitInto, listenForPointers, show, zoomBy } from './camera.mjs';
import { buttonOf, listenToCards, placeCards } from './cards.mjs';
import { drawEdges } from './edges.mjs';
import { byId, element } from './element.mjs';
import { listenToKeys, makeReachable, moveTo } from './keyboard.mjs';
import { nameOf, nodeNumber, picture, placeNamed } from './lineage.mjs';
import { showPanel } from './panel.mjs';
import { boxes, inOrder } from './positions.mjs';
import { listenToSearch } from './search.mjs';
import { current, firstFocus, onChange, update } from './state.mjs';
import { bandTitle, buildTable, showInTable } from './table-view.mjs';

/** @typedef {import('./positions.mjs').Box} Box */

const { sizes } = picture;
let placed = boxes(current());

/** What is drawn now: the path in focus when it is alone, else everything. */
function wholeArea() {
  return areaOf(placed.filter(({ visible }) => visible));
}

/** @param {readonly Box[]} own */
function areaOf(own) {
  const titles = current().only ? 0 : 46;
  return {
    left: Math.min(...own.map(({ left }) => left)),
    top: Math.min(...own.map(({ top }) => top)) - titles,
    right: Math.max(...own.map(({ left }) => left + sizes.width)),
    bottom: Math.max(...own.map(({ top, height }) => top + height)),
  };
}

function drawBands() {
  const titles = picture.bands.map(({ kind, count, left, right }) => {
    const title = element('p', { class: 'band' }, [bandTitle(kind), element('span', {}, [String(count)])]);
    title.style.left = `${left}px`;
    title.style.width = `${right - left}px`;
    return title;
  });
  byId('bands').replaceChildren(...titles);
}

function draw() {
  const state = current();
  placed = boxes(state);
  placeCards(state, placed);
  drawEdges(state, placed);
  byId('bands').hidden = state.only;
}

/** Shows the path around its place, or all of it where that can be read. */
function showPath() {
  const { focus, trace, only } = current();
  if (focus === null || trace === null) return;
  const own = placed.filter((_, node) => trace.nodes.has(node));
  const around = placed[nodeNumber(focus)];
  if (around === undefined) return;
  if (only) fitInto(areaOf(own));
  else show(areaOf(own), areaOf([around]));
}

onChange((state, before) => {
  if (state.view !== before.view || state.focus !== before.focus) showPanel(state);
  else if (state.only !== before.only || state.shown !== before.shown) showPanel(state);
  byId('viewport').hidden = state.view === 'table';
  byId('legend').hidden = state.view === 'table';
  byId('table').hidden = state.view === 'graph';
  byId('as-table').setAttribute('aria-pressed', String(state.view === 'table'));
  if (state.view === 'table') {
    buildTable();
    showInTable(state.focus);
  }
  draw();
  if (state.focus !== before.focus || state.only !== before.only || state.view !== before.view) {
    if (state.focus !== null) showPath();
    else if (before.only) fitInto(wholeArea());
  }
  const hash = state.focus === null ? '' : `#${encodeURIComponent(nameOf(state.focus))}`;
  if (location.hash !== hash) history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
});

/** Only what is focused can be named: an unknown name focuses nothing. */
function focusFromHash() {
  const place = placeNamed(decodeURIComponent(location.hash.slice(1)));
  if (place !== undefined) update({ focus: place });
  return place;
}

function themeButton() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const { dataset } = document.documentElement;
  const isDark = () => (dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const say = () => byId('theme').setAttribute('aria-pressed', String(isDark()));
  byId('theme').addEventListener('click', () => {
    dataset['theme'] = isDark() ? 'light' : 'dark';
    say();
  });
  dark.addEventListener('change', say);
  say();
}

function legend() {
  for (const box of byId('legend').querySelectorAll('input')) {
    box.addEventListener('change', () => update({ shown: { ...current().shown, [box.name]: box.checked } }));
  }
}

function start() {
  drawBands();
  draw();
  fitInto(wholeArea(), false);
  legend();
  themeButton();
  listenForPointers();
  listenToCards();
  listenToSearch((place) => {
    if (current().view === 'graph') moveTo(buttonOf(nodeNumber(place), place));
    else byId('panel-title').focus();
  });
  listenToKeys({ fitAll: () => fitInto(wholeArea()), boxes: () => placed });
  byId('zoom-in').addEventListener('click', () => zoomBy(1.25));
  byId('zoom-out').addEventListener('click', () => zoomBy(0.8));
  byId('zoom-fit').addEventListener('click', () => fitInto(wholeArea()));
  byId('as-table').addEventListener('click', () => update({ view: current().view === 'graph' ? 'table' : 'graph' }));
  addEventListener('hashchange', focusFromHash);
  const [first] = inOrder(placed.map((_, node) => node));
  if (first !== undefined) makeReachable(buttonOf(first));
  if (focusFromHash() === undefined && firstFocus !== null) update({ focus: firstFocus });
  document.documentElement.dataset['ready'] = 'true';
}

start();

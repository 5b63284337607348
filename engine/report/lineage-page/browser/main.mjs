import { byId } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { themeButton } from '../../offline-page/browser/theme.mjs';
import { drawBands, wholeArea } from './bands.mjs';
import { cameraNow, fitInto, glide, show, zoomBy } from './camera.mjs';
import { listenToCards, placeCards } from './cards.mjs';
import { drawEdges } from './edges.mjs';
import { keepReachable, listenToKeys, moveToPlace } from './keyboard.mjs';
import { nameOf, nodeNumber, placeInHash } from './lineage.mjs';
import { showPanel } from './panel.mjs';
import { listenForPointers } from './pointers.mjs';
import { sceneOf } from './positions.mjs';
import { listenForPrint } from './print.mjs';
import { listenToSearch } from './search.mjs';
import { current, firstFocus, onChange, update } from './state.mjs';
import { buildTable, showInTable } from './table-view.mjs';

/** @typedef {import('./state.mjs').State} State */

let scene = sceneOf(current());
/** Where the reader was in the whole graph before something was chosen. @type {ReturnType<typeof cameraNow> | null} */
let left = null;

function draw() {
  const state = current();
  scene = sceneOf(state);
  byId('viewport').classList.toggle('path', state.trace !== null);
  drawBands(scene);
  placeCards(state, scene);
  drawEdges(state, scene);
  keepReachable(scene);
}

/** Shows what is in focus in its path, or the whole graph as it was left. @param {State} state @param {State} before */
function look(state, before) {
  const { focus } = state;
  if (focus === null) {
    if (left === null) fitInto(wholeArea(scene));
    else glide(left);
    left = null;
    return;
  }
  if (before.focus === null) left = before.view === 'graph' ? cameraNow() : null;
  const { left: x, top, width, height } = at(scene.boxes, nodeNumber(focus));
  show(wholeArea(scene), { left: x, top, right: x + width, bottom: top + height });
}

onChange((state, before) => {
  if (state.focus !== before.focus || state.shown !== before.shown) showPanel(state);
  const isTable = state.view === 'table';
  byId('viewport').hidden = isTable;
  byId('legend').hidden = isTable;
  byId('table').hidden = !isTable;
  byId('as-table').setAttribute('aria-pressed', String(isTable));
  if (isTable) {
    buildTable();
    showInTable(state.focus);
    return;
  }
  draw();
  if (state.focus !== before.focus || state.view !== before.view) look(state, before);
});

/** What is chosen is in the address, so that it can be sent and gone back to. */
onChange((state, before) => {
  const hash = state.focus === null ? '' : `#${encodeURIComponent(nameOf(state.focus))}`;
  if (state.focus === before.focus || location.hash === hash) return;
  history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
});

/** An unknown name chooses nothing. */
function focusFromAddress() {
  update({ focus: placeInHash(location.hash) ?? null });
}

function listenToTools() {
  byId('zoom-in').addEventListener('click', () => zoomBy(1.25));
  byId('zoom-out').addEventListener('click', () => zoomBy(0.8));
  byId('zoom-fit').addEventListener('click', () => fitInto(wholeArea(scene)));
  byId('as-table').addEventListener('click', () => update({ view: current().view === 'graph' ? 'table' : 'graph' }));
  byId('keys-button').addEventListener('click', () => /** @type {HTMLDialogElement} */ (byId('keys')).showModal());
  for (const box of byId('legend').querySelectorAll('input')) {
    box.addEventListener('change', () => update({ shown: { ...current().shown, [box.name]: box.checked } }));
  }
}

function start() {
  draw();
  fitInto(wholeArea(scene), false);
  listenToTools();
  themeButton();
  listenForPointers();
  listenForPrint(() => wholeArea(scene));
  listenToCards(() => scene, moveToPlace);
  listenToSearch((place) => {
    if (current().view === 'graph') moveToPlace(place);
    else byId('panel-title').focus();
  });
  listenToKeys({ fitAll: () => fitInto(wholeArea(scene)), scene: () => scene });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const place = link instanceof HTMLAnchorElement ? placeInHash(link.hash) : undefined;
    if (place === undefined) return;
    event.preventDefault();
    update({ focus: place });
    byId('panel-title').focus();
  });
  addEventListener('popstate', focusFromAddress);
  if (location.hash !== '') focusFromAddress();
  else if (firstFocus !== null) update({ focus: firstFocus });
  performance.mark('ready');
}

start();

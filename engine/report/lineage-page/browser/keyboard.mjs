import { panBy, reveal, zoomBy } from './camera.mjs';
import { buttonOf, buttonsOf } from './cards.mjs';
import { byId } from './element.mjs';
import { classOf, columnAt, edgeAt, incoming, nodeNumber, outgoing } from './lineage.mjs';
import { asTheyStand } from './positions.mjs';
import { current, toggleColumns, update } from './state.mjs';
import { neighbours } from './trace.mjs';

/** @typedef {import('./positions.mjs').Scene} Scene */

const viewport = byId('viewport');
const STEP = 60;
const ARROWS = /** @type {Readonly<Record<string, readonly [x: number, y: number]>>} */ ({
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/** The one button of the graph that Tab reaches. @type {HTMLElement | undefined} */
let reachable;

/** @param {HTMLElement | undefined} button */
function makeReachable(button) {
  if (button === undefined) return;
  reachable?.setAttribute('tabindex', '-1');
  button.setAttribute('tabindex', '0');
  reachable = button;
}

/** After a change of scene: that button may be gone. @param {Scene} scene */
export function keepReachable({ boxes }) {
  if (reachable?.isConnected && reachable.closest('[hidden]') === null) return;
  const { focus } = current();
  const [first] = asTheyStand(boxes);
  makeReachable(
    focus === null ? (first === undefined ? undefined : buttonOf(first)) : buttonOf(nodeNumber(focus), focus),
  );
}

/** @param {HTMLElement | undefined} button */
function moveTo(button) {
  makeReachable(button);
  button?.focus({ preventScroll: true });
}

/** The keyboard to the button of a place. @param {number} place */
export function moveToPlace(place) {
  moveTo(buttonOf(nodeNumber(place), place));
}

/** @param {Element | null} button */
function nodeAround(button) {
  return Number(button?.closest('.card')?.getAttribute('data-node') ?? -1);
}

/** @param {{ readonly fitAll: () => void, readonly scene: () => Scene }} view */
export function listenToKeys({ fitAll, scene }) {
  viewport.addEventListener('focusin', (event) => {
    // The browser must not scroll what the camera moves.
    viewport.scrollTo(0, 0);
    if (!(event.target instanceof HTMLElement) || event.target === viewport) return;
    const box = scene().boxes[nodeAround(event.target)];
    if (box === undefined) return;
    makeReachable(event.target);
    if (!event.target.matches(':focus-visible')) return;
    const top = box.top + event.target.offsetTop + (event.target.closest('ul')?.offsetTop ?? 0);
    reveal({ left: box.left, top, right: box.left + box.width, bottom: top + event.target.offsetHeight });
  });
  viewport.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    const button = document.activeElement;
    if (event.shiftKey || button === viewport || button === null) panBy(arrow[0] * STEP, arrow[1] * STEP);
    else moveTo(along(button, event.key, scene()));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (byId('keys').hasAttribute('open')) return;
    const act = shortcuts(fitAll)[event.key];
    if (act === undefined) return;
    act();
    event.preventDefault();
  });
}

/** @param {() => void} fitAll @returns {Readonly<Record<string, () => void>>} */
function shortcuts(fitAll) {
  const node = nodeAround(document.activeElement);
  const { focus, view } = current();
  const source = document.querySelector('#panel .source');
  return {
    '/': () => byId('search').focus(),
    '?': () => byId('keys-button').click(),
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    0: fitAll,
    t: () => update({ view: view === 'graph' ? 'table' : 'graph' }),
    ...(focus === null ? {} : { i: () => byId('panel-title').focus(), Escape: () => back(focus) }),
    ...(source instanceof HTMLElement && focus !== null ? { s: () => source.focus() } : {}),
    ...(node < 0 ? {} : { o: () => toggleAndStay(node) }),
  };
}

/** @param {number} node */
function toggleAndStay(node) {
  const place = document.activeElement?.getAttribute('data-place');
  toggleColumns(node);
  moveTo(buttonOf(node, place === null || place === undefined ? undefined : Number(place)));
}

/** Out of the panel to what is in focus; then out of the focus, to where it stands among all. @param {number} focus */
function back(focus) {
  const isGraph = current().view === 'graph';
  if (isGraph && byId('panel').contains(document.activeElement)) return moveToPlace(focus);
  update({ focus: null });
  if (isGraph) moveToPlace(focus);
  else byId('table').focus();
}

/**
 * Up and down through the buttons of a card and on to the next card; left and right along the lines of the graph.
 * @param {Element} button
 * @param {string} key
 * @param {Scene} scene
 */
function along(button, key, scene) {
  const node = nodeAround(button);
  if (node < 0) return undefined;
  if (key === 'ArrowLeft' || key === 'ArrowRight')
    return acrossFrom(button, node, key === 'ArrowLeft' ? 'up' : 'down', scene);
  const step = key === 'ArrowDown' ? 1 : -1;
  const own = buttonsOf(node);
  const next = own[own.indexOf(/** @type {HTMLButtonElement} */ (button)) + step];
  if (next !== undefined) return next;
  const order = asTheyStand(scene.boxes);
  const other = order[order.indexOf(node) + step];
  if (other === undefined) return undefined;
  return step > 0 ? buttonOf(other) : buttonsOf(other).at(-1);
}

/**
 * From a column, to one that it is tied to and that shows, by what carries values first, the stage next to it before
 * those further away; from a card, to a card; where those are folded away, to the fold.
 * @param {Element} button
 * @param {number} node
 * @param {'up' | 'down'} side
 * @param {Scene} scene
 */
function acrossFrom(button, node, side, { boxes, folds }) {
  const place = Number(button.getAttribute('data-place') ?? -1);
  const column = button.classList.contains('head') || place < 0 ? undefined : columnAt(place);
  const edges = column === undefined ? [] : ((side === 'up' ? incoming : outgoing)[place] ?? []).map(edgeAt);
  const far = (/** @type {number} */ other) =>
    Math.abs((boxes[nodeNumber(other)]?.left ?? 0) - (boxes[node]?.left ?? 0));
  const end = side === 'up' ? 0 : 1;
  const near = edges.toSorted((a, b) => far(a[end]) - far(b[end]));
  const direct = near.filter((edge) => classOf(edge) === 'direct');
  for (const edge of [...direct, ...near]) {
    const other = edge[end];
    const found = buttonOf(nodeNumber(other), other);
    if (boxes[nodeNumber(other)]?.visible && found?.dataset['place'] === String(other)) return found;
  }
  const all = neighbours(node, side);
  const middle = boxes[node]?.top ?? 0;
  const distance = (/** @type {number} */ other) => Math.abs((boxes[other]?.top ?? 0) - middle);
  const [nearest] = all.filter((other) => boxes[other]?.visible).toSorted((a, b) => distance(a) - distance(b));
  if (nearest !== undefined) return buttonOf(nearest);
  const fold = folds.find(({ nodes }) => nodes.some((other) => all.includes(other)));
  const folded = fold && document.querySelector(`.folded[data-rank="${fold.rank}"]`);
  return folded instanceof HTMLElement ? folded : undefined;
}

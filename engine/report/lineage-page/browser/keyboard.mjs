import { byId, numberIn } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { panBy, reveal, zoomBy } from './camera.mjs';
import { buttonOf, buttonsOf } from './cards.mjs';
import { classOf, edgeAt, isRows, nodeNumber, sides } from './lineage.mjs';
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
  makeReachable(focus === null ? firstButton(boxes) : buttonOf(nodeNumber(focus), focus));
}

/** That of the card from which reading begins. @param {Scene['boxes']} boxes */
function firstButton(boxes) {
  const [first] = asTheyStand(boxes);
  return first === undefined ? undefined : buttonOf(first);
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
  return numberIn(button?.closest('.card'), 'data-node');
}

/** @param {{ readonly fitAll: () => void, readonly scene: () => Scene }} view */
export function listenToKeys({ fitAll, scene }) {
  viewport.addEventListener('focusin', (event) => {
    // The browser must not scroll what the camera moves.
    viewport.scrollTo(0, 0);
    if (!(event.target instanceof HTMLElement) || event.target === viewport) return;
    const node = nodeAround(event.target);
    if (node === undefined) return;
    makeReachable(event.target);
    if (!event.target.matches(':focus-visible')) return;
    const box = at(scene().boxes, node);
    const list = event.target.closest('ul');
    const top = box.top + event.target.offsetTop + (list === null ? 0 : list.offsetTop);
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
    ...(node === undefined ? {} : { o: () => toggleAndStay(node) }),
  };
}

/** @param {number} node */
function toggleAndStay(node) {
  const place = numberIn(document.activeElement, 'data-place');
  toggleColumns(node);
  moveTo(buttonOf(node, place));
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
  if (node === undefined) return undefined;
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
  const { edges, end } = sides[side];
  const place = button.classList.contains('head') ? undefined : numberIn(button, 'data-place');
  const tied = place === undefined || isRows(place) ? [] : at(edges, place).map(edgeAt);
  const here = at(boxes, node);
  const boxAround = (/** @type {number} */ other) => at(boxes, nodeNumber(other));
  const far = (/** @type {number} */ other) => Math.abs(boxAround(other).left - here.left);
  const near = tied.toSorted((a, b) => far(a[end]) - far(b[end]));
  const direct = near.filter((edge) => classOf(edge) === 'direct');
  for (const edge of [...direct, ...near]) {
    const other = edge[end];
    const found = buttonOf(nodeNumber(other), other);
    if (boxAround(other).visible && found.dataset['place'] === String(other)) return found;
  }
  const all = neighbours(node, side);
  const distance = (/** @type {number} */ other) => Math.abs(at(boxes, other).top - here.top);
  const [nearest] = all.filter((other) => at(boxes, other).visible).toSorted((a, b) => distance(a) - distance(b));
  if (nearest !== undefined) return buttonOf(nearest);
  const fold = folds.find(({ nodes }) => nodes.some((other) => all.includes(other)));
  const folded = fold && document.querySelector(`.folded[data-rank="${fold.rank}"]`);
  return folded instanceof HTMLElement ? folded : undefined;
}

import { panBy, reveal, zoomBy } from './camera.mjs';
import { buttonOf, buttonsOf } from './cards.mjs';
import { byId } from './element.mjs';
import { data, nodeNumber } from './lineage.mjs';
import { inOrder } from './positions.mjs';
import { current, toggleColumns, update } from './state.mjs';
import { neighbours } from './trace.mjs';

/** @typedef {import('./positions.mjs').Box} Box */

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
export function makeReachable(button) {
  if (button === undefined) return;
  reachable?.setAttribute('tabindex', '-1');
  button.setAttribute('tabindex', '0');
  reachable = button;
}

/** @param {HTMLElement | undefined} button */
export function moveTo(button) {
  makeReachable(button);
  button?.focus({ preventScroll: true });
}

/** @param {Element} button */
function nodeAround(button) {
  return Number(button.closest('.card')?.getAttribute('data-node') ?? -1);
}

/** @param {{ readonly fitAll: () => void, readonly boxes: () => readonly Box[] }} view */
export function listenToKeys({ fitAll, boxes }) {
  viewport.addEventListener('focusin', (event) => {
    // The browser must not scroll what the camera moves.
    viewport.scrollTo(0, 0);
    const node = event.target instanceof Element ? nodeAround(event.target) : -1;
    const box = boxes()[node];
    if (box === undefined || !(event.target instanceof HTMLElement)) return;
    makeReachable(event.target);
    const width = event.target.closest('.card')?.clientWidth ?? 0;
    if (event.target.matches(':focus-visible')) {
      const top = box.top + event.target.offsetTop;
      reveal({ left: box.left, top, right: box.left + width, bottom: top + event.target.offsetHeight });
    }
  });
  viewport.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    const button = document.activeElement;
    if (event.shiftKey || button === viewport || button === null) panBy(arrow[0] * STEP, arrow[1] * STEP);
    else moveTo(along(button, event.key, boxes()));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const act = shortcuts(fitAll)[event.key];
    if (act === undefined) return;
    act();
    event.preventDefault();
  });
}

/** @param {() => void} fitAll @returns {Readonly<Record<string, () => void>>} */
function shortcuts(fitAll) {
  const node = nodeAround(document.activeElement ?? document.body);
  const { focus, only, view } = current();
  return {
    '/': () => byId('search').focus(),
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    0: fitAll,
    t: () => update({ view: view === 'graph' ? 'table' : 'graph' }),
    ...(focus === null ? {} : { p: () => update({ only: !only }), i: () => byId('panel-title').focus() }),
    ...(node < 0 ? {} : { o: () => toggleAndStay(node) }),
    ...(focus === null ? {} : { Escape: () => leave(focus) }),
  };
}

/** @param {number} node */
function toggleAndStay(node) {
  const place = document.activeElement?.getAttribute('data-place');
  toggleColumns(node);
  moveTo(buttonOf(node, place === null || place === undefined ? undefined : Number(place)));
}

/** Out of the focus, and back to the card that had it. @param {number} focus */
function leave(focus) {
  update({ focus: null });
  if (current().view === 'graph') moveTo(buttonOf(nodeNumber(focus), focus));
}

/**
 * Up and down through the buttons of a card and on to the next card; left and right along the lines of the graph.
 * @param {Element} button
 * @param {string} key
 * @param {readonly Box[]} boxes
 */
function along(button, key, boxes) {
  const node = nodeAround(button);
  if (node < 0) return undefined;
  const visible = (/** @type {number} */ other) => boxes[other]?.visible ?? false;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const side = key === 'ArrowLeft' ? 'up' : 'down';
    const { trace } = current();
    const all = neighbours(node, side).filter(visible);
    const onPath = all.filter((other) => trace?.nodes.has(other) ?? false);
    const middle = boxes[node]?.top ?? 0;
    const [nearest] = (onPath.length > 0 ? onPath : all).toSorted(
      (a, b) => Math.abs((boxes[a]?.top ?? 0) - middle) - Math.abs((boxes[b]?.top ?? 0) - middle),
    );
    return nearest === undefined ? undefined : onTrace(nearest, button);
  }
  const step = key === 'ArrowDown' ? 1 : -1;
  const own = buttonsOf(node);
  const next = own[own.indexOf(/** @type {HTMLButtonElement} */ (button)) + step];
  if (next !== undefined) return next;
  const order = inOrder(data.nodes.map((_, other) => other)).filter(visible);
  const other = order[order.indexOf(node) + step];
  if (other === undefined) return undefined;
  return step > 0 ? buttonOf(other) : buttonsOf(other).at(-1);
}

/** From a column, to a column on its path where there is one; from a card, to the card. @param {number} node @param {Element} from */
function onTrace(node, from) {
  const { trace } = current();
  if (from.classList.contains('head') || trace === null) return buttonOf(node);
  return (
    buttonsOf(node).find((each) => each.dataset['side'] !== undefined && each.dataset['side'] !== '') ?? buttonOf(node)
  );
}

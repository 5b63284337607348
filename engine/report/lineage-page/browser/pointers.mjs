import { byId } from '../../offline-page/browser/element.mjs';
import { panBy, zoomBy } from './camera.mjs';

/** @typedef {{ readonly x: number, readonly y: number }} Point */

const viewport = byId('viewport');
/** Pixels that a hand moves without meaning it. */
const TREMOR = 4;

/** Dragging moves the picture, also where it begins on a name; the wheel and two fingers zoom. */
export function listenForPointers() {
  listenForWheel();
  /** @type {Map<number, Point>} */
  const pointers = new Map();
  let start = { x: 0, y: 0 };
  let isDragged = false;
  viewport.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) isDragged = false;
    start = pointOf(event);
    pointers.set(event.pointerId, start);
  });
  viewport.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = pointOf(event);
    if (!isDragged && pointers.size === 1 && distance(start, now) < TREMOR) return;
    isDragged = true;
    viewport.setPointerCapture(event.pointerId);
    viewport.classList.add('dragging');
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (other === undefined) panBy(now.x - before.x, now.y - before.y);
    else {
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      zoomBy(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    pointers.set(event.pointerId, now);
  });
  for (const over of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    viewport.addEventListener(over, (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) viewport.classList.remove('dragging');
    });
  }
  // The end of a drag is no choice of what lies under it.
  const swallow = (/** @type {MouseEvent} */ event) => {
    if (isDragged && event.detail > 0) event.stopPropagation();
    isDragged = false;
  };
  viewport.addEventListener('click', swallow, { capture: true });
}

function listenForWheel() {
  const turn = (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    if (event.shiftKey && !event.ctrlKey) panBy(-(event.deltaX + event.deltaY) * unit, 0);
    else zoomBy(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018)), event.clientX, event.clientY);
  };
  viewport.addEventListener('wheel', turn, { passive: false });
}

/** @param {PointerEvent} event @returns {Point} */
function pointOf({ clientX, clientY }) {
  return { x: clientX, y: clientY };
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

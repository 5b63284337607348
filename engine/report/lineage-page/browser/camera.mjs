import { byId } from './element.mjs';

const viewport = byId('viewport');
const world = byId('world');
const LEAST = 0.04;
const MOST = 2.5;
/** Below it columns cannot be read: cards show their names alone, larger. */
const FAR = 0.5;
const NAME = { least: 14, most: 23, seen: 11.5 };
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const at = { x: 0, y: 0, scale: 1 };
/** @type {ReturnType<typeof setTimeout> | undefined} */
let gliding;

/** @typedef {{ readonly left: number, readonly top: number, readonly right: number, readonly bottom: number }} Area */

function apply() {
  world.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.scale})`;
  world.style.setProperty('--name', `${Math.min(NAME.most, Math.max(NAME.least, NAME.seen / at.scale))}px`);
  world.style.setProperty('--hairline', `${Math.max(1.1, 0.8 / at.scale)}px`);
  world.classList.toggle('far', at.scale < FAR);
}

/** Moves over a moment, unless motion is unwanted. @param {{ x: number, y: number, scale: number }} to */
function glide(to) {
  clearTimeout(gliding);
  world.classList.toggle('gliding', !calm.matches);
  gliding = setTimeout(() => world.classList.remove('gliding'), 350);
  Object.assign(at, to);
  apply();
}

/** @param {number} x @param {number} y */
export function panBy(x, y) {
  world.classList.remove('gliding');
  at.x += x;
  at.y += y;
  apply();
}

/** Around a point of the window, the middle when absent. @param {number} factor @param {number} [clientX] @param {number} [clientY] */
export function zoomBy(factor, clientX, clientY) {
  world.classList.remove('gliding');
  const box = viewport.getBoundingClientRect();
  const [x, y] = [(clientX ?? box.left + box.width / 2) - box.left, (clientY ?? box.top + box.height / 2) - box.top];
  const scale = Math.min(MOST, Math.max(LEAST, at.scale * factor));
  at.x = x - ((x - at.x) * scale) / at.scale;
  at.y = y - ((y - at.y) * scale) / at.scale;
  at.scale = scale;
  apply();
}

/** The whole area in view. @param {Area} area @param {boolean} [smooth] */
export function fitInto(area, smooth = true) {
  const to = fitted(area);
  if (smooth) glide(to);
  else {
    Object.assign(at, to);
    apply();
  }
}

/** The area in view if it can be read then; else its middle part around another one. @param {Area} area @param {Area} around */
export function show(area, around) {
  const to = fitted(area);
  const readable = 0.72;
  if (to.scale >= readable) return glide(to);
  const { width, height } = viewport.getBoundingClientRect();
  glide({
    scale: readable,
    x: width / 2 - ((around.left + around.right) / 2) * readable,
    y: height / 2 - ((around.top + around.bottom) / 2) * readable,
  });
}

/** Moves just as far as needed to see an area. @param {Area} area */
export function reveal(area) {
  const { width, height } = viewport.getBoundingClientRect();
  const margin = 40;
  const [left, right] = [area.left * at.scale + at.x, area.right * at.scale + at.x];
  const [top, bottom] = [area.top * at.scale + at.y, area.bottom * at.scale + at.y];
  const x = left < margin ? margin - left : Math.min(0, width - margin - right);
  const y = top < margin ? margin - top : Math.min(0, height - margin - bottom);
  if (x !== 0 || y !== 0) glide({ ...at, x: at.x + x, y: at.y + y });
}

/** @param {Area} area */
function fitted({ left, top, right, bottom }) {
  const { width, height } = viewport.getBoundingClientRect();
  const [padX, padTop, padBottom] = [36, 30, 30];
  const scale = Math.max(
    LEAST,
    Math.min(
      1,
      (width - 2 * padX) / Math.max(1, right - left),
      (height - padTop - padBottom) / Math.max(1, bottom - top),
    ),
  );
  return {
    scale,
    x: width / 2 - ((left + right) / 2) * scale,
    y: padTop + (height - padTop - padBottom) / 2 - ((top + bottom) / 2) * scale,
  };
}

export function listenForPointers() {
  /** @type {Map<number, { x: number, y: number }>} */
  const pointers = new Map();
  viewport.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      if (event.shiftKey && !event.ctrlKey) panBy(-(event.deltaX + event.deltaY) * unit, 0);
      else zoomBy(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018)), event.clientX, event.clientY);
    },
    { passive: false },
  );
  viewport.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    viewport.setPointerCapture(event.pointerId);
    viewport.classList.add('dragging');
  });
  viewport.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (other === undefined) panBy(now.x - before.x, now.y - before.y);
    else {
      const span = (/** @type {{ x: number, y: number }} */ point) => Math.hypot(point.x - other.x, point.y - other.y);
      zoomBy(span(now) / Math.max(1, span(before)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    pointers.set(event.pointerId, now);
  });
  for (const over of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    viewport.addEventListener(over, (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) viewport.classList.remove('dragging');
    });
  }
}

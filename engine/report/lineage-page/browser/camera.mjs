import { byId } from '../../offline-page/browser/element.mjs';

const viewport = byId('viewport');
const world = byId('world');
const LEAST = 0.08;
const MOST = 2.5;
/** Nothing is shown larger than this unless the reader zooms in. */
const NATURAL = 1.15;
/** Columns can be read from here on. */
const READABLE = 0.72;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const at = { x: 0, y: 0, scale: 1 };
/** @type {ReturnType<typeof setTimeout> | undefined} */
let gliding;

/** @typedef {import('./bands.mjs').Area} Area */

function apply() {
  world.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.scale})`;
  world.style.setProperty('--view-top', `${-at.y / at.scale}px`);
  world.style.setProperty('--hairline', `${Math.max(1, 0.85 / at.scale)}px`);
}

export function cameraNow() {
  return { ...at };
}

/** Moves over a moment, unless motion is unwanted. @param {{ x: number, y: number, scale: number }} to */
export function glide(to) {
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

/**
 * Around a point of the window, the middle when absent.
 * @param {number} factor
 * @param {number} [clientX]
 * @param {number} [clientY]
 */
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

/**
 * The whole area in view.
 * @param {Area} area
 * @param {boolean} [smooth]
 * @param {{ readonly width: number, readonly height: number }} [room] that of the window when absent
 */
export function fitInto(area, smooth = true, room = viewport.getBoundingClientRect()) {
  const to = fitted(area, room);
  if (smooth) return glide(to);
  world.classList.remove('gliding');
  Object.assign(at, to);
  apply();
}

/**
 * The area in view if it can be read then; else as much as can be, around another one.
 * @param {Area} area
 * @param {Area} around
 */
export function show(area, around) {
  const room = viewport.getBoundingClientRect();
  const to = fitted(area, room);
  if (to.scale >= READABLE) return glide(to);
  glide({
    scale: READABLE,
    x: along(area.left, area.right, (around.left + around.right) / 2, room.width),
    y: along(area.top, area.bottom, (around.top + around.bottom) / 2, room.height),
  });
}

/**
 * Shifts so that `middle` is in the middle, but never so that room is left empty at an end.
 * @param {number} from
 * @param {number} to
 * @param {number} middle
 * @param {number} room
 */
function along(from, to, middle, room) {
  const [start, end] = [-from * READABLE, room - to * READABLE];
  if (end >= start) return (start + end) / 2;
  return Math.min(start, Math.max(end, room / 2 - middle * READABLE));
}

/** Moves just as far as needed to see an area below the names of the lanes. @param {Area} area */
export function reveal(area) {
  const { width, height } = viewport.getBoundingClientRect();
  const margin = 12;
  const highest = margin + 40 * at.scale;
  const [left, right] = [area.left * at.scale + at.x, area.right * at.scale + at.x];
  const [top, bottom] = [area.top * at.scale + at.y, area.bottom * at.scale + at.y];
  const x = left < margin ? margin - left : Math.min(0, width - margin - right);
  const y = top < highest ? highest - top : Math.min(0, height - margin - bottom);
  if (x !== 0 || y !== 0) glide({ ...at, x: at.x + x, y: at.y + y });
}

/** @param {Area} area @param {{ readonly width: number, readonly height: number }} room */
function fitted({ left, top, right, bottom }, { width, height }) {
  const pad = 10;
  const wide = (width - 2 * pad) / Math.max(1, right - left);
  const high = (height - 2 * pad) / Math.max(1, bottom - top);
  const scale = Math.max(LEAST, Math.min(NATURAL, wide, high));
  return { scale, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 - ((top + bottom) / 2) * scale };
}

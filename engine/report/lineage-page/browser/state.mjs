import { data } from './lineage.mjs';
import { traceOf } from './trace.mjs';

/**
 * @typedef {{
 *   readonly focus: number | null,
 *   readonly trace: import('./trace.mjs').Trace | null,
 *   readonly shown: import('./trace.mjs').Shown,
 *   readonly opened: ReadonlySet<number>,
 *   readonly unfolded: ReadonlySet<number>,
 *   readonly view: 'graph' | 'table',
 * }} State `opened`: nodes with all their columns; `unfolded`: ranks of the path with all their nodes
 */

/** @type {State} */
let state = {
  focus: null,
  trace: null,
  shown: { direct: true, indirect: true, rows: true },
  opened: new Set(),
  unfolded: new Set(),
  view: 'graph',
};
/** @type {((now: State, before: State) => void)[]} */
const listeners = [];

export function current() {
  return state;
}

/** @param {(now: State, before: State) => void} listener */
export function onChange(listener) {
  listeners.push(listener);
}

/** @param {Partial<Pick<State, 'focus' | 'shown' | 'opened' | 'unfolded' | 'view'>>} change */
export function update(change) {
  const before = state;
  const next = { ...before, ...change };
  const moved = next.focus !== before.focus;
  state = { ...next, trace: traceAfter(next, before), ...(moved ? { opened: new Set(), unfolded: new Set() } : {}) };
  for (const listener of listeners) listener(state, before);
}

/** @param {State} next @param {State} before */
function traceAfter({ focus, shown }, before) {
  if (focus === null) return null;
  if (focus === before.focus && shown === before.shown) return before.trace;
  return traceOf(focus, shown);
}

/** Opens all columns of a card, or closes them. @param {number} node */
export function toggleColumns(node) {
  const opened = new Set(state.opened);
  if (!opened.delete(node)) opened.add(node);
  update({ opened });
}

/** Shows all nodes of a rank of the path. @param {number} rank */
export function unfold(rank) {
  update({ unfolded: new Set([...state.unfolded, rank]) });
}

export const firstFocus = data.focus;

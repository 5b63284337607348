import { data } from './lineage.mjs';
import { traceOf } from './trace.mjs';

/**
 * @typedef {{
 *   readonly focus: number | null,
 *   readonly trace: import('./trace.mjs').Trace | null,
 *   readonly shown: import('./trace.mjs').Shown,
 *   readonly only: boolean,
 *   readonly opened: ReadonlySet<number>,
 *   readonly view: 'graph' | 'table',
 * }} State
 */

/** @type {State} */
let state = {
  focus: null,
  trace: null,
  shown: { direct: true, indirect: true, rows: true },
  only: false,
  opened: new Set(),
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

/** @param {Partial<Pick<State, 'focus' | 'shown' | 'only' | 'opened' | 'view'>>} change */
export function update(change) {
  const before = state;
  const next = { ...before, ...change };
  const retrace = next.focus !== before.focus || next.shown !== before.shown;
  const trace = next.focus === null ? null : retrace ? traceOf(next.focus, next.shown) : before.trace;
  state = { ...next, trace, only: next.only && next.focus !== null };
  for (const listener of listeners) listener(state, before);
}

/** Opens all columns of a card, or closes them. @param {number} node */
export function toggleColumns(node) {
  const opened = new Set(state.opened);
  if (!opened.delete(node)) opened.add(node);
  update({ opened });
}

export const firstFocus = data.focus;

import { type Day, monthEnd, monthIndex } from '../calendar/index.ts';
import { at } from '../presence/index.ts';
import { rowName } from './frame.ts';
import { presentOrNull } from './present.ts';
import type { LabelKnowledge, LabelVersion, ModelSpec } from './types.ts';

/**
 * The label of each row as known on day T: the version with knownFrom <= T < knownTo, else null. `dates` and, for a
 * panel, `keys` have one element a row.
 */
export function valuesAsKnown(
  labels: readonly LabelVersion[],
  dates: readonly Day[],
  t: Day,
  keys?: readonly string[],
): readonly (number | null)[] {
  const known = versionsOn(labels, t);
  return dates.map((date, i) => known.get(rowName(date, keys?.[i])) ?? null);
}

/** `valuesAsKnown` of a label that is 0 or 1. Throws where it is another number. */
export function labelsAsKnown(
  labels: readonly LabelVersion[],
  dates: readonly Day[],
  t: Day,
  keys?: readonly string[],
): readonly (0 | 1 | null)[] {
  const known = versionsOn(labels, t);
  return dates.map((date, i) => {
    const row = rowName(date, keys?.[i]);
    return binary(known.get(row) ?? null, row);
  });
}

/** The labels of which something was known on day T, by the name of their row. */
function versionsOn(labels: readonly LabelVersion[], t: Day): ReadonlyMap<string, number | null> {
  const known = new Map<string, number | null>();
  for (const { date, key, y, knownFrom, knownTo } of labels) {
    if (knownFrom <= t && t < knownTo) known.set(rowName(date, key), presentOrNull(y));
  }
  return known;
}

function binary(y: number | null, row: string): 0 | 1 | null {
  if (y === null || y === 0 || y === 1) return y;
  throw new Error(`the label of ${row} is ${y}: probability models take 0, 1 and null`);
}

export interface TrainingLabels {
  /** Known by the cut-off, mature and not excluded; null elsewhere and after the cut-off. */
  readonly y: readonly (0 | 1 | null)[];
  /** Numbered run of a key's positive labels known at the cut-off that each row belongs to; null elsewhere. */
  readonly run: readonly (number | null)[];
}

/**
 * The day of the labels that a refit learns from: its cut-off, or the last decision date, but no day that nobody looked
 * at.
 */
export function labelDay(
  { labelKnowledge, outcomesThrough }: { readonly labelKnowledge: LabelKnowledge; readonly outcomesThrough?: Day },
  cutoff: Day,
  lastDate: Day,
): Day {
  const day = labelKnowledge === 'final' ? lastDate : cutoff;
  return outcomesThrough !== undefined && outcomesThrough < day ? outcomesThrough : day;
}

/** The labels of a frame's rows as known on some day, one element a row in each list. */
export interface KnownLabels {
  readonly dates: readonly Day[];
  readonly labels: readonly (0 | 1 | null)[];
  readonly excluded: readonly boolean[];
  /** Names the key of each row of a panel. */
  readonly keys?: readonly string[] | undefined;
}

/**
 * What a refit may learn from. `knowledge` is the day of the labels, as `labelDay` tells it. Maturity `whole_window`
 * holds a label back until the last day of its outcome window.
 */
export function trainingLabels(
  { dates, labels, excluded, keys }: KnownLabels,
  when: { readonly cutoff: Day; readonly knowledge: Day },
  spec: Pick<ModelSpec, 'protocol' | 'window'>,
): TrainingLabels {
  const mature = dates.map((date, i) => {
    const label = at(labels, i);
    if (date > when.cutoff) return null;
    if (spec.protocol.maturity === 'as_known') return label;
    return monthEnd(monthIndex(date) + spec.window.toMonth) <= when.knowledge ? label : null;
  });
  return { y: mature.map((label, i) => (at(excluded, i) ? null : label)), run: positiveRuns(mature, keys) };
}

/** Numbers the runs of 1, each within its key: a 0 ends a run, an unknown label does not. */
function positiveRuns(labels: readonly (0 | 1 | null)[], keys?: readonly string[]): readonly (number | null)[] {
  const open = new Map<string | undefined, number>();
  let runs = 0;
  return labels.map((label, i) => {
    const key = keys?.[i];
    if (label === 0) open.delete(key);
    if (label !== 1) return null;
    const run = open.get(key) ?? ++runs;
    open.set(key, run);
    return run;
  });
}

import { monthEnd, monthIndex } from './months.ts';
import type { Day, LabelVersion, ModelSpec } from './types.ts';

/** The label of each decision date as known on day T: the version with knownFrom <= T < knownTo, else null. */
export function valuesAsKnown(
  labels: readonly LabelVersion[],
  dates: readonly Day[],
  t: Day,
): readonly (number | null)[] {
  const known = new Map<Day, number | null>();
  for (const { date, y, knownFrom, knownTo } of labels) if (knownFrom <= t && t < knownTo) known.set(date, y);
  return dates.map((date) => known.get(date) ?? null);
}

/** The same of a label that is 0 or 1. */
export function labelsAsKnown(
  labels: readonly LabelVersion[],
  dates: readonly Day[],
  t: Day,
): readonly (0 | 1 | null)[] {
  return valuesAsKnown(labels, dates, t).map((y, i) => binary(y, dates[i] ?? ''));
}

function binary(y: number | null, date: Day): 0 | 1 | null {
  if (y === null || y === 0 || y === 1) return y;
  throw new Error(`the label of ${date} is ${y}: probability models take 0, 1 and null`);
}

export interface TrainingLabels {
  /** Known by the cut-off, mature and not excluded; null elsewhere and after the cut-off. */
  readonly y: readonly (0 | 1 | null)[];
  /** Numbered run of positive labels known at the cut-off that each row belongs to; null elsewhere. */
  readonly run: readonly (number | null)[];
}

/**
 * What a refit may learn from. `knowledge` is the day of the labels: the cut-off itself, or the last decision date for
 * final labels. Maturity `whole_window` holds a label back until the last day of its outcome window.
 */
export function trainingLabels(
  dates: readonly Day[],
  known: readonly (0 | 1 | null)[],
  excluded: readonly boolean[],
  when: { readonly cutoff: Day; readonly knowledge: Day },
  spec: ModelSpec,
): TrainingLabels {
  const mature = known.map((label, i) => {
    const date = dates[i] ?? '';
    if (date > when.cutoff) return null;
    if (spec.protocol.maturity === 'as_known') return label;
    return monthEnd(monthIndex(date) + spec.window.toMonth) <= when.knowledge ? label : null;
  });
  return { y: mature.map((label, i) => (excluded[i] ? null : label)), run: positiveRuns(mature) };
}

/** Numbers the runs of 1: a 0 ends a run, an unknown label does not. */
function positiveRuns(labels: readonly (0 | 1 | null)[]): readonly (number | null)[] {
  let current = 0;
  let open = false;
  return labels.map((label) => {
    if (label === 0) open = false;
    if (label !== 1) return null;
    if (!open) current += 1;
    open = true;
    return current;
  });
}

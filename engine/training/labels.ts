import { type Day, monthEnd, monthIndex } from '../calendar/index.ts';
import { at } from '../presence/index.ts';
import { rowName } from './frame.ts';
import { presentOrNull } from './present.ts';
import type { LabelVersion, WalkInput, WalkSpec } from './types.ts';

/**
 * The label of each row as known on day T: the version with knownFrom <= T < knownTo, else null. `dates` and, of a
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

/**
 * What `valuesAsKnown` gives of a label that is 0 or 1.
 * @throws Error for any other value.
 */
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
  { labelKnowledge, outcomesThrough }: Pick<WalkInput<WalkSpec>, 'labelKnowledge' | 'outcomesThrough'>,
  cutoff: Day,
  lastDate: Day,
): Day {
  const day = labelKnowledge === 'final' ? lastDate : cutoff;
  return outcomesThrough !== undefined && outcomesThrough < day ? outcomesThrough : day;
}

/** A cut-off, and the day of the labels that a refit there learns from, as `labelDay` tells it. */
export interface LearningDays {
  readonly cutoff: Day;
  readonly labelled: Day;
}

/**
 * The known labels that are mature at a cut-off; null elsewhere and after it. Maturity `whole_window` holds a label
 * back until the last day of its outcome window. `known` has one element a date.
 */
export function matureLabels<Y extends number>(
  known: readonly (Y | null)[],
  dates: readonly Day[],
  { cutoff, labelled }: LearningDays,
  { protocol, window }: Pick<WalkSpec, 'protocol' | 'window'>,
): readonly (Y | null)[] {
  const isMature = (date: Day): boolean =>
    date <= cutoff && (protocol.maturity === 'as_known' || monthEnd(monthIndex(date) + window.toMonth) <= labelled);
  return known.map((label, i) => (isMature(at(dates, i)) ? label : null));
}

/** What a refit may learn from: mature labels whose row is not excluded, which all the same belongs to its run. */
export function trainingLabels(
  mature: readonly (0 | 1 | null)[],
  excluded: readonly boolean[],
  keys?: readonly string[],
): TrainingLabels {
  return { y: notExcluded(mature, excluded), run: positiveRuns(mature, keys) };
}

/** Labels without those of excluded rows. */
export function notExcluded<Y extends number>(
  labels: readonly (Y | null)[],
  excluded: readonly boolean[],
): readonly (Y | null)[] {
  return labels.map((label, i) => (excluded[i] === true ? null : label));
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

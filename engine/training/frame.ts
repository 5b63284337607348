import { type Day, monthIndex } from '../calendar/index.ts';
import { type Problem, problem } from '../diagnostics/index.ts';
import { at } from '../presence/index.ts';
import type { FeatureRows } from './estimators/feature-rows.ts';
import { isTooLarge, tooLarge } from './too-large.ts';
import type { TrainingFrame } from './types.ts';

/** Faults of the data. A frame whose parts do not fit together is a bug, and throws. */
export function frameProblems(frame: TrainingFrame, features: readonly string[]): readonly Problem[] {
  const { asOf } = frame;
  if (frame.values.length !== frame.features.length) throw new Error('the frame has not one column per feature');
  if (frame.values.some((column) => column.length !== asOf.length)) throw new Error('columns differ in length');
  if (frame.keys !== undefined && frame.keys.length !== asOf.length)
    throw new Error('the frame has not one key per row');
  if (asOf.some((date, i) => i > 0 && date < at(asOf, i - 1))) throw new Error('decision dates do not ascend');
  if (new Set(asOf.map((date, i) => rowName(date, frame.keys?.[i]))).size < asOf.length) {
    throw new Error(frame.keys === undefined ? 'decision dates do not ascend' : 'a decision date has a key twice');
  }
  const problems: Problem[] = [];
  for (const feature of features) {
    const column = columnOf(frame, feature);
    const row = column.findIndex((value) => value !== null && (!Number.isFinite(value) || isTooLarge(value)));
    if (row < 0) continue;
    const what = `${feature} is ${column[row]} on ${rowName(at(asOf, row), frame.keys?.[row])}`;
    problems.push(Number.isFinite(column[row]) ? tooLarge(what) : notFinite(what));
  }
  return problems;
}

/** The engine makes frames without such values, so it is for those that come from elsewhere. */
function notFinite(what: string): Problem {
  const hint = 'return NULL where a value does not exist, for example with nullif or try_cast';
  return problem('EWS5004', what, { hint });
}

/** The rows in [from, to) of the named features. */
export function frameRows(
  frame: TrainingFrame,
  features: readonly string[],
  from = 0,
  to = frame.asOf.length,
): FeatureRows {
  return { features, values: features.map((feature) => columnOf(frame, feature).slice(from, to)), rows: to - from };
}

/** The values of a feature, one a row. Throws for a feature that the frame does not have. */
function columnOf({ features, values }: TrainingFrame, feature: string): readonly (number | null)[] {
  const column = values[features.indexOf(feature)];
  if (column === undefined) throw new Error(`the frame has no feature ${feature}`);
  return column;
}

/** A decision date of a key, as one text that no other one has; without keys the date. */
export function rowName(date: Day, key: string | undefined): string {
  return key === undefined ? date : `${date} ${key}`;
}

/** The key of a row, to be spread into what is said of it; nothing without keys. */
export function keyAt({ keys }: TrainingFrame, row: number): { readonly key?: string } {
  const key = keys?.[row];
  return key === undefined ? {} : { key };
}

/** The keys of the rows in [0, to), to be spread; nothing without keys. */
export function keysUntil({ keys }: TrainingFrame, to: number): { readonly keys?: readonly string[] } {
  return keys === undefined ? {} : { keys: keys.slice(0, to) };
}

/** Where the rows of a decision date end: after all of its keys. */
export function endOfDate({ asOf }: TrainingFrame, row: number): number {
  let end = row + 1;
  while (end < asOf.length && asOf[end] === asOf[row]) end += 1;
  return end;
}

/** The number of each row's decision date, from 0. */
export function dateNumbers({ asOf }: TrainingFrame): readonly number[] {
  let number = -1;
  return asOf.map((date, i) => (date === asOf[i - 1] ? number : ++number));
}

/** The horizon in decision dates, at least: months times dates per month, rounded up. */
export function horizonDates(frame: TrainingFrame, months: number): number {
  const first = frame.asOf[0];
  const last = frame.asOf.at(-1);
  if (first === undefined || last === undefined || first === last) return 0;
  const span = monthIndex(last) - monthIndex(first);
  const perMonth = span === 0 ? 1 : (new Set(frame.asOf).size - 1) / span;
  return Math.ceil(months * perMonth - 1e-9);
}

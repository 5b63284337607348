import { type Problem, problem, warning } from '../../diagnostics/index.ts';
import { at } from '../../presence/index.ts';
import { isPresent } from '../present.ts';
import type { FeatureRows, LabelledRows } from './feature-rows.ts';

/** Complete labelled rows: no nulls left. */
export interface CompleteRows {
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly (0 | 1)[];
  /** The key of each row of a panel. */
  readonly keys?: readonly string[];
}

/** Drops rows whose label or any feature is missing. */
export function completeRows(rows: LabelledRows): CompleteRows {
  const { keys, values } = rows;
  const complete: number[] = [];
  const y: (0 | 1)[] = [];
  for (const [i, label] of rows.y.entries()) {
    if (label === null || !values.every((column) => isPresent(column[i]))) continue;
    complete.push(i);
    y.push(label);
  }
  const columns = values.map((column) => complete.map((i) => column[i] as number));
  return { columns, y, ...(keys === undefined ? {} : { keys: complete.map((i) => at(keys, i)) }) };
}

/** One row's features, or null when any is missing: null, or not finite. */
export function rowAt(rows: FeatureRows, i: number): readonly number[] | null {
  const values: number[] = [];
  for (const column of rows.values) {
    const value = column[i];
    if (!isPresent(value)) return null;
    values.push(value);
  }
  return values;
}

/** Throws where rows do not have the features of a model, in its order. */
export function expectFeatures(model: Pick<FeatureRows, 'features'>, rows: FeatureRows): void {
  if (model.features.join('\n') !== rows.features.join('\n'))
    throw new Error('rows do not have the features of the model');
}

/** Nothing to fit: no labelled row has every feature, or, for an estimator that takes missing values, any. */
export function noRows(rows: LabelledRows, needed: 'every' | 'any' = 'every'): Problem {
  const missing = rows.features.filter((_, j) =>
    rows.y.every((label, i) => label === null || !isPresent(rows.values[j]?.[i])),
  );
  return problem('EWS5004', `no row has a known label and ${needed === 'every' ? 'every' : 'a'} feature`, {
    notes: missing.length === 0 ? undefined : missing.map((feature) => `${feature} is missing in every labelled row`),
    hint: 'drop features that start late, or move the first cut-off later',
  });
}

export function oneClass(y: readonly (0 | 1)[]): Problem {
  return warning(
    'EWS5001',
    `all ${y.length} training rows are ${y[0] === 1 ? 'positive' : 'negative'}: the base rate is predicted`,
    { hint: 'raise minimum_episodes or move the first cut-off later' },
  );
}

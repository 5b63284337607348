import { type Problem, problem, warning } from '../../diagnostics/index.ts';
import { isPresent } from '../present.ts';
import type { FeatureRows, LabelledRows } from './feature-rows.ts';

/** Complete labelled rows: no nulls left. */
export interface CompleteRows {
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly (0 | 1)[];
  /** Of a panel: one key per row. */
  readonly keys?: readonly string[];
}

/** Drops rows whose label or any feature is missing. */
export function completeRows(rows: LabelledRows): CompleteRows {
  const columns: number[][] = rows.features.map(() => []);
  const y: (0 | 1)[] = [];
  const keys: string[] = [];
  for (const [i, label] of rows.y.entries()) {
    if (label === null) continue;
    const values = rowAt(rows, i);
    if (values === null) continue;
    y.push(label);
    if (rows.keys !== undefined) keys.push(rows.keys[i] ?? '');
    for (const [j, value] of values.entries()) columns[j]?.push(value);
  }
  return { columns, y, ...(rows.keys === undefined ? {} : { keys }) };
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

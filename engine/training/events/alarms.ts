import { at } from '../../presence/index.ts';
import { perKey } from '../panels/per-key.ts';

/** A prediction against its threshold. */
export interface Exceedance {
  /** Whose prediction it is, in a panel. */
  readonly key?: string;
  readonly probability: number | null;
  /** The threshold of the refit that made the prediction. */
  readonly threshold: number;
}

/** Whether a prediction reaches its threshold; null without a probability. */
export function exceeds({ probability, threshold }: Exceedance): boolean | null {
  return probability === null ? null : probability >= threshold;
}

/**
 * How many of the last n predictions of the same key, the current one included, reach their threshold: at the start
 * there are fewer.
 */
export function exceedances(rows: readonly Exceedance[], n: number): readonly number[] {
  return perKey(rows, (ofKey) => {
    let count = 0;
    return ofKey.map((row, i) => {
      if (exceeds(row) === true) count += 1;
      const left = ofKey[i - n];
      if (left !== undefined && exceeds(left) === true) count -= 1;
      return count;
    });
  });
}

/**
 * Whether each prediction, in date order, is in alarm: at least k of the last n predictions of its key, itself
 * included, reach their threshold. A missing probability reaches nothing, and is itself neither alarm nor calm: null.
 */
export function alarms(
  rows: readonly Exceedance[],
  persistence: { readonly k: number; readonly n: number },
): readonly (boolean | null)[] {
  const reached = exceedances(rows, persistence.n);
  return rows.map((row, i) => (row.probability === null ? null : at(reached, i) >= persistence.k));
}

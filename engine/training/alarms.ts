import { perKey } from './per-key.ts';

/** A prediction against its threshold. */
export interface Exceedance {
  /** Of a panel. */
  readonly key?: string;
  readonly probability: number | null;
  /** Of the refit that made the prediction. */
  readonly threshold: number;
}

/**
 * Whether each prediction, in date order, is in alarm: at least k of the last n predictions of its key, itself included,
 * reach their threshold. A missing probability reaches nothing, and is itself neither alarm nor calm: null.
 */
export function alarms(
  rows: readonly Exceedance[],
  persistence: { readonly k: number; readonly n: number },
): readonly (boolean | null)[] {
  return perKey(rows, (own) => alarmsOf(own, persistence));
}

function alarmsOf(
  rows: readonly Exceedance[],
  persistence: { readonly k: number; readonly n: number },
): readonly (boolean | null)[] {
  const reached = rows.map((row) => row.probability !== null && row.probability >= row.threshold);
  return rows.map((row, i) => {
    if (row.probability === null) return null;
    const last = reached.slice(Math.max(0, i - persistence.n + 1), i + 1);
    return last.filter(Boolean).length >= persistence.k;
  });
}

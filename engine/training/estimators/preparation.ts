import { first, last } from '../../presence/index.ts';
import { quantile } from '../quantile.ts';

/** How a column was prepared, learnt on the training rows. */
export interface Preparation {
  readonly feature: string;
  /** Winsorising bounds; null: not clipped. */
  readonly clipLow: number | null;
  readonly clipHigh: number | null;
  /** Range of the training rows before clipping. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** The divisor: the standard deviation (over n); 1 when not standardised; 0 for a constant column, left out. */
  readonly scale: number;
}

/** Below this share of a column's length left after earlier columns are taken out, it adds nothing of its own. */
const COLLINEAR = 1e-6;

/** Learns clipping, mean and scale of one column from its training rows (no nulls, at least one). */
export function prepareColumn(
  feature: string,
  values: readonly number[],
  options: { readonly standardize: boolean; readonly winsorize: number },
): Preparation {
  // Adding 0 turns -0, which JSON cannot hold, into 0.
  const ascending = values.map((value) => value + 0).sort((a, b) => a - b);
  const clipLow = quantile(ascending, options.winsorize);
  const clipHigh = quantile(ascending, 1 - options.winsorize);
  const clipped = values.map((value) => Math.min(Math.max(value, clipLow), clipHigh));
  const mean = clipped.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = clipped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  const isConstant = deviation <= 1e-12 * Math.max(Math.abs(clipLow), Math.abs(clipHigh));
  const divisor = options.standardize ? deviation : 1;
  // Where nothing is winsorised, a prediction still moves beyond the training range.
  const bounds = options.winsorize > 0 ? { clipLow, clipHigh } : { clipLow: null, clipHigh: null };
  return { feature, ...bounds, low: first(ascending), high: last(ascending), mean, scale: isConstant ? 0 : divisor };
}

/** A value in the units that the weights are in. */
export function prepared(value: number, how: Preparation): number {
  if (how.scale === 0) return 0;
  const clipped = Math.min(Math.max(value, how.clipLow ?? value), how.clipHigh ?? value);
  return (clipped - how.mean) / how.scale;
}

/** Which prepared (centred) columns are constant or, when `collinear` counts, combinations of earlier ones. */
export function redundantColumns(columns: readonly (readonly number[])[], collinear: boolean): readonly boolean[] {
  const basis: (readonly number[])[] = [];
  return columns.map((column) => {
    const before = norm(column);
    if (before === 0) return true;
    let rest = column;
    // Twice is enough to be orthogonal to working precision (Giraud et al., 2005).
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const along = dot(rest, direction);
        rest = rest.map((value, i) => value - along * (direction[i] as number));
      }
    }
    const after = norm(rest);
    if (collinear && after <= COLLINEAR * before) return true;
    if (collinear) basis.push(rest.map((value) => value / after));
    return false;
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function norm(a: readonly number[]): number {
  return Math.sqrt(dot(a, a));
}

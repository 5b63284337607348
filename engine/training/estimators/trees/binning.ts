import { at, entry } from '../../../presence/index.ts';
import { isPresent } from '../../present.ts';

/** Bins a column is cut into, beside the one of missing values. */
export const BINS = 64;
/** The bin of a missing value: in no order with the others. */
export const MISSING = 0xffff;
/** Its place among the bins of training rows, after the others. */
export const MISSING_SLOT = 64;

/** How a column is cut, learnt on training rows. */
export interface BinnedColumn {
  readonly feature: string;
  /** Ascending, at most 63 where we cut. A value is in the first bin whose edge is not below it, else in the last. */
  readonly edges: readonly number[];
  /** Range of the training rows; null where all were missing. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Cuts between distinct values while they fit, else at 63 quantiles. */
export function learnBins(feature: string, values: readonly (number | null)[]): BinnedColumn {
  const found = new Float64Array(values.length);
  let rows = 0;
  // Adding 0 turns -0, which JSON cannot hold, into 0.
  for (const value of values) if (isPresent(value)) found[rows++] = value + 0;
  const ascending = found.subarray(0, rows).sort();
  const distinct = Array.from(ascending).filter((value, i) => i === 0 || value !== ascending[i - 1]);
  const cuts = distinct.length <= BINS ? distinct.slice(1).map((_, i) => i) : quantilePositions(ascending, distinct);
  const edges = cuts.map((i) => between(at(distinct, i), at(distinct, i + 1)));
  return { feature, edges, low: distinct[0] ?? null, high: distinct.at(-1) ?? null };
}

/** Positions in `distinct` after which the column is cut, so that bins hold about as many rows each. */
function quantilePositions(ascending: Float64Array, distinct: readonly number[]): readonly number[] {
  const positionOf = new Map(distinct.map((value, i) => [value, i]));
  const positions = new Set<number>();
  for (let k = 1; k < BINS; k++) {
    const position = entry(positionOf, at(ascending, Math.ceil((k * ascending.length) / BINS) - 1));
    if (position < distinct.length - 1) positions.add(position);
  }
  return [...positions].sort((a, b) => a - b);
}

/** The middle of two neighbours, or the lower one where doubles have nothing between them. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high && Number.isFinite(middle) ? middle : low;
}

/** The bin of a value, or `MISSING`. */
export function binOf(value: number | null, { edges }: BinnedColumn): number {
  if (!isPresent(value)) return MISSING;
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (value <= (edges[middle] as number)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The bin of each value, or `MISSING`. */
export function binned(values: readonly (number | null)[], column: BinnedColumn): Uint16Array {
  const bins = new Uint16Array(values.length);
  for (let i = 0; i < bins.length; i++) bins[i] = binOf(at(values, i), column);
  return bins;
}

/** The bins as training counts them: up to 63, and `MISSING_SLOT` for a missing value. */
export function trainingBins(values: readonly (number | null)[], column: BinnedColumn): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let i = 0; i < bins.length; i++) {
    const bin = binOf(at(values, i), column);
    bins[i] = bin === MISSING ? MISSING_SLOT : bin;
  }
  return bins;
}

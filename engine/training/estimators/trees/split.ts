import type { RandomStream } from '../../random.ts';
import { BINS, MISSING_SLOT } from './binning.ts';

/** The rows that a tree grows on: two sums a row, whose meaning is the criterion's, and the bins of every feature. */
export interface Sample {
  /** The numbers of the rows to grow on, which growing sorts by node. */
  readonly order: Int32Array;
  /** One column of bins a feature. */
  readonly bins: readonly Uint8Array[];
  /** Features that vary in the training rows. */
  readonly varying: readonly number[];
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export interface SplitRules {
  /** How good a set of rows with these sums is as one leaf: a split has to raise the sum over its two sides. */
  readonly score: (a: number, b: number) => number;
  readonly minRowsLeaf: number;
  /** Features tried at a node, those that do not vary in it not counted. */
  readonly featuresPerSplit: number;
  /** best: every edge; random: one edge a feature, drawn between the smallest and the largest bin of the node. */
  readonly edges: 'best' | 'random';
}

export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
}

interface Histogram {
  readonly rows: Int32Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

interface Side {
  readonly rows: number;
  readonly a: number;
  readonly b: number;
}

/** The rows of a node: those in [from, to) of the sample's `order`. */
export interface NodeRows {
  readonly from: number;
  readonly to: number;
}

/** Below this share of the parent's score a gain is rounding. */
const ROUNDING = 1e-10;

/** Searches the rows of a node for the split with the largest gain; null where none gains. */
export function splitFinder(sample: Sample, rules: SplitRules, random: RandomStream) {
  const histogram: Histogram = {
    rows: new Int32Array(BINS + 1),
    a: new Float64Array(BINS + 1),
    b: new Float64Array(BINS + 1),
  };
  const candidates = Int32Array.from(sample.varying);
  return (node: NodeRows, whole: Side): Split | null => {
    const floor = rules.score(whole.a, whole.b);
    let best: Split | null = null;
    let bestScore = floor + ROUNDING * Math.max(1, Math.abs(floor));
    let tried = 0;
    for (let left = candidates.length; left > 0 && tried < rules.featuresPerSplit; left--) {
      const feature = draw(candidates, left, random);
      fill(histogram, sample, feature, node);
      const { low, high } = occupied(histogram);
      const missing = histogram.rows[MISSING_SLOT] as number;
      if (low >= high && (missing === 0 || low > high)) continue;
      tried += 1;
      const edge = rules.edges === 'random' ? drawEdge(low, high, random) : null;
      const found = bestEdge(histogram, rules, whole, { low, high, edge });
      if (found !== null && found.score > bestScore) {
        bestScore = found.score;
        best = { feature, bin: found.bin, missingLeft: found.missingLeft };
      }
    }
    return best;
  };
}

/** One of the first `left` candidates, moved behind them: drawing without replacement. */
function draw(candidates: Int32Array, left: number, random: RandomStream): number {
  const position = left === 1 ? 0 : random.below(left);
  const drawn = candidates[position] as number;
  candidates[position] = candidates[left - 1] as number;
  candidates[left - 1] = drawn;
  return drawn;
}

/** An edge between the smallest and the largest bin of a node; where there is one bin only, after that. */
function drawEdge(low: number, high: number, random: RandomStream): number {
  return low === high ? low : low + random.below(high - low);
}

/** Counts the rows of a node by their bin of a feature. */
function fill({ rows, a, b }: Histogram, sample: Sample, feature: number, { from, to }: NodeRows): void {
  rows.fill(0);
  a.fill(0);
  b.fill(0);
  const bins = sample.bins[feature] as Uint8Array;
  const { order, a: rowA, b: rowB } = sample;
  for (let i = from; i < to; i++) {
    const row = order[i] as number;
    const bin = bins[row] as number;
    (rows[bin] as number) += 1;
    (a[bin] as number) += rowA[row] as number;
    (b[bin] as number) += rowB[row] as number;
  }
}

/** The smallest and largest bin of values with a row; low above high where all are missing. */
function occupied({ rows }: Histogram): { readonly low: number; readonly high: number } {
  let [low, high] = [0, BINS - 1];
  while (low < BINS && rows[low] === 0) low++;
  while (high >= 0 && rows[high] === 0) high--;
  return { low, high };
}

/** The loop that training spends its time in: sums in plain variables, no object a bin. */
function bestEdge(
  { rows, a, b }: Histogram,
  { score, minRowsLeaf }: SplitRules,
  whole: Side,
  { low, high, edge }: { readonly low: number; readonly high: number; readonly edge: number | null },
): { readonly score: number; readonly bin: number; readonly missingLeft: boolean } | null {
  const [lostRows, lostA, lostB] = [rows[MISSING_SLOT] as number, a[MISSING_SLOT] as number, b[MISSING_SLOT] as number];
  const most = whole.rows - minRowsLeaf;
  let [best, bin, missingLeft] = [Number.NEGATIVE_INFINITY, -1, false];
  let [leftRows, leftA, leftB] = [0, 0, 0];
  // After the last bin only the missing values are left for the other side.
  const last = lostRows > 0 ? high : high - 1;
  for (let k = low; k <= last; k++) {
    if (rows[k] === 0) {
      if (k !== edge) continue;
    }
    leftRows += rows[k] as number;
    leftA += a[k] as number;
    leftB += b[k] as number;
    if (edge !== null && k !== edge) continue;
    if (leftRows >= minRowsLeaf && leftRows <= most) {
      const apart = score(leftA, leftB) + score(whole.a - leftA, whole.b - leftB);
      // Without a missing value in training, one that comes later follows the larger side.
      if (apart > best) [best, bin, missingLeft] = [apart, k, lostRows === 0 && 2 * leftRows >= whole.rows];
    }
    if (lostRows > 0 && k < high && leftRows + lostRows >= minRowsLeaf && leftRows + lostRows <= most) {
      const together = score(leftA + lostA, leftB + lostB) + score(whole.a - leftA - lostA, whole.b - leftB - lostB);
      if (together > best) [best, bin, missingLeft] = [together, k, true];
    }
  }
  return bin < 0 ? null : { score: best, bin, missingLeft };
}

import { at, first, last } from '../../presence/index.ts';
import { isPresent } from '../present.ts';
import { quantile } from '../quantile.ts';
import type { FeatureDrift } from '../results.ts';

/** Bins of the stability index, at the deciles of the training values. */
const BINS = 10;

/**
 * How far the recent values of a feature lie from those that the model was trained on; missing ones are left out and
 * told by their number. Both lists in any order.
 *
 * psi: the population stability index, the sum over the decile bins of the training values of (a - b) ln(a / b), a and
 * b the shares of recent and of training values in the bin, each count raised by one half so that an empty bin has a
 * logarithm. By custom above 0.25 is a shift. psiByChance: about what it is on average for independent draws without
 * any shift, (bins - 1) (1/m + 1/n) for m and n values (Yurdakul and Naranjo, 2020): with few values it is large by
 * chance. ks: the statistic of Kolmogorov and Smirnov, the largest distance between the two distribution functions. It
 * has no p-value, since neighbouring months are no independent draws.
 */
export function featureDrift(
  feature: string,
  training: readonly (number | null)[],
  recent: readonly (number | null)[],
): FeatureDrift {
  const reference = ascending(training);
  const current = ascending(recent);
  const counts = { feature, trainingRows: reference.length, recentRows: current.length };
  if (reference.length === 0 || current.length === 0) {
    return { ...counts, psi: null, psiByChance: 0, ks: null, outsideRange: 0 };
  }
  const [low, high] = [first(reference), last(reference)];
  return {
    ...counts,
    ...stabilityIndex(reference, current),
    ks: kolmogorovSmirnov(reference, current),
    outsideRange: current.filter((value) => value < low || value > high).length,
  };
}

/** The values that are there. */
function ascending(values: readonly (number | null)[]): readonly number[] {
  return values.filter(isPresent).sort((a, b) => a - b);
}

function stabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): Pick<FeatureDrift, 'psi' | 'psiByChance'> {
  // Equal deciles of a feature with few values make one bin.
  const edges = [...new Set(Array.from({ length: BINS - 1 }, (_, i) => quantile(reference, (i + 1) / BINS)))];
  const before = shares(reference, edges);
  const psi = shares(current, edges).reduce((sum, now, i) => {
    const then = at(before, i);
    return sum + (now - then) * Math.log(now / then);
  }, 0);
  return { psi, psiByChance: edges.length * (1 / reference.length + 1 / current.length) };
}

/** Smoothed shares of values in (-inf, e1], (e1, e2] ... (en, inf). */
function shares(values: readonly number[], edges: readonly number[]): readonly number[] {
  const counts = new Array<number>(edges.length + 1).fill(0.5);
  for (const value of values) {
    const found = edges.findIndex((edge) => value <= edge);
    const bin = found < 0 ? edges.length : found;
    counts[bin] = at(counts, bin) + 1;
  }
  const total = values.length + counts.length / 2;
  return counts.map((count) => count / total);
}

/** Both ascending, neither empty. */
function kolmogorovSmirnov(reference: readonly number[], current: readonly number[]): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < reference.length && j < current.length) {
    const value = Math.min(at(reference, i), at(current, j));
    // Each step passes what is not above the smaller of two heads, itself included, so that it ends whatever they are.
    while (i < reference.length && !(at(reference, i) > value)) i += 1;
    while (j < current.length && !(at(current, j) > value)) j += 1;
    largest = Math.max(largest, Math.abs(i / reference.length - j / current.length));
  }
  return largest;
}

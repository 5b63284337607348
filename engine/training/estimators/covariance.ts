import { first } from '../../presence/index.ts';
import { cholesky, element, inverse, type Matrix, multiply, transpose } from '../cholesky.ts';
import type { Link } from './link.ts';
import { type Design, type LikelihoodPoint, rowWeight } from './newton.ts';

export interface Covariances {
  /** Inverse of the observed information; null where rows are weighted, which it takes for so many observations. */
  readonly classical: Matrix | null;
  readonly neweyWest: Matrix;
}

/**
 * Both covariances at a maximum, or null when the information is singular. Newey-West: H^-1 S H^-1 with Bartlett
 * weights 1 - l/(lag+1) on the autocovariances of the scores (Newey & West, 1987), no small-sample factor. Rows are
 * taken as equally spaced; a ridge is part of H. For a panel S is the sum of the keys' own, without terms across keys
 * (Petersen 2009, "Estimating standard errors in finance panel data sets"): what keys share in a month is not in it.
 */
export function covariances(design: Design, point: LikelihoodPoint, link: Link, lag: number): Covariances | null {
  const factor = cholesky(point.information);
  if (factor === null) return null;
  const bread = inverse(factor);
  const scores = design.y.map((y, i) => {
    const score = rowWeight(design, i) * link.terms(y, point.margins[i] as number).score;
    return design.columns.map((column) => score * (column[i] as number));
  });
  const longRun = scoresByKey(scores, design.keys)
    .map((rows) => longRunCovariance(rows, Math.min(lag, rows.length - 1)))
    .reduce(sum);
  return {
    classical: design.weights === undefined ? bread : null,
    neweyWest: multiply(multiply(bread, longRun), bread),
  };
}

/** The covariance of A theta. */
export function transformed(covariance: Matrix, a: Matrix): Matrix {
  return multiply(multiply(a, covariance), transpose(a));
}

export function standardError(covariance: Matrix, j: number): number {
  return Math.sqrt(Math.max(0, element(covariance, j, j)));
}

/** The scores of each key, in the order of their rows; without keys all. */
function scoresByKey(scores: Matrix, keys: Design['keys']): readonly Matrix[] {
  if (keys === undefined) return [scores];
  return [...new Set(keys)].map((key) => scores.filter((_, i) => keys[i] === key));
}

function sum(one: Matrix, other: Matrix): Matrix {
  return one.map((row, j) => row.map((value, k) => value + element(other, j, k)));
}

/**
 * Every entry is summed over lags, then rows, in this order: its bits are part of what is stored. The matrix is
 * symmetric to the bit, since products and sums of two are, so that its lower half is enough.
 */
function longRunCovariance(scores: Matrix, lag: number): Matrix {
  const size = first(scores).length;
  const flat = Float64Array.from(scores.flat());
  const total = new Float64Array(size * size);
  for (let l = 0; l <= lag; l++) {
    const weight = 1 - l / (lag + 1);
    for (let i = l; i < scores.length; i++) {
      const [now, then] = [i * size, (i - l) * size];
      for (let j = 0; j < size; j++) {
        const nowJ = flat[now + j] as number;
        const thenJ = l === 0 ? 0 : (flat[then + j] as number);
        for (let k = 0; k <= j; k++) {
          const forward = nowJ * (flat[then + k] as number);
          const backward = thenJ * (flat[now + k] as number);
          total[j * size + k] = (total[j * size + k] as number) + weight * (forward + backward);
        }
      }
    }
  }
  return Array.from({ length: size }, (_, j) =>
    Array.from({ length: size }, (__, k) => total[Math.max(j, k) * size + Math.min(j, k)] as number),
  );
}

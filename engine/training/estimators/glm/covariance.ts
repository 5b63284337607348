import { at, cholesky, inverse, type Matrix, multiply, transpose } from '../../cholesky.ts';
import type { Link } from './link.ts';
import type { Design, LikelihoodPoint } from './newton.ts';

export interface Covariances {
  /** Inverse of the observed information; null where rows are weighted, which it takes for so many observations. */
  readonly classical: Matrix | null;
  readonly neweyWest: Matrix;
}

/**
 * Both covariances at a maximum, or null when the information is singular. Newey-West: H^-1 S H^-1 with Bartlett
 * weights 1 - l/(lag+1) on the autocovariances of the scores (Newey & West, 1987), no small-sample factor. Rows are
 * taken as equally spaced; a ridge is part of H. Of a panel S is the sum of each key's own, without terms across keys
 * (Petersen 2009, "Estimating standard errors in finance panel data sets"): what keys share in a month is not in it.
 */
export function covariances(design: Design, point: LikelihoodPoint, link: Link, lag: number): Covariances | null {
  const factor = cholesky(point.information);
  if (factor === null) return null;
  const bread = inverse(factor);
  const scores = design.y.map((y, i) => {
    const score = (design.weights?.[i] ?? 1) * link.terms(y, point.margins[i] ?? 0).score;
    return design.columns.map((column) => score * (column[i] ?? 0));
  });
  const long = sum(
    scoresByKey(scores, design.keys).map((own) => longRunCovariance(own, Math.min(lag, own.length - 1))),
  );
  return {
    classical: design.weights === undefined ? bread : null,
    neweyWest: multiply(multiply(bread, long), bread),
  };
}

/** The covariance of A theta. */
export function transformed(covariance: Matrix, a: Matrix): Matrix {
  return multiply(multiply(a, covariance), transpose(a));
}

export function standardError(covariance: Matrix, j: number): number {
  return Math.sqrt(Math.max(0, at(covariance, j, j)));
}

/** The scores of each key, in the order of their rows; without keys all. */
function scoresByKey(scores: Matrix, keys: Design['keys']): readonly Matrix[] {
  if (keys === undefined) return [scores];
  return [...new Set(keys)].map((key) => scores.filter((_, i) => keys[i] === key));
}

function sum([first = [], ...others]: readonly Matrix[]): Matrix {
  return others.reduce((total, each) => total.map((row, j) => row.map((value, k) => value + at(each, j, k))), first);
}

/**
 * Every entry is summed over lags, then rows, in this order: its bits are part of what is stored. The matrix is symmetric
 * to the bit, since products and sums of two are, so that its lower half is enough.
 */
function longRunCovariance(scores: Matrix, lag: number): Matrix {
  const size = scores[0]?.length ?? 0;
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

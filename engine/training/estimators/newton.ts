import { cholesky, type Matrix, solve } from '../cholesky.ts';
import type { Link } from './link.ts';

/** Complete rows: the first column is the intercept's ones. */
export interface Design {
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly (0 | 1)[];
  /** The weight of each row; without them every row counts once. */
  readonly weights?: readonly number[];
  /** The key of each row of a panel; the rows of a key are in the order of time. */
  readonly keys?: readonly string[];
}

export interface LikelihoodPoint {
  readonly margins: readonly number[];
  /** Weighted as the rows are, without the penalty. */
  readonly logLikelihood: number;
  readonly penalised: number;
  /** First derivatives of the penalised log likelihood. */
  readonly gradient: readonly number[];
  /** Negated second derivatives of the penalised log likelihood. */
  readonly information: Matrix;
}

export interface NewtonFit {
  readonly theta: readonly number[];
  readonly point: LikelihoodPoint;
  readonly iterations: number;
  readonly converged: boolean;
  /** A hyperplane parts the classes, so no finite maximum exists. */
  readonly separated: boolean;
}

/** A point on the way to a maximum. */
export interface Iterate {
  readonly theta: readonly number[];
  readonly point: LikelihoodPoint;
}

const MAX_ITERATIONS = 100;

/** Maximises the log likelihood minus ridge/2 * |theta without intercept|^2 by Newton steps with halving. */
export function newton(design: Design, link: Link, ridge: number): NewtonFit {
  const pointAt = (theta: readonly number[]): LikelihoodPoint => likelihoodAt(design, link, ridge, theta);
  let theta: readonly number[] = design.columns.map(() => 0);
  let point = pointAt(theta);
  let stalled = 0;
  const separable = ridge === 0 && link.separable !== false;
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    const factor = cholesky(point.information);
    // Columns are independent by construction, so curvature vanished: every margin has run away.
    if (factor === null) return { theta, point, iterations, converged: false, separated: separable };
    const step = solve(factor, point.gradient);
    const gain = step.reduce((sum, value, j) => sum + value * (point.gradient[j] as number), 0) / 2;
    const from = point.penalised;
    const isNoLower = (to: Iterate): boolean => to.point.penalised >= from - 1e-12 * (1 + Math.abs(from));
    const length = largest(step) / (1 + largest(theta));
    const negligible = gain <= 1e-13 * (1 + Math.abs(point.penalised));
    if (length < 1e-9 || (negligible && length < 1e-4)) {
      const last = climb({ theta, point }, step, pointAt, isNoLower) ?? { theta, point };
      return { ...last, iterations, converged: true, separated: false };
    }
    // Under separation the likelihood stops rising while the coefficients keep walking (Albert & Anderson, 1984).
    stalled = gain < 1e-9 * (1 + Math.abs(point.penalised)) ? stalled + 1 : 0;
    if (separable && (stalled >= 3 || parts(point.margins, design.y))) {
      return { theta, point, iterations, converged: false, separated: true };
    }
    const next = climb({ theta, point }, step, pointAt, isNoLower);
    if (next === null) return { theta, point, iterations, converged: negligible, separated: false };
    theta = next.theta;
    point = next.point;
  }
  return { theta, point, iterations: MAX_ITERATIONS, converged: false, separated: false };
}

/** The log likelihood of these coefficients with its derivatives, rows added in their order. */
export function likelihoodAt(design: Design, link: Link, ridge: number, theta: readonly number[]): LikelihoodPoint {
  const { columns } = design;
  const size = theta.length;
  const gradient: number[] = theta.map((value, j) => (j === 0 ? 0 : -ridge * value));
  const information = theta.map((_, j) => theta.map((__, k) => (j === k && j > 0 ? ridge : 0)));
  const margins: number[] = [];
  let logLikelihood = 0;
  const row: number[] = new Array(size).fill(0);
  for (const [i, y] of design.y.entries()) {
    let margin = 0;
    for (let j = 0; j < size; j++) {
      const x = (columns[j] as readonly number[])[i] as number;
      row[j] = x;
      margin += x * (theta[j] as number);
    }
    const weight = rowWeight(design, i);
    const terms = link.terms(y, margin);
    const score = weight * terms.score;
    const curvature = weight * terms.curvature;
    margins.push(margin);
    logLikelihood += weight * terms.logLikelihood;
    for (let j = 0; j < size; j++) {
      const x = row[j] as number;
      (gradient[j] as number) += score * x;
      const informationRow = information[j] as number[];
      for (let k = 0; k < size; k++) (informationRow[k] as number) += curvature * x * (row[k] as number);
    }
  }
  const penalty = theta.reduce((sum, value, j) => (j === 0 ? 0 : sum + value * value), 0) * (ridge / 2);
  return { margins, logLikelihood, penalised: logLikelihood - penalty, gradient, information };
}

/** The weight of a row in the likelihood. */
export function rowWeight({ weights }: Design, row: number): number {
  return weights === undefined ? 1 : (weights[row] as number);
}

/** Halves the step until it leads to where `isHigh` enough; null when even a tiny step does not. */
export function climb(
  from: Iterate,
  step: readonly number[],
  pointAt: (theta: readonly number[]) => LikelihoodPoint,
  isHigh: (to: Iterate) => boolean,
): Iterate | null {
  for (let halvings = 0, share = 1; halvings < 40; halvings++, share /= 2) {
    const theta = from.theta.map((value, j) => value + share * (step[j] as number));
    const to = { theta, point: pointAt(theta) };
    if (isHigh(to)) return to;
  }
  return null;
}

/** Whether some cut on the margins parts the classes, if only with ties on the cut. */
function parts(margins: readonly number[], y: readonly (0 | 1)[]): boolean {
  let lowPositive = Number.POSITIVE_INFINITY;
  let highPositive = Number.NEGATIVE_INFINITY;
  let lowNegative = Number.POSITIVE_INFINITY;
  let highNegative = Number.NEGATIVE_INFINITY;
  for (const [i, margin] of margins.entries()) {
    if (y[i] === 1) {
      lowPositive = Math.min(lowPositive, margin);
      highPositive = Math.max(highPositive, margin);
    } else {
      lowNegative = Math.min(lowNegative, margin);
      highNegative = Math.max(highNegative, margin);
    }
  }
  return lowPositive >= highNegative && highPositive > lowNegative;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

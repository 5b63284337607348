import type { Link } from './link.ts';
import { climb, type Design, type Iterate, type LikelihoodPoint, likelihoodAt, type NewtonFit } from './newton.ts';

/** Weights of the two penalties; the lasso's is above 0. */
interface ElasticNet {
  readonly ridge: number;
  readonly lasso: number;
}

const MAX_STEPS = 200;
const MAX_SWEEPS = 10_000;

/**
 * Maximises the log likelihood minus ridge/2 * |b|^2 minus lasso * |b|_1, the intercept free: Newton's quadratic at
 * each point, maximised by coordinate descent (Friedman, Hastie & Tibshirani, "Regularization paths for generalized
 * linear models via coordinate descent", 2010), with halving. It ends where no slope is left beyond the penalty's kink.
 * A finite maximum exists whenever both classes do, so classes that the features part are no trouble.
 */
export function elasticNet(design: Design, link: Link, penalty: ElasticNet): NewtonFit {
  const pointAt = (theta: readonly number[]): LikelihoodPoint => likelihoodAt(design, link, penalty.ridge, theta);
  let theta: readonly number[] = design.columns.map(() => 0);
  let point = pointAt(theta);
  for (let iterations = 1; iterations <= MAX_STEPS; iterations++) {
    const slope = steepest(point, theta, penalty.lasso);
    if (slope <= 1e-12 * design.y.length) return ended(theta, point, iterations, true);
    const step = quadraticStep(point, theta, penalty.lasso);
    const before = objective({ theta, point }, penalty.lasso);
    const next = climb({ theta, point }, step, pointAt, (to) => objective(to, penalty.lasso) > before);
    // Not even a tiny step rises: this is the maximum, to what doubles can tell.
    if (next === null) return ended(theta, point, iterations, slope <= 1e-8 * design.y.length);
    theta = next.theta;
    point = next.point;
  }
  return ended(theta, point, MAX_STEPS, false);
}

function ended(theta: readonly number[], point: LikelihoodPoint, iterations: number, converged: boolean): NewtonFit {
  return { theta, point, iterations, converged, separated: false };
}

/** The largest slope of the whole objective in any direction along an axis; 0 at its maximum. */
function steepest({ gradient }: LikelihoodPoint, theta: readonly number[], lasso: number): number {
  return gradient.reduce((most, slope, j) => {
    if (j === 0) return Math.max(most, Math.abs(slope));
    const value = theta[j] as number;
    return Math.max(most, value === 0 ? Math.abs(slope) - lasso : Math.abs(slope - lasso * Math.sign(value)));
  }, 0);
}

/** The step to the maximum of gradient'd - d'Hd/2 - lasso * |b + d|_1, swept over coordinates until none moves. */
function quadraticStep(
  { gradient, information }: LikelihoodPoint,
  theta: readonly number[],
  lasso: number,
): readonly number[] {
  const step = theta.map(() => 0);
  const rest = [...gradient];
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let moved = 0;
    for (let j = 0; j < step.length; j++) {
      const row = information[j] as readonly number[];
      const curvature = row[j] as number;
      if (curvature <= 0) continue;
      const here = (theta[j] as number) + (step[j] as number);
      const free = here + (rest[j] as number) / curvature;
      const change = (j === 0 ? free : softened(free, lasso / curvature)) - here;
      if (change === 0) continue;
      (step[j] as number) += change;
      for (let k = 0; k < rest.length; k++) (rest[k] as number) -= change * (row[k] as number);
      moved = Math.max(moved, Math.abs(change) / (1 + Math.abs(here)));
    }
    if (moved < 1e-15) break;
  }
  return step;
}

/** Moved towards 0 by `by`, and no further. */
function softened(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

function objective({ theta, point }: Iterate, lasso: number): number {
  return point.penalised - lasso * theta.reduce((sum, value, j) => (j === 0 ? 0 : sum + Math.abs(value)), 0);
}

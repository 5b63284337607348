import { at } from '../../presence/index.ts';
import { type Link, LOGIT } from '../estimators/link.ts';
import { newton } from '../estimators/newton.ts';
import type { CalibrationPair, NoCalibration, PlattScaling } from './types.ts';

/** A forest says 0 and 1 of what it never or always saw; as log-odds these would outweigh all other pairs. */
const CLIP = 1e-6;

/**
 * Logistic regression of the labels on the log-odds of the raw probabilities, by maximum likelihood on targets drawn in
 * to (N+ + 1)/(N+ + 2) and 1/(N- + 2) (Platt, "Probabilistic outputs for support vector machines", 1999), so that it is
 * finite even where the pairs are separated. It needs both classes.
 */
export function plattScaling(pairs: readonly CalibrationPair[]): PlattScaling | NoCalibration {
  const margins = pairs.map(({ raw }) => clippedLogit(raw));
  if (margins.every((margin) => margin === margins[0])) return { method: 'none', reason: 'not_rising' };
  const y = pairs.map((pair) => pair.y);
  const design = { columns: [y.map(() => 1), margins], y };
  const { theta, converged } = newton(design, drawnIn(y), 0);
  const [intercept, slope] = [at(theta, 0), at(theta, 1)];
  if (!converged) return { method: 'none', reason: 'not_converged' };
  return slope > 0 ? { method: 'platt', intercept, slope } : { method: 'none', reason: 'not_rising' };
}

/** The calibrated probability. */
export function scaled({ intercept, slope }: PlattScaling, raw: number): number {
  return LOGIT.probability(intercept + slope * clippedLogit(raw));
}

function clippedLogit(probability: number): number {
  const kept = Math.min(Math.max(probability, CLIP), 1 - CLIP);
  return Math.log(kept) - Math.log1p(-kept);
}

/** The logit with Platt's targets in place of 1 and 0: a mixture of what either label would say. */
function drawnIn(y: readonly (0 | 1)[]): Link {
  const positives = y.filter((label) => label === 1).length;
  const targets = { 1: (positives + 1) / (positives + 2), 0: 1 / (y.length - positives + 2) };
  return {
    probability: LOGIT.probability,
    separable: false,
    terms(label, margin) {
      const share = targets[label];
      const one = LOGIT.terms(1, margin);
      const zero = LOGIT.terms(0, margin);
      const mixed = (term: keyof typeof one): number => share * one[term] + (1 - share) * zero[term];
      return { logLikelihood: mixed('logLikelihood'), score: mixed('score'), curvature: mixed('curvature') };
    },
  };
}

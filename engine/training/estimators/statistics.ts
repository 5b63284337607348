import { power } from '../../numerics/index.ts';
import { at } from '../../presence/index.ts';
import type { FitStatistics } from './fitted-model.ts';
import type { Design, NewtonFit } from './newton.ts';

/**
 * How well a model fits its rows. Likelihoods are weighted where the rows are; Estrella's measure is of n rows that
 * count once each, so it is null there.
 */
export function fitStatistics({ y, weights }: Design, fit: NewtonFit, neweyWestLag: number): FitStatistics {
  const rows = y.length;
  const positives = y.reduce<number>((sum, label) => sum + label, 0);
  const logLikelihood = fit.point.logLikelihood;
  const nullLogLikelihood =
    weights === undefined
      ? interceptOnly(rows, positives)
      : interceptOnly(
          weights.reduce((sum, weight) => sum + weight, 0),
          weights.reduce((sum, weight, i) => sum + weight * at(y, i), 0),
        );
  return {
    rows,
    positives,
    logLikelihood,
    nullLogLikelihood,
    mcFadden: 1 - logLikelihood / nullLogLikelihood,
    estrella: weights !== undefined ? null : estrella(logLikelihood, nullLogLikelihood, rows),
    iterations: fit.iterations,
    converged: fit.converged,
    separated: fit.separated,
    neweyWestLag,
  };
}

/**
 * 1 - (lnLu/lnLc)^(-(2/n) lnLc) (Estrella, "A new measure of fit for equations with dichotomous dependent variables",
 * 1998).
 */
function estrella(logLikelihood: number, nullLogLikelihood: number, rows: number): number {
  return 1 - power(logLikelihood / nullLogLikelihood, (-2 / rows) * nullLogLikelihood);
}

/** The log likelihood of the base rate, given what all rows and the positive ones count for; both classes exist. */
function interceptOnly(all: number, positive: number): number {
  const rate = positive / all;
  return positive * Math.log(rate) + (all - positive) * Math.log1p(-rate);
}

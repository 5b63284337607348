import type { FitStatistics } from './estimator.ts';
import type { NewtonFit } from './newton.ts';

export function fitStatistics(y: readonly (0 | 1)[], fit: NewtonFit, neweyWestLag: number): FitStatistics {
  const rows = y.length;
  const positives = y.reduce<number>((sum, label) => sum + label, 0);
  const logLikelihood = fit.point.logLikelihood;
  const nullLogLikelihood = interceptOnly(rows, positives);
  return {
    rows,
    positives,
    logLikelihood,
    nullLogLikelihood,
    mcFadden: 1 - logLikelihood / nullLogLikelihood,
    estrella: estrella(logLikelihood, nullLogLikelihood, rows),
    iterations: fit.iterations,
    converged: fit.converged,
    separated: fit.separated,
    neweyWestLag,
  };
}

/** 1 - (lnLu/lnLc)^(-(2/n) lnLc) (Estrella, "A new measure of fit for equations with dichotomous dependent variables", 1998). */
function estrella(logLikelihood: number, nullLogLikelihood: number, rows: number): number {
  return 1 - (logLikelihood / nullLogLikelihood) ** ((-2 / rows) * nullLogLikelihood);
}

/** The log likelihood of the base rate; both classes must be present. */
function interceptOnly(rows: number, positives: number): number {
  const rate = positives / rows;
  return positives * Math.log(rate) + (rows - positives) * Math.log1p(-rate);
}

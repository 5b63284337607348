import { type Coefficient, isGlm, type Refit } from '../training/index.ts';
import type { ModelInUse, Stability } from './card-body.ts';

/** What each refit found, side by side. */
export function stability(refits: readonly Refit[]): Stability {
  const newest = refits.at(-1)?.model;
  return {
    names: newest === undefined ? [] : coefficientsOf(newest).map(({ name }) => name),
    refits: refits.map(({ cutoff, rows, positives, episodes, baseRate, threshold, calibration, model }) => ({
      cutoff,
      rows,
      positives,
      episodes,
      baseRate,
      threshold,
      calibration: calibration.method,
      coefficients: coefficientsOf(model).map(({ estimate }) => estimate),
    })),
  };
}

function coefficientsOf(model: Refit['model']): readonly Coefficient[] {
  return isGlm(model) ? model.coefficients : [];
}

/** The newest refit is the model that predicts now. */
export function modelInUse(refits: readonly Refit[]): ModelInUse | null {
  const refit = refits.at(-1);
  if (!refit) return null;
  const { cutoff, rows, positives, episodes, baseRate, threshold, calibration, model } = refit;
  return {
    cutoff,
    rows,
    positives,
    episodes,
    baseRate,
    threshold,
    calibration,
    coefficients: coefficientsOf(model),
    statistics: isGlm(model) ? model.statistics : null,
  };
}

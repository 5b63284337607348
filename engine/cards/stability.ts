import type { Refit } from '../training/index.ts';
import type { ModelInUse, Stability } from './card-body.ts';

/** What each refit found, side by side. */
export function stability(refits: readonly Refit[]): Stability {
  const newest = refits.at(-1)?.model;
  return {
    names: newest === undefined || newest.kind === 'climatology' ? [] : newest.coefficients.map(({ name }) => name),
    refits: refits.map(({ cutoff, rows, positives, episodes, baseRate, threshold, model }) => ({
      cutoff,
      rows,
      positives,
      episodes,
      baseRate,
      threshold,
      coefficients: model.kind === 'climatology' ? [] : model.coefficients.map(({ estimate }) => estimate),
    })),
  };
}

/** The newest refit is the model that predicts now. */
export function modelInUse(refits: readonly Refit[]): ModelInUse | null {
  const refit = refits.at(-1);
  if (!refit) return null;
  const { cutoff, rows, positives, episodes, baseRate, threshold, model } = refit;
  const fitted = model.kind === 'climatology' ? null : model;
  return {
    cutoff,
    rows,
    positives,
    episodes,
    baseRate,
    threshold,
    coefficients: fitted?.coefficients ?? [],
    statistics: fitted?.statistics ?? null,
  };
}

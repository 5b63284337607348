import { at } from '../../presence/index.ts';
import { type AlarmDate, type Coefficient, isGlm, type Refit } from '../../training/index.ts';
import type { ModelInUse, Stability } from './event-card-body.ts';

/** What each refit found, side by side. `alarms`: the history that the refits predicted. */
export function stability(refits: readonly Refit[], alarms: readonly AlarmDate[]): Stability {
  const names = namesOf(refits);
  const explained = alarms.find(({ explanation }) => explanation !== null)?.explanation?.contributions ?? [];
  const features = explained.map(({ feature }) => feature);
  return {
    features,
    names,
    refits: refits.map(({ cutoff, rows, positives, episodes, baseRate, threshold, calibration, model }) => ({
      cutoff,
      rows,
      positives,
      episodes,
      baseRate,
      threshold,
      calibration: calibration.method,
      coefficients: estimatesOf(model, names),
      sizes: meanSizes(
        features,
        alarms.filter(({ prediction }) => prediction.cutoff === cutoff),
      ),
    })),
  };
}

function meanSizes(features: readonly string[], predicted: readonly AlarmDate[]): readonly (number | null)[] {
  const rows = predicted.flatMap(({ explanation }) => (explanation === null ? [] : [explanation.contributions]));
  return features.map((_, j) => {
    if (rows.length === 0) return null;
    const sizes = rows.map((contributions) => Math.abs(at(contributions, j).contribution));
    return sizes.reduce((sum, size) => sum + size, 0) / rows.length;
  });
}

/** Of the newest refit; where refits choose their columns, of all, the newest one's first. */
function namesOf(refits: readonly Refit[]): readonly string[] {
  const chosen = refits.some(({ model }) => model.inputs !== undefined);
  const those = chosen ? refits.toReversed() : refits.slice(-1);
  return [...new Set(those.flatMap(({ model }) => coefficientsOf(model).map(({ name }) => name)))];
}

/** A column that a refit did not read has no weight in it. */
function estimatesOf(model: Refit['model'], names: readonly string[]): readonly number[] {
  const estimates = coefficientsOf(model);
  if (model.inputs === undefined) return estimates.map(({ estimate }) => estimate);
  const byName = new Map(estimates.map(({ name, estimate }) => [name, estimate]));
  return names.map((name) => byName.get(name) ?? NO_WEIGHT);
}

const NO_WEIGHT = 0;

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

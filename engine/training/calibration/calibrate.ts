import { type Problem, warning } from '../../diagnostics/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import type { FittedModel } from '../estimators/fitted-model.ts';
import { predict } from '../estimators/registry.ts';
import { type ModelSpec, predicts, type Refit } from '../types.ts';
import { interpolated, isotonicRegression } from './isotonic.ts';
import { plattScaling, scaled } from './platt.ts';
import type { Calibration, CalibrationChoice, CalibrationPair, NoCalibration } from './types.ts';

/** Known episodes that a method waits for: what has more freedom needs more. */
const NEEDED = { platt: 5, isotonic: 15 } as const;

/**
 * The calibration that a refit learns from the forward predictions of the refits before it. Pairs must be of dates
 * before its cut-off, with labels that were known there. The method, chosen by `auto` or declared, waits for its
 * episodes.
 */
export function calibrate(
  pairs: readonly CalibrationPair[],
  { calibration = 'none', estimator }: Pick<ModelSpec, 'calibration' | 'estimator'>,
  model: FittedModel,
): Calibration {
  const positives = pairs.filter(({ y }) => y === 1).length;
  const episodes = new Set(pairs.flatMap(({ run }) => run ?? [])).size;
  const evidence = { pairs: pairs.length, positives, episodes };
  const none = (reason: NoCalibration['reason']): Calibration => ({ method: 'none', reason, ...evidence });
  if (predicts(estimator) === 'alarm') return none('no_probability');
  if (calibration === 'none') return none('declared');
  if (model.kind === 'climatology') return none('base_rate');
  const method = methodFor(calibration, episodes);
  if (method === null) return none('few_episodes');
  if (positives === 0 || positives === pairs.length) return none('one_class');
  return { ...(method === 'platt' ? plattScaling(pairs) : isotonicRegression(pairs)), ...evidence };
}

function methodFor(choice: Exclude<CalibrationChoice, 'none'>, episodes: number): 'platt' | 'isotonic' | null {
  const candidates = choice === 'auto' ? (['isotonic', 'platt'] as const) : [choice];
  return candidates.find((method) => episodes >= NEEDED[method]) ?? null;
}

/** In [0, 1]; never falls where the raw probability rises. */
export function calibrated(calibration: Calibration, raw: number): number {
  switch (calibration.method) {
    case 'none':
      return raw;
    case 'platt':
      return scaled(calibration, raw);
    case 'isotonic':
      return interpolated(calibration, raw);
    default:
      return calibration satisfies never;
  }
}

/** One row's raw probability, and the one that counts; null where nothing can be predicted from what is missing. */
export interface CalibratedPrediction {
  readonly raw: number | null;
  readonly probability: number | null;
}

/** The predictions of a refit, calibrated. */
export function predictCalibrated(
  { model, calibration }: Pick<Refit, 'model' | 'calibration'>,
  rows: FeatureRows,
): readonly CalibratedPrediction[] {
  return predict(model, rows).map((raw) => ({ raw, probability: raw === null ? null : calibrated(calibration, raw) }));
}

/** A warning where a fit was tried and refused; that a method still waits is no fault. */
export function calibrationNotes(calibration: Calibration): readonly Problem[] {
  const message = calibration.method === 'none' ? REFUSED[calibration.reason] : undefined;
  if (message === undefined) return [];
  const hint = 'look at the calibration curve on the card; calibration: none keeps raw probabilities on purpose';
  return [warning('EWS5030', message, { hint })];
}

const REFUSED: Readonly<Partial<Record<NoCalibration['reason'], string>>> = {
  not_rising: 'events do not grow more frequent as the raw probability rises, so it is not calibrated',
  not_converged: 'the fit of the calibration did not converge, so raw probabilities are kept',
  one_class: 'the forward predictions have labels of one class only, so raw probabilities are kept',
};

import type { Day } from '../calendar/index.ts';
import { at, first } from '../presence/index.ts';
import { type CalibratedPrediction, predictCalibrated } from './calibration/calibrate.ts';
import type { FittedModel } from './estimators/kinds.ts';
import { explain } from './explain.ts';
import { frameRows } from './frame.ts';
import { frozen } from './frozen.ts';
import { readsFeature } from './inputs/prepared-rows.ts';
import type { FittedInputs } from './inputs/types.ts';
import { presentOrNull } from './present.ts';
import { learnsFromValues, type TrainingRange, trainingRange } from './training-range.ts';
import type { Latest, ModelSpec, PredictionRow, Refit, TrainingFrame } from './types.ts';
import type { FittedRegression } from './values/types.ts';

/** Which columns a refit read, where it chose or made them. */
export interface KeptInputs {
  readonly inputs?: FittedInputs;
}

/** One prediction of the past with the fit that made it, and why it came out so. */
export interface ExplainedDate {
  readonly prediction: PredictionRow;
  /** null when the estimator has no margin or a feature is missing. */
  readonly explanation: Latest['explanation'];
  readonly refit: Pick<Refit, 'cutoff' | 'rows' | 'firstRow' | 'lastRow' | 'calibration'> & KeptInputs;
}

/** A date with other inputs, by the fit that predicted it and against the same threshold. */
export interface WhatIf extends CalibratedPrediction {
  readonly observed: ExplainedDate;
  /** Whether it reaches the threshold: persistence over several dates is not asked. */
  readonly reached: boolean | null;
  readonly explanation: Latest['explanation'];
  readonly changes: readonly FeatureChange[];
}

export interface FeatureChange {
  readonly feature: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly trainingRange: TrainingRange | null;
  readonly outsideTraining: boolean;
  /** The fit does not read the feature: its value moves nothing. */
  readonly unread?: true;
}

/** A walk-forward with the frame that it walked over. */
export interface Walked<Prediction, Fit> {
  readonly frame: TrainingFrame;
  readonly backtest: { readonly predictions: readonly Prediction[]; readonly refits: readonly Fit[] };
}

export interface Explained extends Walked<PredictionRow, Refit> {
  readonly spec: ModelSpec;
}

/**
 * A prediction and its contributions, which add up with the base margin to the raw model's margin; undefined for a date
 * that was not predicted. In a panel `key` says whose.
 */
export function explainDate(explained: Explained, asOf: Day, key?: string): ExplainedDate | undefined {
  const found = fitOf(explained, asOf, key);
  if (found === undefined) return undefined;
  const { prediction, refit, row } = found;
  const rows = frameRows(explained.frame, explained.spec.features, row, row + 1);
  const { cutoff, rows: trained, firstRow, lastRow, calibration } = refit;
  return frozen({
    prediction,
    explanation: explain(refit.model, rows, 0),
    refit: { cutoff, rows: trained, firstRow, lastRow, calibration, ...keptInputs(refit.model) },
  });
}

/**
 * What the fit of a date says of that date with some inputs changed; undefined for a date without a prediction. With
 * the observed values it is the observed prediction, calibrated as it was, to the bit. Throws for a feature that the
 * model does not have.
 */
export function whatIf(
  explained: Explained,
  asOf: Day,
  changes: ReadonlyMap<string, number | null>,
  key?: string,
): WhatIf | undefined {
  const found = fitOf(explained, asOf, key);
  const observed = explainDate(explained, asOf, key);
  if (found === undefined || observed === undefined) return undefined;
  const { spec, frame } = explained;
  const { refit, row, prediction } = found;
  const changed = withChanges(frameRows(frame, spec.features, row, row + 1), changes);
  const { raw, probability } = first(predictCalibrated(refit, changed));
  return frozen({
    observed,
    raw,
    probability,
    reached: probability === null ? null : probability >= prediction.threshold,
    explanation: explain(refit.model, changed, 0),
    changes: changesOf({ frame, row, model: refit.model }, changes),
  });
}

/** To be spread into what is said of a refit. */
export function keptInputs({ inputs }: KeptInputs): KeptInputs {
  return inputs === undefined ? {} : { inputs };
}

/** The prediction of a date, the fit that made it, and the frame's row; undefined for a date that was not predicted. */
export function fitOf<
  Prediction extends { readonly asOf: Day; readonly key?: string; readonly cutoff: Day },
  Fit extends { readonly cutoff: Day },
>(
  { frame, backtest }: Walked<Prediction, Fit>,
  asOf: Day,
  key?: string,
): { readonly prediction: Prediction; readonly refit: Fit; readonly row: number } | undefined {
  const prediction = backtest.predictions.find((row) => row.asOf === asOf && row.key === key);
  const refit = backtest.refits.find(({ cutoff }) => cutoff === prediction?.cutoff);
  const row = frame.asOf.findIndex((date, i) => date === asOf && frame.keys?.[i] === key);
  return prediction === undefined || refit === undefined || row < 0 ? undefined : { prediction, refit, row };
}

/** Rows with some values in place of the observed ones. Throws for a feature that they do not have. */
export function withChanges(
  rows: ReturnType<typeof frameRows>,
  changes: ReadonlyMap<string, number | null>,
): typeof rows {
  const unknown = [...changes.keys()].find((feature) => !rows.features.includes(feature));
  if (unknown !== undefined) throw new Error(`the model has no feature ${unknown}`);
  const values = rows.features.map((feature, j) => {
    const to = changes.get(feature);
    return to === undefined ? at(rows.values, j) : [presentOrNull(to)];
  });
  return { ...rows, values };
}

/** A row of a frame, with the model that predicts it. */
export interface PredictedRow {
  readonly frame: TrainingFrame;
  readonly row: number;
  readonly model: FittedModel | FittedRegression;
}

/** Changes of inputs, each beside the range of the rows that the fit learned from. */
export function changesOf(
  { frame, row, model }: PredictedRow,
  changes: ReadonlyMap<string, number | null>,
): readonly FeatureChange[] {
  return [...changes].map(([feature, wanted]) => {
    const to = presentOrNull(wanted);
    const range = trainingRange(model, feature);
    const outside = to !== null && (range === null || to < range.low || to > range.high);
    const isRead = readsFeature(model, feature);
    return {
      feature,
      from: valueAt(frame, row, feature),
      to,
      trainingRange: range,
      outsideTraining: outside && isRead && learnsFromValues(model),
      ...(isRead ? {} : { unread: true }),
    };
  });
}

/** The value of a feature in a row of the frame; null where it is missing. */
function valueAt(frame: TrainingFrame, row: number, feature: string): number | null {
  return presentOrNull(frame.values[frame.features.indexOf(feature)]?.[row]);
}

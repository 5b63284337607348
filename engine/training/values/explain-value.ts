import type { Day } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { rowAt } from '../estimators/rows.ts';
import { contributionOf } from '../explain.ts';
import { frameRows } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { declaredFeatures, explainedColumns } from '../inputs/explained-columns.ts';
import { rowsFor } from '../inputs/prepared-rows.ts';
import {
  changesOf,
  type FeatureChange,
  fitOf,
  type KeptInputs,
  keptInputs,
  type Walked,
  withChanges,
} from '../what-if.ts';
import { attributeValue, predictValues } from './regression.ts';
import type { FittedRegression, ValueLatest, ValuePrediction, ValueRefit } from './types.ts';

/** One predicted value of the past with the fit that made it, and why it came out so. */
export interface ExplainedValue {
  readonly prediction: ValuePrediction;
  /** null when a feature is missing. */
  readonly explanation: ValueLatest['explanation'];
  readonly refit: Pick<ValueRefit, 'cutoff' | 'rows' | 'firstRow' | 'lastRow'> & KeptInputs;
}

/** A date with other inputs than the observed ones, by the fit that predicted it. */
export interface ValueWhatIf {
  readonly observed: ExplainedValue;
  /** In the unit of the label; null where a feature is missing. */
  readonly prediction: number | null;
  readonly explanation: ValueLatest['explanation'];
  readonly changes: readonly FeatureChange[];
}

/**
 * Why row i was predicted so. All three regressions are sums of one function a feature, so the split is exact: a
 * feature adds its coefficient times its deviation from the training mean, and a curve what it is at the value less
 * what it is at the training mean. The base is the prediction where every feature stands at that mean; with it the
 * parts add up to the prediction.
 */
export function explainValue(model: FittedRegression, rows: FeatureRows, i: number): ValueLatest['explanation'] {
  const row = rowAt(rowsFor(model, rows), i);
  if (row === null) return null;
  const added = attributeValue(model, row);
  if (!Number.isFinite(added.reduce((sum, part) => sum + part, model.base))) return null;
  const parts = added.map((contribution, j) => {
    const { low, high } = at(model.preparation, j);
    return { contribution, low, high };
  });
  const contributions = explainedColumns(model, rows).map((column) => contributionOf(column, i, parts));
  return { base: model.base, contributions };
}

/** A predicted value and its contributions; undefined for a date without a prediction. */
export function explainValueDate(walked: Walked<ValuePrediction, ValueRefit>, asOf: Day): ExplainedValue | undefined {
  const found = fitOf(walked, asOf);
  if (found === undefined) return undefined;
  const { prediction, refit, row } = found;
  const { cutoff, rows, firstRow, lastRow } = refit;
  const explanation = explainValue(
    refit.model,
    frameRows(walked.frame, declaredFeatures(refit.model), row, row + 1),
    0,
  );
  return frozen({ prediction, explanation, refit: { cutoff, rows, firstRow, lastRow, ...keptInputs(refit.model) } });
}

/**
 * What the fit of a date says of that date with some inputs changed; undefined for a date without a prediction. With
 * the observed values it is the observed prediction, to the bit. Throws for a feature that the model does not have.
 */
export function valueWhatIf(
  walked: Walked<ValuePrediction, ValueRefit>,
  asOf: Day,
  changes: ReadonlyMap<string, number | null>,
): ValueWhatIf | undefined {
  const found = fitOf(walked, asOf);
  const observed = explainValueDate(walked, asOf);
  if (found === undefined || observed === undefined) return undefined;
  const { refit, row } = found;
  const changed = withChanges(frameRows(walked.frame, declaredFeatures(refit.model), row, row + 1), changes);
  const [prediction = null] = predictValues(refit.model, changed);
  return frozen({
    observed,
    prediction,
    explanation: explainValue(refit.model, changed, 0),
    changes: changesOf({ frame: walked.frame, row, model: refit.model }, changes),
  });
}

import { type Day, monthIndex } from '../../calendar/index.ts';
import { type Episode, episodeBlockOf } from '../episodes.ts';
import { mean } from '../mean.ts';
import { leaveOuts } from '../measures/leave-outs.ts';
import { measuredFigures } from '../measures/measured.ts';
import type { ValueMeasures, ValuePrediction, ValueSensitivity, ValueSpec } from './types.ts';

/** The rows that errors are measured on, column by column. */
export interface Scored {
  readonly asOf: readonly Day[];
  readonly errors: readonly number[];
  readonly baselineErrors: readonly number[];
  readonly y: readonly number[];
  readonly blocks: readonly number[];
}

const HEADLINE = ['rmse', 'mae', 'r2', 'skill'] as const;
type ValueHeadlineMeasures = Record<(typeof HEADLINE)[number], number | null>;

/** Errors out of sample, with intervals by episode of the label's event; without an event there are none. */
export function measureValues(
  predictions: readonly ValuePrediction[],
  episodes: readonly Episode[],
  spec: ValueSpec,
): ValueMeasures | null {
  const rows = scoredValues(predictions, episodes, spec);
  if (rows.y.length === 0) return null;
  const measured = measuredFigures(HEADLINE, { ...spec, blocks: rows.blocks }, (weights) =>
    headlineOfValues(rows, weights),
  );
  const noPrediction = predictions.filter(({ prediction }) => prediction === null).length;
  const noLabel = predictions.filter(({ prediction, y }) => prediction !== null && y === null).length;
  return {
    scored: rows.y.length,
    unscored: { noPrediction, noLabel, excluded: predictions.length - rows.y.length - noPrediction - noLabel },
    rmse: measured.rmse,
    mae: measured.mae,
    bias: mean(rows.errors),
    baselineRmse: Math.sqrt(mean(rows.baselineErrors.map((error) => error ** 2))),
    baselineMae: mean(rows.baselineErrors.map(Math.abs)),
    r2: measured.r2,
    skill: measured.skill,
  };
}

/** Scores without the rows that touch 2020, then without each episode block. */
export function valueSensitivity(
  predictions: readonly ValuePrediction[],
  episodes: readonly Episode[],
  spec: ValueSpec,
): readonly ValueSensitivity[] {
  const rows = scoredValues(predictions, episodes, spec);
  return leaveOuts(rows, episodes, spec.window).map(({ name, leavesOut }) => {
    const weights = rows.y.map((_, i) => (leavesOut(i) ? 0 : 1));
    const { rmse, skill } = headlineOfValues(rows, weights);
    return { without: name, scored: weights.reduce<number>((sum, weight) => sum + weight, 0), rmse, skill };
  });
}

/** A prediction that errors are measured on. */
type ScoredValue = ValuePrediction & { readonly prediction: number; readonly y: number };

/** Whether errors count a prediction: there is one, its final outcome is known, and it is not excluded. */
export function isScored(row: ValuePrediction): row is ScoredValue {
  return row.prediction !== null && row.y !== null && !row.excluded;
}

/** The predictions that errors count. */
export function scoredValues(
  predictions: readonly ValuePrediction[],
  episodes: readonly Episode[],
  { window }: Pick<ValueSpec, 'window'>,
): Scored {
  const rows = predictions.filter(isScored);
  return {
    asOf: rows.map(({ asOf }) => asOf),
    errors: rows.map(({ prediction, y }) => prediction - y),
    baselineErrors: rows.map(({ baseline, y }) => baseline - y),
    y: rows.map(({ y }) => y),
    blocks: rows.map(({ asOf }) => episodeBlockOf(monthIndex(asOf) + window.fromMonth, episodes)),
  };
}

/** The measures that get an interval; with weights, as if a row were there so often. */
export function headlineOfValues(
  { errors, baselineErrors, y }: Scored,
  weights?: ArrayLike<number>,
): ValueHeadlineMeasures {
  const squares = weightedMean(errors, square, weights);
  const centre = weightedMean(y, (value) => value, weights);
  if (squares === null || centre === null) return { rmse: null, mae: null, r2: null, skill: null };
  const variance = weightedMean(y, (value) => (value - centre) ** 2, weights);
  const baseline = weightedMean(baselineErrors, square, weights);
  return {
    rmse: Math.sqrt(squares),
    mae: weightedMean(errors, Math.abs, weights),
    r2: gainOver(squares, variance),
    skill: gainOver(squares, baseline),
  };
}

/** null against nothing, or next to nothing: the ratio would be no number. */
function gainOver(squares: number, against: number | null): number | null {
  if (against === null || against === 0) return null;
  const gain = 1 - squares / against;
  return Number.isFinite(gain) ? gain : null;
}

function square(value: number): number {
  return value ** 2;
}

/** The mean of what `of` makes of each value; null where no row counts. */
function weightedMean(
  values: readonly number[],
  of: (value: number) => number,
  weights?: ArrayLike<number>,
): number | null {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    sum += weight * of(values[i] as number);
    total += weight;
  }
  return total > 0 ? sum / total : null;
}

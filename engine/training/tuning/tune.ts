import { at, first, last } from '../../presence/index.ts';
import type { LabelledRows } from '../estimators/feature-rows.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { dateNumbers, endOfDate, frameRows, horizonDates } from '../frame.ts';
import { keptWith, treatedRows } from '../inputs/treated-rows.ts';
import type { TrainingLabels } from '../labels.ts';
import { brier, logScore } from '../measures/probability-scores.ts';
import type { CandidateScore, TuningFold, TuningTrace } from '../results.ts';
import type { EstimatorParameters, ModelSpec, TrainingFrame, Tuning } from '../types.ts';
import { type Fold, forwardFolds } from './forward-folds.ts';
import { randomFolds } from './random-folds.ts';

/** The outcome of a search at one cut-off. */
export interface Tuned {
  /** The estimator to fit with: the best candidate, or the declared one where no candidate could be scored. */
  readonly parameters: EstimatorParameters;
  readonly trace: TuningTrace;
}

/**
 * Searches the candidates at a cut-off, on nothing but what a refit there may learn from: every candidate is fitted in
 * each forward fold and scored on the stretch that follows. The lowest mean score over all validated rows wins, the
 * earlier candidate where two are equal. Deterministic for the model's seed.
 */
export function tuneAt(
  frame: TrainingFrame,
  position: number,
  labels: TrainingLabels,
  spec: ModelSpec & { readonly tuning: Tuning },
): Tuned {
  const { tuning } = spec;
  const to = endOfDate(frame, position);
  const rows = { ...frameRows(frame, spec.features, 0, to), y: labels.y.slice(0, to) };
  const usable = rows.y.flatMap((label, i) => (label === null ? [] : [i]));
  const horizon = horizonDates(frame, spec.window.toMonth);
  const numbers = dateNumbers(frame);
  const folds =
    tuning.split === 'random'
      ? randomFolds(usable, tuning.folds, spec.seed, frame.keys)
      : forwardFolds(usable, tuning.folds, horizon, (row) => at(numbers, row));
  const candidates = tuning.candidates.map(({ parameters, set }): CandidateScore => {
    const estimator = { ...spec, estimator: parameters };
    const scores = folds.map((fold) => foldScore(rows, fold, estimator, horizon));
    return { set, scores: scores.map((score) => score?.mean ?? null), mean: meanScore(scores) };
  });
  const best = bestOf(candidates);
  return {
    parameters: best === null ? spec.estimator : at(tuning.candidates, best).parameters,
    trace: {
      cutoff: at(frame.asOf, position),
      folds: folds.map((fold) => described(frame, fold)),
      candidates,
      chosen: best,
    },
  };
}

interface FoldScore {
  /** The mean score of the rows. */
  readonly mean: number;
  readonly rows: number;
}

/** null where nothing could be fitted, or nothing predicted. */
function foldScore(
  rows: LabelledRows,
  { train, validate }: Fold,
  { estimator: parameters, seed, tuning, ...rules }: ModelSpec,
  neweyWestLag: number,
): FoldScore | null {
  const estimator = ESTIMATORS[parameters.kind];
  const treated = treatedRows(picked(rows, train), rules, estimator.reads);
  if (treated.unreadable !== null) return null;
  const fitted = estimator.fit(treated.rows, { parameters, seed, neweyWestLag, standardErrors: false }).model;
  if (fitted === null) return null;
  const model = keptWith(fitted, treated);
  const validated = picked(rows, validate);
  const scored = predict(model, validated).flatMap((probability, i) => {
    const label = at(validated.y, i);
    return probability === null || label === null ? [] : [{ probability, label }];
  });
  if (scored.length === 0) return null;
  const probabilities = scored.map(({ probability }) => probability);
  const outcomes = scored.map(({ label }) => label);
  const mean = tuning?.score === 'log_score' ? logScore(probabilities, outcomes) : brier(probabilities, outcomes);
  return mean === null ? null : { mean, rows: scored.length };
}

function picked({ features, values, y }: LabelledRows, positions: readonly number[]): LabelledRows {
  return {
    features,
    values: values.map((column) => positions.map((i) => at(column, i))),
    rows: positions.length,
    y: positions.map((i) => at(y, i)),
  };
}

/** The mean over all validated rows; null where a fold could not be scored, as candidates are compared on the same. */
function meanScore(scores: readonly (FoldScore | null)[]): number | null {
  let [sum, rows] = [0, 0];
  for (const score of scores) {
    if (score === null) return null;
    sum += score.mean * score.rows;
    rows += score.rows;
  }
  return rows === 0 ? null : sum / rows;
}

function bestOf(candidates: readonly CandidateScore[]): number | null {
  let best: { readonly position: number; readonly mean: number } | null = null;
  for (const [position, { mean }] of candidates.entries()) {
    if (mean !== null && (best === null || mean < best.mean)) best = { position, mean };
  }
  return best === null ? null : best.position;
}

function described({ asOf }: TrainingFrame, { train, validate }: Fold): TuningFold {
  const dates = (rows: readonly number[]) => ({ from: at(asOf, first(rows)), to: at(asOf, last(rows)) });
  return { train: dates(train), validate: dates(validate), rows: validate.length };
}

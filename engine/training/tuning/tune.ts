import type { FeatureRows, LabelledRows } from '../estimators/feature-rows.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { dateNumbers, endOfDate, frameRows, horizonDates } from '../frame.ts';
import type { TrainingLabels } from '../labels.ts';
import { brier, logScore } from '../measures/probability-scores.ts';
import type { CandidateScore, TuningFold, TuningTrace } from '../results.ts';
import type { EstimatorParameters, ModelSpec, TrainingFrame, Tuning } from '../types.ts';
import { type Fold, forwardFolds } from './forward-folds.ts';
import { randomFolds } from './random-folds.ts';

/** What a search at one cut-off came to. */
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
  const rows = frameRows(frame, spec.features, 0, to);
  const y = labels.y.slice(0, to);
  const usable = y.flatMap((label, i) => (label === null ? [] : [i]));
  const horizon = horizonDates(frame, spec.window.toMonth);
  const numbers = dateNumbers(frame);
  const folds =
    tuning.split === 'random'
      ? randomFolds(usable, tuning.folds, spec.seed, frame.keys)
      : forwardFolds(usable, tuning.folds, horizon, (row) => numbers[row] ?? 0);
  const candidates = tuning.candidates.map(({ parameters, set }): CandidateScore => {
    const estimator = { ...spec, estimator: parameters };
    const scores = folds.map((fold) => foldScore(rows, y, fold, estimator, horizon));
    return { set, scores: scores.map((each) => each?.score ?? null), mean: meanScore(scores) };
  });
  const best = bestOf(candidates);
  return {
    parameters: (best === null ? undefined : tuning.candidates[best]?.parameters) ?? spec.estimator,
    trace: {
      cutoff: frame.asOf[position] ?? '',
      folds: folds.map((fold) => described(frame, fold)),
      candidates,
      chosen: best,
    },
  };
}

interface FoldScore {
  readonly score: number;
  readonly rows: number;
}

/** null where nothing could be fitted, or nothing predicted. */
function foldScore(
  rows: FeatureRows,
  y: readonly (0 | 1 | null)[],
  { train, validate }: Fold,
  { estimator: parameters, seed, tuning }: ModelSpec,
  neweyWestLag: number,
): FoldScore | null {
  const training: LabelledRows = { ...picked(rows, train), y: train.map((i) => y[i] ?? null) };
  const { model } = ESTIMATORS[parameters.kind].fit(training, {
    parameters,
    seed,
    neweyWestLag,
    standardErrors: false,
  });
  if (model === null) return null;
  const scored = predict(model, picked(rows, validate)).flatMap((probability, at) => {
    const label = y[validate[at] ?? -1] ?? null;
    return probability === null || label === null ? [] : [{ probability, label }];
  });
  if (scored.length === 0) return null;
  const probabilities = scored.map(({ probability }) => probability);
  const outcomes = scored.map(({ label }) => label);
  const score = tuning?.score === 'log_score' ? logScore(probabilities, outcomes) : brier(probabilities, outcomes);
  return score === null ? null : { score, rows: scored.length };
}

function picked({ features, values }: FeatureRows, positions: readonly number[]): FeatureRows {
  return { features, values: values.map((column) => positions.map((i) => column[i] ?? null)), rows: positions.length };
}

/** Over all validated rows; null where a fold could not be scored, so that all candidates are measured on the same. */
function meanScore(scores: readonly (FoldScore | null)[]): number | null {
  let [sum, rows] = [0, 0];
  for (const each of scores) {
    if (each === null) return null;
    sum += each.score * each.rows;
    rows += each.rows;
  }
  return rows === 0 ? null : sum / rows;
}

function bestOf(candidates: readonly CandidateScore[]): number | null {
  let best: number | null = null;
  for (const [i, { mean }] of candidates.entries()) {
    if (mean !== null && (best === null || mean < (candidates[best]?.mean ?? Number.POSITIVE_INFINITY))) best = i;
  }
  return best;
}

function described({ asOf }: TrainingFrame, { train, validate }: Fold): TuningFold {
  const dates = (rows: readonly number[]) => ({ from: asOf[rows[0] ?? -1] ?? '', to: asOf[rows.at(-1) ?? -1] ?? '' });
  return { train: dates(train), validate: dates(validate), rows: validate.length };
}

import { type Problem, problem } from '../../diagnostics/index.ts';
import { episodesOf } from '../episodes.ts';
import { rowAt } from '../estimators/rows.ts';
import { frameRows } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { declaredFeatures } from '../inputs/explained-columns.ts';
import { keptWith, treatedRows } from '../inputs/treated-rows.ts';
import { notExcluded, valuesAsKnown } from '../labels.ts';
import { mean } from '../mean.ts';
import { distinctNotes } from '../refit-notes.ts';
import type { TrainingFrame } from '../types.ts';
import { knownLabels, learntSpan } from '../walk/learnt-rows.ts';
import type { KnownAtCutoff, RefitAttempt, WalkTask } from '../walk/task.ts';
import { walk } from '../walk/walk.ts';
import { explainValue } from './explain-value.ts';
import { fitRegression, predictValues } from './regression.ts';
import type {
  ScoredValueWalk,
  ValueBacktest,
  ValueBacktestInput,
  ValueLatest,
  ValuePrediction,
  ValueRefit,
} from './types.ts';
import { measureValues, valueSensitivity } from './value-measures.ts';

/**
 * The walk-forward of a model of a value, beside the mean of the labels known at each cut-off, with all that is told of
 * it. A cut-off without enough known labels is listed and skipped. Scores are against final labels.
 */
export function valueBacktest(input: ValueBacktestInput): ValueBacktest {
  const { frame, spec, labelKnowledge } = input;
  const { refits, passed, predictions, problems } = walk(input, valueTask(input));
  const episodes = episodesOf(input.events);
  return frozen({
    labelKnowledge,
    refits,
    skipped: passed.map(({ cutoff, found, reason }) => ({ cutoff, rows: found, reason })),
    predictions,
    measures: measureValues(predictions, episodes, spec),
    sensitivity: valueSensitivity(predictions, episodes, spec),
    latest: latestOf(frame, refits, predictions),
    problems: [...problems, ...distinctNotes(refits)],
  });
}

/** The predictions of a walk and their scores, which are null where nothing was scored. */
export function scoredValueWalk(input: ValueBacktestInput): ScoredValueWalk {
  const { predictions } = walk(input, valueTask(input));
  return frozen({ predictions, measures: measureValues(predictions, episodesOf(input.events), input.spec) });
}

/** What a refit of a value says of a row. */
type Said = Pick<ValuePrediction, 'prediction'>;

function valueTask(input: ValueBacktestInput): WalkTask<number, ValueRefit, Said> {
  const { frame, spec } = input;
  return {
    faults: panelProblems(frame),
    labelsAsKnown: valuesAsKnown,
    minimum: { count: spec.protocol.minimumRows, of: 'known labels', setting: 'minimum_rows' },
    refit: (known) => refitAt(input, known),
    predict: ({ model }, from, to) =>
      predictValues(model, frameRows(frame, spec.features, from, to)).map((prediction) => ({ prediction })),
  };
}

function panelProblems({ keys }: TrainingFrame): readonly Problem[] {
  if (keys === undefined) return [];
  const message = 'the frame has keys, and models of a value take one row per decision date';
  const hint = 'predict a label without keys, or one of kind: binary';
  return [problem('EWS5004', message, { hint })];
}

/** Fits the regression and its baseline at one cut-off, if enough labels were known. */
function refitAt(
  { frame, spec }: ValueBacktestInput,
  { position, cutoff, mature, excluded }: KnownAtCutoff<number>,
): RefitAttempt<ValueRefit> {
  const to = position + 1;
  const y = notExcluded(mature, excluded).slice(0, to);
  const treated = treatedRows({ ...frameRows(frame, spec.features, 0, to), y }, spec, 'complete_rows');
  const { rows, unreadable } = treated;
  if (unreadable !== null) return { kind: 'unreadable', found: 0, reason: unreadable };
  const learnt = y.map((label, i) => label !== null && rowAt(rows, i) !== null);
  const trained = knownLabels(y.filter((_, i) => learnt[i]));
  const found = trained.length;
  if (found < spec.protocol.minimumRows) return { kind: 'too_few', found };

  const { model: fitted, problems } = fitRegression(rows, spec.estimator);
  if (fitted === null) return { kind: 'unfitted', found, problems };
  const model = keptWith(fitted, treated);
  const notes = [...treated.notes, ...problems];
  return {
    kind: 'fitted',
    baseline: mean(knownLabels(y)),
    fit: { cutoff, rows: found, mean: mean(trained), ...learntSpan(frame.asOf, learnt), model, notes },
  };
}

/** The last decision date, and what each feature adds to its prediction. */
function latestOf(
  frame: TrainingFrame,
  refits: readonly ValueRefit[],
  predictions: readonly ValuePrediction[],
): ValueLatest | null {
  const prediction = predictions.at(-1);
  const model = refits.at(-1)?.model;
  if (prediction === undefined || model === undefined) return null;
  return {
    prediction,
    explanation: explainValue(model, frameRows(frame, declaredFeatures(model)), frame.asOf.length - 1),
  };
}

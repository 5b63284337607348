import { type Day, monthEnd, monthIndex } from '../../calendar/index.ts';
import { type Problem, problem } from '../../diagnostics/index.ts';
import { cutoffPositions } from '../cutoffs.ts';
import { type Episode, episodesOf } from '../episodes.ts';
import { rowAt } from '../estimators/rows.ts';
import { excludedAsKnown, finallyExcluded } from '../exclusion.ts';
import { frameProblems, frameRows } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { labelDay, valuesAsKnown } from '../labels.ts';
import { distinctNotes } from '../refit-notes.ts';
import type { TrainingFrame } from '../types.ts';
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

interface FittedAt {
  readonly position: number;
  readonly refit: ValueRefit;
  readonly baseline: number;
}

/**
 * Walk-forward of a continuous label: at each cut-off T trains on decision dates t <= T whose label was known and
 * predicts from T until the next refit, beside the mean of the labels known at T. Scores are against final labels.
 */
export function valueBacktest(input: ValueBacktestInput): ValueBacktest {
  const walked = walk(input);
  if (walked.kind === 'nothing') return frozen(walked.result);
  const { frame, spec, labelKnowledge } = input;
  const { fitted, skipped, predictions, episodes, problems } = walked;
  const refits = fitted.map(({ refit }) => refit);
  return frozen({
    labelKnowledge,
    refits,
    skipped,
    predictions,
    measures: measureValues(predictions, episodes, spec),
    sensitivity: valueSensitivity(predictions, episodes, spec),
    latest: latestOf(frame, fitted, predictions),
    problems: [...problems, ...distinctNotes(refits)],
  });
}

/** The predictions of the same walk and their scores, which are null where nothing was predicted. */
export function scoredValueWalk(input: ValueBacktestInput): ScoredValueWalk {
  const walked = walk(input);
  if (walked.kind === 'nothing') return frozen({ predictions: [], measures: null });
  const { predictions, episodes } = walked;
  return frozen({ predictions, measures: measureValues(predictions, episodes, input.spec) });
}

interface Walked {
  readonly kind: 'walked';
  readonly fitted: readonly FittedAt[];
  readonly skipped: ValueBacktest['skipped'];
  readonly predictions: readonly ValuePrediction[];
  readonly episodes: readonly Episode[];
  readonly problems: readonly Problem[];
}

function walk(input: ValueBacktestInput): Walked | { readonly kind: 'nothing'; readonly result: ValueBacktest } {
  const { frame, spec } = input;
  const faults = [...frameProblems(frame, spec.features), ...panelProblems(frame)];
  const lastDate = frame.asOf.at(-1);
  if (faults.length > 0 || lastDate === undefined) {
    const none = problem('EWS5004', 'the frame has no decision dates');
    return { kind: 'nothing', result: nothing(input, [], faults.length > 0 ? faults : [none]) };
  }
  const { fitted, skipped, problems } = refits(input, lastDate);
  if (fitted.length === 0) {
    return { kind: 'nothing', result: nothing(input, skipped, [...problems, tooFewRows(input, skipped)]) };
  }
  const predictions = predictionsOf(input, fitted, lastDate);
  return { kind: 'walked', fitted, skipped, predictions, episodes: episodesOf(input.events), problems };
}

function panelProblems({ keys }: TrainingFrame): readonly Problem[] {
  if (keys === undefined) return [];
  const message = 'the frame has keys, and models of a value take one row per decision date';
  const hint = 'predict a label without keys, or one of kind: binary';
  return [problem('EWS5004', message, { hint })];
}

function refits(input: ValueBacktestInput, lastDate: Day) {
  const { frame, spec } = input;
  const fitted: FittedAt[] = [];
  const skipped: ValueBacktest['skipped'][number][] = [];
  const problems: Problem[] = [];
  for (const position of cutoffPositions(frame.asOf, spec.protocol)) {
    const cutoff = frame.asOf[position] ?? '';
    const y = trainingValues(input, cutoff, lastDate).slice(0, position + 1);
    const rows = frameRows(frame, spec.features, 0, position + 1);
    const used = y.map((label, i) => label !== null && rowAt(rows, i) !== null);
    const count = used.filter(Boolean).length;
    if (count < spec.protocol.minimumRows) {
      skipped.push({ cutoff, rows: count, reason: `${count} known labels of ${spec.protocol.minimumRows} required` });
      continue;
    }
    const { model, problems: notes } = fitRegression({ ...rows, y }, spec.estimator);
    if (model === null) {
      skipped.push({ cutoff, rows: count, reason: 'no usable rows' });
      problems.push(...notes);
      continue;
    }
    const refit: ValueRefit = {
      cutoff,
      rows: count,
      mean: mean(y.filter((_, i) => used[i])),
      firstRow: frame.asOf[used.indexOf(true)] ?? '',
      lastRow: frame.asOf[used.lastIndexOf(true)] ?? '',
      model,
      notes,
    };
    fitted.push({ position, refit, baseline: mean(y) });
  }
  return { fitted, skipped, problems };
}

/** Labels that a refit may learn from: known by the cut-off, mature, not excluded; null elsewhere. */
function trainingValues(input: ValueBacktestInput, cutoff: Day, lastDate: Day): readonly (number | null)[] {
  const { frame, spec } = input;
  const knowledge = input.labelKnowledge === 'final' ? lastDate : cutoff;
  const excluded = excludedAsKnown(input, knowledge);
  const labelled = labelDay(input, cutoff, lastDate);
  return valuesAsKnown(input.labels, frame.asOf, labelled).map((label, i) => {
    const date = frame.asOf[i] ?? '';
    if (date > cutoff || excluded[i]) return null;
    const windowEnd = monthEnd(monthIndex(date) + spec.window.toMonth);
    return spec.protocol.maturity === 'whole_window' && windowEnd > labelled ? null : label;
  });
}

function predictionsOf(
  input: ValueBacktestInput,
  fitted: readonly FittedAt[],
  lastDate: Day,
): readonly ValuePrediction[] {
  const { frame, spec } = input;
  const final = valuesAsKnown(input.labels, frame.asOf, lastDate);
  const excluded = finallyExcluded(input);
  return fitted.flatMap(({ position, refit, baseline }, k) => {
    const until = fitted[k + 1]?.position ?? frame.asOf.length;
    return predictValues(refit.model, frameRows(frame, spec.features, position, until)).map((prediction, offset) => ({
      asOf: frame.asOf[position + offset] ?? '',
      cutoff: refit.cutoff,
      prediction,
      baseline,
      y: final[position + offset] ?? null,
      excluded: excluded[position + offset] ?? false,
    }));
  });
}

function latestOf(
  frame: TrainingFrame,
  fitted: readonly FittedAt[],
  predictions: readonly ValuePrediction[],
): ValueLatest | null {
  const prediction = predictions.at(-1);
  const model = fitted.at(-1)?.refit.model;
  if (prediction === undefined || model === undefined) return null;
  return { prediction, explanation: explainValue(model, frameRows(frame, model.features), frame.asOf.length - 1) };
}

function tooFewRows({ spec, frame }: ValueBacktestInput, skipped: ValueBacktest['skipped']): Problem {
  const most = skipped.reduce((best, { rows }) => Math.max(best, rows), 0);
  const message =
    skipped.length === 0
      ? `no decision date from the first cut-off ${spec.protocol.firstCutoff} on: the last is ${frame.asOf.at(-1)}`
      : `none of ${skipped.length} cut-offs could be trained: at most ${most} known labels, ${spec.protocol.minimumRows} required`;
  return problem('EWS5001', message, { hint: 'lower minimum_rows, or start the data earlier' });
}

function nothing(
  { labelKnowledge }: ValueBacktestInput,
  skipped: ValueBacktest['skipped'],
  problems: readonly Problem[],
): ValueBacktest {
  return {
    labelKnowledge,
    skipped,
    problems,
    refits: [],
    predictions: [],
    measures: null,
    sensitivity: [],
    latest: null,
  };
}

function mean(values: readonly (number | null)[]): number {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

import type { Day } from '../../calendar/index.ts';
import { type Problem, problem, warning } from '../../diagnostics/index.ts';
import { calibrate, calibrated, calibrationNotes } from '../calibration/calibrate.ts';
import { ForwardRecord } from '../calibration/forward-record.ts';
import type { CalibrationPair } from '../calibration/types.ts';
import { cutoffPositions } from '../cutoffs.ts';
import { type Episode, episodesOf } from '../episodes.ts';
import { excludedAsKnown, excludesAny, finallyExcluded } from '../exclusion.ts';
import { explain } from '../explain.ts';
import { frameProblems, frameRows, keyAt } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { labelDay, labelsAsKnown, trainingLabels } from '../labels.ts';
import { measure } from '../measures/measures.ts';
import { sensitivity } from '../measures/sensitivity.ts';
import { usefulnessCurve } from '../measures/usefulness-curve.ts';
import { distinctNotes } from '../refit-notes.ts';
import type { BacktestResult, ScoredWalk, TuningTrace } from '../results.ts';
import { Tuner } from '../tuning/tuner.ts';
import type { BacktestInput, Latest, ModelSpec, PredictionRow, Refit, SkippedCutoff } from '../types.ts';
import { alarms } from './alarms.ts';
import { episodeTable } from './episode-table.ts';
import { refitAt, type UncalibratedRefit } from './refit.ts';

interface FittedAt {
  readonly position: number;
  readonly refit: Refit;
  readonly baseline: number;
}

/**
 * Walk-forward: at each cut-off T trains on decision dates t <= T whose label was known, then predicts from T until the
 * next refit, calibrated on what the refits before it predicted. A cut-off without enough known episodes is listed and
 * skipped. Scores are against final labels.
 */
export function backtest(input: BacktestInput): BacktestResult {
  const walked = walk(input, 'all');
  if (walked.kind === 'nothing') return frozen(walked.result);
  const { spec, labelKnowledge } = input;
  const { fitted, skipped, tuning, predictions, episodes, problems } = walked;
  const refits = fitted.map(({ refit }) => refit);
  return frozen({
    labelKnowledge,
    refits,
    skipped,
    tuning,
    predictions,
    measures: measure(predictions, episodes, spec),
    episodes: episodeTable(predictions, episodes, spec.leadWindow),
    sensitivity: sensitivity(predictions, episodes, spec),
    usefulness: usefulnessCurve(predictions, refits, spec),
    ...latestOf(input, fitted, predictions),
    problems: [...problems, ...distinctNotes(refits), ...exclusionWarning(input)],
  });
}

/** The predictions of the same walk, and nothing else of it. */
export function walkForward(input: BacktestInput): readonly PredictionRow[] {
  const walked = walk(input, 'predictions');
  return walked.kind === 'nothing' ? [] : frozen(walked.predictions);
}

/** The predictions of the same walk and their scores, which are null where nothing was predicted. */
export function scoredWalk(input: BacktestInput): ScoredWalk {
  const walked = walk(input, 'predictions');
  if (walked.kind === 'nothing') return frozen({ predictions: [], measures: null });
  const { predictions, episodes } = walked;
  return frozen({ predictions, measures: measure(predictions, episodes, input.spec) });
}

/** Of a walk whose predictions alone are read, no coefficient has a standard error. */
type Wanted = 'all' | 'predictions';

interface Walked {
  readonly kind: 'walked';
  readonly fitted: readonly FittedAt[];
  readonly skipped: readonly SkippedCutoff[];
  readonly tuning: readonly TuningTrace[];
  readonly predictions: readonly PredictionRow[];
  readonly episodes: readonly Episode[];
  readonly problems: readonly Problem[];
}

function walk(
  input: BacktestInput,
  wanted: Wanted,
): Walked | { readonly kind: 'nothing'; readonly result: BacktestResult } {
  const { frame, spec } = input;
  const faults = frameProblems(frame, spec.features);
  const lastDate = frame.asOf.at(-1);
  if (faults.length > 0 || lastDate === undefined) {
    const none = problem('EWS5004', 'the frame has no decision dates');
    return { kind: 'nothing', result: nothing(input, [], faults.length > 0 ? faults : [none]) };
  }
  const { fitted, raw, skipped, tuning, problems } = refits(input, lastDate, wanted);
  if (fitted.length === 0) {
    return { kind: 'nothing', result: nothing(input, skipped, [...problems, tooFewEpisodes(input, skipped)]) };
  }
  const predictions = predictionsOf(input, fitted, raw, lastDate);
  return { kind: 'walked', fitted, skipped, tuning, predictions, episodes: episodesOf(input.events), problems };
}

function refits(
  input: BacktestInput,
  lastDate: Day,
  wanted: Wanted,
): {
  readonly fitted: readonly FittedAt[];
  /** One raw probability a decision date. */
  readonly raw: readonly (number | null)[];
  readonly skipped: readonly SkippedCutoff[];
  readonly tuning: readonly TuningTrace[];
  readonly problems: readonly Problem[];
} {
  const { frame, spec } = input;
  const tuner = new Tuner(frame, spec);
  const record = new ForwardRecord(frame, spec.features);
  const fitted: FittedAt[] = [];
  const skipped: SkippedCutoff[] = [];
  const problems: Problem[] = [];
  for (const position of cutoffPositions(frame.asOf, spec.protocol)) {
    const cutoff = frame.asOf[position] ?? '';
    const knowledge = input.labelKnowledge === 'final' ? lastDate : cutoff;
    const labelled = labelDay(input, cutoff, lastDate);
    const known = labelsAsKnown(input.labels, frame.asOf, labelled, frame.keys);
    const excluded = excludedAsKnown(input, knowledge);
    const rows = { dates: frame.asOf, labels: known, excluded, keys: frame.keys };
    const labels = trainingLabels(rows, { cutoff, knowledge: labelled }, spec);
    const attempt = refitAt(frame, position, labels, spec, {
      choose: () => tuner.at(position, labels),
      standardErrors: wanted === 'all',
    });
    if (attempt.kind === 'fitted') {
      const pairs = record.pairs(position, labels);
      fitted.push({ position, refit: withCalibration(attempt.refit, pairs, spec), baseline: attempt.baseline });
      record.refitted(position, attempt.refit.model);
    } else {
      skipped.push({ cutoff, episodes: attempt.episodes, reason: attempt.reason });
      if (problems.length === 0) problems.push(...attempt.problems);
    }
  }
  return { fitted, raw: record.until(frame.asOf.length), skipped, tuning: tuner.traces, problems };
}

function withCalibration(refit: UncalibratedRefit, pairs: readonly CalibrationPair[], spec: ModelSpec): Refit {
  const calibration = calibrate(pairs, spec, refit.model);
  return { ...refit, calibration, notes: [...refit.notes, ...calibrationNotes(calibration)] };
}

function predictionsOf(
  input: BacktestInput,
  fitted: readonly FittedAt[],
  given: readonly (number | null)[],
  lastDate: Day,
): readonly PredictionRow[] {
  const { frame, spec } = input;
  const final = labelsAsKnown(input.labels, frame.asOf, lastDate, frame.keys);
  const excluded = finallyExcluded(input);
  const rows = fitted.flatMap(({ position, refit, baseline }, k) => {
    const until = fitted[k + 1]?.position ?? frame.asOf.length;
    return given.slice(position, until).map((raw, offset) => ({
      asOf: frame.asOf[position + offset] ?? '',
      ...keyAt(frame, position + offset),
      cutoff: refit.cutoff,
      probability: raw === null ? null : calibrated(refit.calibration, raw),
      raw,
      baseline,
      threshold: refit.threshold,
      y: final[position + offset] ?? null,
      excluded: excluded[position + offset] ?? false,
    }));
  });
  const raised = alarms(rows, spec.persistence);
  return rows.map((row, i) => ({ ...row, alarm: raised[i] ?? null }));
}

/** The last decision date: of every key, and the one with the highest probability. */
function latestOf(
  { frame, spec }: BacktestInput,
  fitted: readonly FittedAt[],
  predictions: readonly PredictionRow[],
): Pick<BacktestResult, 'latest' | 'latestByKey'> {
  const model = fitted.at(-1)?.refit.model;
  const last = predictions.filter(({ asOf }) => asOf === frame.asOf.at(-1));
  if (model === undefined) return { latest: null };
  const rows = frameRows(frame, spec.features);
  const from = frame.asOf.length - last.length;
  const latest = last.map((prediction, i): Latest => ({ prediction, explanation: explain(model, rows, from + i) }));
  const highest = latest.reduce<Latest | null>((most, each) => (exceeds(each, most) ? each : most), null);
  return { latest: highest, ...(frame.keys === undefined ? {} : { latestByKey: latest }) };
}

function exceeds(one: Latest, other: Latest | null): boolean {
  return other === null || (one.prediction.probability ?? -1) > (other.prediction.probability ?? -1);
}

function exclusionWarning({ spec, eventVersions }: BacktestInput): readonly Problem[] {
  if (!excludesAny(spec.protocol) || eventVersions !== undefined) return [];
  const message = 'rows of the event are excluded by its final dates, which were not known at the cut-offs';
  return [warning('EWS1011', message, { hint: 'declare the event with its history of knowledge' })];
}

function tooFewEpisodes({ spec, frame }: BacktestInput, skipped: readonly SkippedCutoff[]): Problem {
  const most = skipped.reduce((best, { episodes }) => Math.max(best, episodes), 0);
  const message =
    skipped.length === 0
      ? `no decision date from the first cut-off ${spec.protocol.firstCutoff} on: the last is ${frame.asOf.at(-1)}`
      : `none of ${skipped.length} cut-offs could be trained: at most ${most} known episodes, ${spec.protocol.minimumEpisodes} required`;
  return problem('EWS5001', message, { hint: 'lower minimum_episodes, or start the data earlier' });
}

function nothing(
  { labelKnowledge }: BacktestInput,
  skipped: readonly SkippedCutoff[],
  problems: readonly Problem[],
): BacktestResult {
  const empty = {
    refits: [],
    tuning: [],
    predictions: [],
    measures: null,
    episodes: [],
    sensitivity: [],
    usefulness: [],
    latest: null,
  };
  return { labelKnowledge, skipped, problems, ...empty };
}

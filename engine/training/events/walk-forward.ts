import { type Problem, warning } from '../../diagnostics/index.ts';
import { at } from '../../presence/index.ts';
import { calibrate, calibrated, calibrationNotes } from '../calibration/calibrate.ts';
import { ForwardRecord } from '../calibration/forward-record.ts';
import type { CalibrationPair } from '../calibration/types.ts';
import { episodesOf } from '../episodes.ts';
import { excludesAny } from '../exclusion.ts';
import { explain } from '../explain.ts';
import { frameRows } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { labelsAsKnown, trainingLabels } from '../labels.ts';
import { measure } from '../measures/measures.ts';
import { sensitivity } from '../measures/sensitivity.ts';
import { usefulnessCurve } from '../measures/usefulness-curve.ts';
import { distinctNotes } from '../refit-notes.ts';
import type { BacktestResult, ScoredWalk, TuningTrace } from '../results.ts';
import { Tuner } from '../tuning/tuner.ts';
import type { BacktestInput, Latest, ModelSpec, PredictionRow, Refit } from '../types.ts';
import type { WalkedTask, WalkTask } from '../walk/task.ts';
import { walk } from '../walk/walk.ts';
import { alarms } from './alarms.ts';
import { episodeTable } from './episode-table.ts';
import { refitAt, type UncalibratedRefit } from './refit.ts';

/**
 * The walk-forward of a model of an event, whose refits are calibrated on what those before them predicted, with all
 * that is told of it. A cut-off without enough known episodes is listed and skipped. Scores are against final labels.
 */
export function backtest(input: BacktestInput): BacktestResult {
  const { spec, labelKnowledge } = input;
  const { refits, passed, tuning, predictions, problems } = walkEvents(input, 'all');
  const skipped = passed.map(({ cutoff, found, reason }) => ({ cutoff, episodes: found, reason }));
  if (refits.length === 0) return frozen({ ...NOTHING, labelKnowledge, skipped, problems });
  const episodes = episodesOf(input.events);
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
    ...latestOf(input, refits, predictions),
    problems: [...problems, ...distinctNotes(refits), ...exclusionWarning(input)],
  });
}

const NOTHING = {
  refits: [],
  tuning: [],
  predictions: [],
  measures: null,
  episodes: [],
  sensitivity: [],
  usefulness: [],
  latest: null,
} as const;

/** The predictions of a walk, and nothing else of it. */
export function walkForward(input: BacktestInput): readonly PredictionRow[] {
  return frozen(walkEvents(input, 'predictions').predictions);
}

/** The predictions of a walk and their scores, which are null where nothing was predicted. */
export function scoredWalk(input: BacktestInput): ScoredWalk {
  const { predictions } = walkEvents(input, 'predictions');
  const measures = predictions.length === 0 ? null : measure(predictions, episodesOf(input.events), input.spec);
  return frozen({ predictions, measures });
}

/** Where the predictions of a walk alone are read, no coefficient has a standard error. */
type Wanted = 'all' | 'predictions';

interface WalkedEvents {
  readonly refits: readonly Refit[];
  readonly passed: WalkedTask<0 | 1, Refit, Said>['passed'];
  readonly tuning: readonly TuningTrace[];
  readonly predictions: readonly PredictionRow[];
  readonly problems: readonly Problem[];
}

function walkEvents(input: BacktestInput, wanted: Wanted): WalkedEvents {
  const tuner = new Tuner(input.frame, input.spec);
  const walked = walk(input, eventTask(input, tuner, wanted));
  const raised = alarms(walked.predictions, input.spec.persistence);
  const predictions = walked.predictions.map((row, i) => ({ ...row, alarm: at(raised, i) }));
  return { ...walked, predictions, tuning: tuner.traces };
}

/** What a refit of an event says of a row; whether it is an alarm depends on the rows before, too. */
type Said = Pick<PredictionRow, 'probability' | 'raw' | 'threshold'>;

function eventTask(input: BacktestInput, tuner: Tuner, wanted: Wanted): WalkTask<0 | 1, Refit, Said> {
  const { frame, spec } = input;
  const record = new ForwardRecord(frame, spec.features);
  return {
    faults: [],
    labelsAsKnown,
    minimum: { count: spec.protocol.minimumEpisodes, of: 'known episodes', setting: 'minimum_episodes' },
    refit({ position, cutoff, mature, excluded }) {
      const labels = trainingLabels(mature, excluded, frame.keys);
      const attempt = refitAt(input, { position, cutoff }, labels, {
        choose: () => tuner.at(position, labels),
        standardErrors: wanted === 'all',
      });
      if (attempt.kind !== 'fitted') return attempt;
      const pairs = record.pairs(position, labels);
      record.refitted(position, attempt.fit.model);
      return { ...attempt, fit: withCalibration(attempt.fit, pairs, spec) };
    },
    predict: ({ calibration, threshold }, from, to) =>
      record
        .until(to)
        .slice(from)
        .map((raw) => ({ probability: raw === null ? null : calibrated(calibration, raw), raw, threshold })),
  };
}

function withCalibration(refit: UncalibratedRefit, pairs: readonly CalibrationPair[], spec: ModelSpec): Refit {
  const calibration = calibrate(pairs, spec, refit.model);
  return { ...refit, calibration, notes: [...refit.notes, ...calibrationNotes(calibration)] };
}

/** The last decision date: of every key, and the one with the highest probability. */
function latestOf(
  { frame, spec }: BacktestInput,
  refits: readonly Refit[],
  predictions: readonly PredictionRow[],
): Pick<BacktestResult, 'latest' | 'latestByKey'> {
  const model = refits.at(-1)?.model;
  if (model === undefined) return { latest: null };
  const rows = frameRows(frame, spec.features);
  const ofLastDate = predictions.filter(({ asOf }) => asOf === frame.asOf.at(-1));
  const from = frame.asOf.length - ofLastDate.length;
  const latest = ofLastDate.map(
    (prediction, i): Latest => ({ prediction, explanation: explain(model, rows, from + i) }),
  );
  return { latest: highest(latest), ...(frame.keys === undefined ? {} : { latestByKey: latest }) };
}

/** The first of those with the highest probability; one without a probability is below all others. */
function highest(rows: readonly Latest[]): Latest | null {
  const rank = ({ prediction }: Latest): number => prediction.probability ?? Number.NEGATIVE_INFINITY;
  let leader: Latest | null = null;
  for (const row of rows) if (leader === null || rank(row) > rank(leader)) leader = row;
  return leader;
}

function exclusionWarning({ spec, eventVersions }: BacktestInput): readonly Problem[] {
  if (!excludesAny(spec.protocol) || eventVersions !== undefined) return [];
  const message = 'rows of the event are excluded by its final dates, which were not known at the cut-offs';
  return [warning('EWS1011', message, { hint: 'declare the event with its history of knowledge' })];
}

import type { Day } from '../../calendar/index.ts';
import { EpisodeBlocks } from '../episode-blocks.ts';
import type { Episode } from '../episodes.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';

/** The rows that scores are computed on, column by column. */
export interface ScoredRows {
  readonly asOf: readonly Day[];
  /** The key of each row of a panel. */
  readonly keys?: readonly string[];
  readonly probabilities: readonly number[];
  /** Before calibration. */
  readonly raw: readonly number[];
  readonly baselines: readonly number[];
  readonly alarms: readonly boolean[];
  readonly labels: readonly (0 | 1)[];
  /** The episode block in which the row's outcome window begins. */
  readonly blocks: readonly number[];
}

/** A prediction that scores are computed on. */
type ScoredPrediction = PredictionRow & {
  readonly probability: number;
  readonly alarm: boolean;
  readonly y: 0 | 1;
};

/** Whether scores count a prediction: it says something, its final label is known, and it is not excluded. */
export function isScored(row: PredictionRow): row is ScoredPrediction {
  return row.probability !== null && row.alarm !== null && row.y !== null && !row.excluded;
}

/** The predictions that scores count. */
export function scoredRows(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  window: ModelSpec['window'],
): ScoredRows {
  const rows = predictions.filter(isScored);
  const keys = rows.flatMap(({ key }) => key ?? []);
  const numbered = new EpisodeBlocks(episodes, predictions);
  return {
    asOf: rows.map(({ asOf }) => asOf),
    ...(keys.length === 0 ? {} : { keys }),
    probabilities: rows.map(({ probability }) => probability),
    raw: rows.map(({ raw, probability }) => raw ?? probability),
    baselines: rows.map(({ baseline }) => baseline),
    alarms: rows.map(({ alarm }) => alarm),
    labels: rows.map(({ y }) => y),
    blocks: rows.map((row) => numbered.of(row, window.fromMonth)),
  };
}

/** Scored rows without those that `leaveOut` picks by position. */
export function rowsWithout(rows: ScoredRows, leaveOut: (i: number) => boolean): ScoredRows {
  const keep = <T>(values: readonly T[]): readonly T[] => values.filter((_, i) => !leaveOut(i));
  return {
    asOf: keep(rows.asOf),
    ...(rows.keys === undefined ? {} : { keys: keep(rows.keys) }),
    probabilities: keep(rows.probabilities),
    raw: keep(rows.raw),
    baselines: keep(rows.baselines),
    alarms: keep(rows.alarms),
    labels: keep(rows.labels),
    blocks: keep(rows.blocks),
  };
}

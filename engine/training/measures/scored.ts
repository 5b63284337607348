import { EpisodeBlocks } from '../episode-blocks.ts';
import type { Episode } from '../episodes.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';

/** The rows that scores are computed on, column by column. */
export interface ScoredRows {
  readonly asOf: readonly string[];
  /** Of a panel. */
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

/** Rows with a prediction and a final label that are not excluded. */
export function scoredRows(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  window: ModelSpec['window'],
): ScoredRows {
  const asOf: string[] = [];
  const keys: string[] = [];
  const probabilities: number[] = [];
  const raw: number[] = [];
  const baselines: number[] = [];
  const alarms: boolean[] = [];
  const labels: (0 | 1)[] = [];
  const blocks: number[] = [];
  const numbered = new EpisodeBlocks(episodes, predictions);
  for (const row of predictions) {
    if (row.probability === null || row.alarm === null || row.y === null || row.excluded) continue;
    asOf.push(row.asOf);
    if (row.key !== undefined) keys.push(row.key);
    probabilities.push(row.probability);
    raw.push(row.raw ?? row.probability);
    baselines.push(row.baseline);
    alarms.push(row.alarm);
    labels.push(row.y);
    blocks.push(numbered.of(row, window.fromMonth));
  }
  return { asOf, ...(keys.length === 0 ? {} : { keys }), probabilities, raw, baselines, alarms, labels, blocks };
}

/** The same rows without those that `leaveOut` picks by position. */
export function without(rows: ScoredRows, leaveOut: (i: number) => boolean): ScoredRows {
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

import type { Day } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import { type BacktestResult, type Episode, episodesOf, type PredictionRow } from '../../training/index.ts';
import type { EventCardInput } from '../card-input.ts';

/** What a card says of a panel. */
export interface PanelFigures {
  /** Names of the key columns. */
  readonly columns: readonly string[];
  readonly keys: number;
  readonly byKey: readonly KeyFigures[];
}

/** One key in step (a). */
export interface KeyFigures {
  readonly key: string;
  /** First decision date on which the key had been seen. */
  readonly firstDecision: string;
  /** Of its event, as it is known today, whether predicted or not. */
  readonly episodes: number;
  /** Of those with predictions in their lead window. */
  readonly coveredEpisodes: number;
  readonly warnedEpisodes: number;
  readonly scored: number;
  readonly positives: number;
  /** On the newest decision date; null where nothing was predicted there. */
  readonly newest: Pick<PredictionRow, 'asOf' | 'probability' | 'threshold' | 'alarm'> | null;
}

/** What a card says of a panel; undefined of a model without keys. */
export function panelFigures(input: EventCardInput): PanelFigures | undefined {
  const { frame, label, events, steps } = input;
  if (frame.keys === undefined) return undefined;
  const seen = new Map<string, string>();
  for (const [row, key] of frame.keys.entries()) if (!seen.has(key)) seen.set(key, at(frame.asOf, row));
  const known = { episodes: episodesOf(events), realTime: steps.realTime };
  const byKey = [...seen].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    columns: label.keys ?? [],
    keys: byKey.length,
    byKey: byKey.map(([key, firstDecision]) => keyFigures(key, firstDecision, known)),
  };
}

interface KnownOfKeys {
  /** Those of all keys, as they are known today. */
  readonly episodes: readonly Episode[];
  readonly realTime: BacktestResult;
}

function keyFigures(key: string, firstDecision: Day, { episodes, realTime }: KnownOfKeys): KeyFigures {
  const outcomes = realTime.episodes.filter((each) => each.key === key && each.outcome !== 'unscored');
  const predictions = realTime.predictions.filter((row) => row.key === key);
  const scored = predictions.filter(({ probability, y, excluded }) => probability !== null && y !== null && !excluded);
  const newest = realTime.latestByKey?.find(({ prediction }) => prediction.key === key)?.prediction;
  return {
    key,
    firstDecision,
    episodes: episodes.filter((episode) => episode.key === key).length,
    coveredEpisodes: outcomes.length,
    warnedEpisodes: outcomes.filter(({ outcome }) => outcome === 'warned').length,
    scored: scored.length,
    positives: scored.filter(({ y }) => y === 1).length,
    newest: newest === undefined ? null : newestOf(newest),
  };
}

function newestOf({ asOf, probability, threshold, alarm }: PredictionRow): KeyFigures['newest'] {
  return { asOf, probability, threshold, alarm };
}

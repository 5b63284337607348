import { type Episode, episodesOf, type PredictionRow } from '../../training/index.ts';
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

/** undefined of a model without keys. */
export function panelFigures(input: EventCardInput): PanelFigures | undefined {
  const { frame, label, events, steps } = input;
  if (frame.keys === undefined) return undefined;
  const episodes = episodesOf(events);
  const keys = [...new Set(frame.keys)].sort();
  return {
    columns: label.keys ?? [],
    keys: keys.length,
    byKey: keys.map((key) => keyFigures(key, { episodes, realTime: steps.realTime, frame })),
  };
}

function keyFigures(
  key: string,
  of: Pick<EventCardInput, 'frame'> & {
    readonly episodes: readonly Episode[];
    readonly realTime: EventCardInput['steps']['realTime'];
  },
): KeyFigures {
  const outcomes = of.realTime.episodes.filter((each) => each.key === key && each.outcome !== 'unscored');
  const predictions = of.realTime.predictions.filter((row) => row.key === key);
  const scored = predictions.filter(({ probability, y, excluded }) => probability !== null && y !== null && !excluded);
  const newest = of.realTime.latestByKey?.find(({ prediction }) => prediction.key === key)?.prediction;
  return {
    key,
    firstDecision: of.frame.asOf[of.frame.keys?.indexOf(key) ?? -1] ?? '',
    episodes: of.episodes.filter((episode) => episode.key === key).length,
    coveredEpisodes: outcomes.length,
    warnedEpisodes: outcomes.filter(({ outcome }) => outcome === 'warned').length,
    scored: scored.length,
    positives: scored.filter(({ y }) => y === 1).length,
    newest:
      newest === undefined
        ? null
        : {
            asOf: newest.asOf,
            probability: newest.probability,
            threshold: newest.threshold,
            alarm: newest.alarm,
          },
  };
}

import { monthIndex, monthStart } from '../../calendar/index.ts';
import type { Episode } from '../episodes.ts';
import { rowName } from '../frame.ts';
import type { EpisodeOutcome } from '../results.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';

/**
 * How each event that ended after its key's first prediction was met; events of unknown onset are left out. One of
 * unknown end counts as closed at its last known month: an alarm years later is no late warning of it.
 */
export function episodeTable(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  window: ModelSpec['leadWindow'],
): readonly EpisodeOutcome[] {
  return episodes.flatMap((episode) => {
    const ofKey = predictions.filter(({ key }) => key === episode.key);
    const [first] = ofKey;
    if (first === undefined || episode.onsetUnknown) return [];
    if (episode.last < monthIndex(first.asOf)) return [];
    return [outcomeOf(episode, ofKey, window)];
  });
}

function outcomeOf(
  episode: Episode,
  predictions: readonly PredictionRow[],
  window: ModelSpec['leadWindow'],
): EpisodeOutcome {
  const between = (from: number, to: number): readonly PredictionRow[] =>
    predictions.filter(({ asOf, alarm }) => alarm !== null && monthIndex(asOf) >= from && monthIndex(asOf) <= to);
  const lead = between(episode.onset - window.maxMonths, episode.onset - window.minMonths);
  const after = between(episode.onset - window.minMonths + 1, episode.last);
  const [inTime, tooLate] = [lead, after].map((rows) => rows.find(({ alarm }) => alarm === true));
  const whose = episode.key === undefined ? {} : { key: episode.key };
  const months = { ...whose, onset: monthStart(episode.onset), ...endOf(episode) };
  if (lead.length === 0) return { ...months, ...UNSCORED };
  const firstAlarm = inTime ?? tooLate;
  return {
    ...months,
    outcome: metBy(inTime, tooLate),
    firstAlarm: firstAlarm === undefined ? null : firstAlarm.asOf,
    leadMonths: firstAlarm === undefined ? null : episode.onset - monthIndex(firstAlarm.asOf),
    persistence: lead.filter(({ alarm }) => alarm === true).length / lead.length,
    predictionsInWindow: lead.length,
  };
}

const UNSCORED = {
  outcome: 'unscored',
  firstAlarm: null,
  leadMonths: null,
  persistence: null,
  predictionsInWindow: 0,
} as const;

function endOf({ trough, last }: Episode): Pick<EpisodeOutcome, 'trough' | 'lastKnown'> {
  return trough === null ? { trough: null, lastKnown: monthStart(last) } : { trough: monthStart(trough) };
}

function metBy(inTime: PredictionRow | undefined, tooLate: PredictionRow | undefined): EpisodeOutcome['outcome'] {
  if (inTime !== undefined) return 'warned';
  return tooLate === undefined ? 'missed' : 'late';
}

/**
 * Alarms where the final label is 0: in months, and in spells of consecutive predictions, both of a key and summed over
 * keys. Unlabelled ones begin no spell and end none.
 */
export function falseAlarms(predictions: readonly PredictionRow[]): {
  readonly months: number;
  readonly spells: number;
} {
  const months = new Set<string>();
  const inSpell = new Set<string | undefined>();
  let spells = 0;
  for (const { asOf, key, alarm, y, excluded } of predictions) {
    if (alarm !== true || y === 1 || excluded) inSpell.delete(key);
    else if (y === 0) {
      months.add(rowName(monthStart(monthIndex(asOf)), key));
      if (!inSpell.has(key)) spells += 1;
      inSpell.add(key);
    }
  }
  return { months: months.size, spells };
}

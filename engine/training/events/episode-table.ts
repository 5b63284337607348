import { monthIndex, monthStart } from '../../calendar/index.ts';
import type { Episode } from '../episodes.ts';
import { rowName } from '../frame.ts';
import type { EpisodeOutcome } from '../results.ts';
import type { ModelSpec, PredictionRow } from '../types.ts';

/**
 * How each event that ended after its key's first prediction was met; events of unknown onset are left out. One of unknown
 * end counts as closed at its last known month: an alarm years later is no late warning of it.
 */
export function episodeTable(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  window: ModelSpec['leadWindow'],
): readonly EpisodeOutcome[] {
  return episodes.flatMap((episode) => {
    const own = predictions.filter(({ key }) => key === episode.key);
    const [first] = own;
    if (first === undefined || episode.onsetUnknown) return [];
    if (episode.last < monthIndex(first.asOf)) return [];
    return [outcomeOf(episode, own, window)];
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
  const inTime = lead.find(({ alarm }) => alarm === true);
  const scored = lead.length > 0;
  const firstAlarm = scored ? (inTime ?? after.find(({ alarm }) => alarm === true)) : undefined;
  const verdict = inTime ? 'warned' : firstAlarm ? 'late' : 'missed';
  return {
    ...(episode.key === undefined ? {} : { key: episode.key }),
    onset: monthStart(episode.onset),
    ...(episode.trough === null
      ? { trough: null, lastKnown: monthStart(episode.last) }
      : { trough: monthStart(episode.trough) }),
    outcome: scored ? verdict : 'unscored',
    firstAlarm: firstAlarm?.asOf ?? null,
    leadMonths: firstAlarm ? episode.onset - monthIndex(firstAlarm.asOf) : null,
    persistence: scored ? lead.filter(({ alarm }) => alarm === true).length / lead.length : null,
    predictionsInWindow: lead.length,
  };
}

/**
 * Alarms where the final label is 0: in months, and in spells of consecutive predictions, both of a key and summed over
 * keys. Unlabelled ones only bridge.
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

import type { Episode } from './episodes.ts';
import { monthIndex, monthStart } from './months.ts';
import type { EpisodeOutcome } from './results.ts';
import type { ModelSpec, PredictionRow } from './types.ts';

/** How each event that ended after the first prediction was met; events whose onset is not known are left out. */
export function episodeTable(
  predictions: readonly PredictionRow[],
  episodes: readonly Episode[],
  window: ModelSpec['leadWindow'],
): readonly EpisodeOutcome[] {
  const first = predictions[0];
  if (first === undefined) return [];
  const start = monthIndex(first.asOf);
  return episodes
    .filter((episode) => !episode.onsetUnknown && (episode.trough === null || episode.trough >= start))
    .map((episode) => outcomeOf(episode, predictions, window));
}

function outcomeOf(
  episode: Episode,
  predictions: readonly PredictionRow[],
  window: ModelSpec['leadWindow'],
): EpisodeOutcome {
  const between = (from: number, to: number): readonly PredictionRow[] =>
    predictions.filter(({ asOf, alarm }) => alarm !== null && monthIndex(asOf) >= from && monthIndex(asOf) <= to);
  const lead = between(episode.onset - window.maxMonths, episode.onset - window.minMonths);
  const after = between(episode.onset - window.minMonths + 1, episode.trough ?? Number.POSITIVE_INFINITY);
  const inTime = lead.find(({ alarm }) => alarm === true);
  const scored = lead.length > 0;
  const firstAlarm = scored ? (inTime ?? after.find(({ alarm }) => alarm === true)) : undefined;
  const verdict = inTime ? 'warned' : firstAlarm ? 'late' : 'missed';
  return {
    onset: monthStart(episode.onset),
    trough: episode.trough === null ? null : monthStart(episode.trough),
    outcome: scored ? verdict : 'unscored',
    firstAlarm: firstAlarm?.asOf ?? null,
    leadMonths: firstAlarm ? episode.onset - monthIndex(firstAlarm.asOf) : null,
    persistence: scored ? lead.filter(({ alarm }) => alarm === true).length / lead.length : null,
    predictionsInWindow: lead.length,
  };
}

/** Alarms where the final label is 0: in months, and in spells of consecutive predictions. Unlabelled ones only bridge. */
export function falseAlarms(predictions: readonly PredictionRow[]): {
  readonly months: number;
  readonly spells: number;
} {
  const months = new Set<number>();
  let spells = 0;
  let inSpell = false;
  for (const { asOf, alarm, y, excluded } of predictions) {
    if (alarm !== true || y === 1 || excluded) inSpell = false;
    else if (y === 0) {
      months.add(monthIndex(asOf));
      if (!inSpell) spells += 1;
      inSpell = true;
    }
  }
  return { months: months.size, spells };
}

import { monthIndex } from '../calendar/index.ts';
import type { EventMonth } from './types.ts';

/** One event, in month indices: from the month after the peak through the trough. */
export interface Episode {
  /** Names the key in a panel. */
  readonly key?: string;
  readonly onset: number;
  /** null where nobody knows its end: it lasts, or unknown months follow. */
  readonly trough: number | null;
  /** Last month known to be in the event: where its end is unknown, it counts as closed here. */
  readonly last: number;
  /** The months begin inside the event, so its onset is not known. */
  readonly onsetUnknown: boolean;
}

/** Runs of consecutive months in the event, oldest first; those of a panel key by key. */
export function episodesOf(events: readonly EventMonth[]): readonly Episode[] {
  const keys = [...new Set(events.map(({ key }) => key))].sort();
  return keys.flatMap((key) => {
    const episodes = runsOf(events.filter((event) => event.key === key));
    return key === undefined ? episodes : episodes.map((episode) => ({ key, ...episode }));
  });
}

function runsOf(events: readonly EventMonth[]): readonly Episode[] {
  const months = [...events].sort((a, b) => (a.month < b.month ? -1 : 1));
  const found: Episode[] = [];
  let start: number | null = null;
  for (const [i, { month, state }] of months.entries()) {
    const index = monthIndex(month);
    const next = months[i + 1];
    if (state !== 1) continue;
    start ??= index;
    const follows = next !== undefined && monthIndex(next.month) === index + 1;
    if (follows && next.state === 1) continue;
    const before = months[i - (index - start) - 1];
    const onsetUnknown = before?.state !== 0 || monthIndex(before.month) !== start - 1;
    found.push({ onset: start, trough: follows && next.state === 0 ? index : null, last: index, onsetUnknown });
    start = null;
  }
  return found;
}

/**
 * The number of the block that a month falls in: each runs from the month after a trough through the next trough, or
 * through the last known month of an event whose trough is unknown.
 */
export function episodeBlockOf(month: number, episodes: readonly Episode[]): number {
  return episodes.filter((episode) => episode.last < month).length;
}

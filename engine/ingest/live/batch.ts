import type { Day } from '../../calendar/index.ts';
import { digestOf } from '../../lake/index.ts';
import type { RealtimeWindow } from '../fred/fred-client.ts';
import type { NumberedEntry, SeriesEntry } from './ingest-log.ts';

/** One answer with observations: where its bytes are, and the real-time window that it was clipped to. */
export interface RawPart {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Null: latest values. */
  readonly window: RealtimeWindow | null;
}

/**
 * What one ingest added to a series. Observations are the fold of its batches, the first taken as it stands: `day` is
 * when the answers came and counts only where they contradict what was stored, so the first has none.
 */
export interface Batch {
  readonly has: SeriesEntry['has'];
  readonly day: Day | null;
  /** What was known through this day stays as it is stored; null for the first. */
  readonly from: Day | null;
  readonly parts: readonly RawPart[];
}

/** What the observations of a series were made from. */
export interface SeriesHistory {
  readonly batches: readonly Batch[];
}

export const NO_HISTORY: SeriesHistory = { batches: [] };

/** The history with what later entries of the log add; `first` entries begin it anew. */
export function extendHistory(history: SeriesHistory, entries: readonly NumberedEntry[]): SeriesHistory {
  let { batches } = history;
  for (const { entry } of entries) {
    const parts = partsOf(entry);
    if (entry.kind === 'first') batches = [{ has: entry.has, day: null, from: null, parts }];
    else if (parts.length > 0) batches = [...batches, { has: entry.has, day: entry.day, from: entry.from, parts }];
  }
  return { batches };
}

function partsOf({ requests }: SeriesEntry): readonly RawPart[] {
  return requests
    .filter(({ endpoint, status }) => endpoint === 'series/observations' && status === 200)
    .map(({ key, sha256, bytes, parameters }) => ({ key, sha256, bytes, window: windowOf(parameters) }));
}

function windowOf(parameters: Readonly<Record<string, string>>): RealtimeWindow | null {
  const { realtime_start: start, realtime_end: end } = parameters;
  return start === undefined || end === undefined ? null : { start, end };
}

/**
 * Names observations by what they are made from. The place in the log is left out: asking again and finding nothing
 * makes no new object.
 */
export function fingerprintOf(declaration: string, histories: ReadonlyMap<string, SeriesHistory>): string {
  const series = [...histories].map(([id, { batches }]) => [
    id,
    batches.map(({ has, day, from, parts }) => ({
      has,
      day,
      from,
      parts: parts.map(({ sha256, window }) => ({ sha256, window })),
    })),
  ]);
  return digestOf({ declaration, series: Object.fromEntries(series) });
}

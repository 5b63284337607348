import { digestOf, type Store } from '../../lake/index.ts';
import { currentObservations } from '../current-observations.ts';
import { observationsOf } from '../observations.ts';
import { declarationOf, type LiveRequest } from '../request.ts';
import type { StoredState } from '../stored-state.ts';
import type { NumberedEntry } from './ingest-log.ts';

const HOUR_MS = 3_600_000;

/** Reads what is stored of a live source, and whether FRED was asked for it lately enough. Asks nobody. */
export async function readLiveState(store: Store, request: LiveRequest, now: Date): Promise<StoredState> {
  const { ref, object } = await currentObservations(store, request);
  if (ref === undefined || object === undefined) return { kind: 'missing', reason: 'never ingested' };
  const stale = (reason: string): StoredState => ({ kind: 'stale', reason, object, position: ref });
  if (observationsOf(object).declaration !== digestOf(declarationOf(request))) return stale('its declaration changed');
  // Positions that earlier versions of ews wrote do not count the problems of their ingest.
  const { problems = 0, at } = ref.value;
  const met = Number(problems);
  if (met > 0) {
    return stale(`the last ingest met ${met === 1 ? 'a problem' : `${met} problems`} of its series`);
  }
  const hours = hoursSince(String(at), now);
  if (hours < request.refreshHours) return { kind: 'current', object, position: ref };
  return stale(`FRED was last asked ${ago(hours)} ago`);
}

/** Whether a series was asked for lately enough to be left alone when an ingest resumes. */
export function isFresh(last: NumberedEntry | undefined, request: LiveRequest, now: Date): boolean {
  const at = last?.entry.requests.at(-1)?.at;
  return at !== undefined && hoursSince(at, now) < request.refreshHours;
}

function hoursSince(at: string, now: Date): number {
  return (now.getTime() - Date.parse(at)) / HOUR_MS;
}

function ago(hours: number): string {
  if (hours < 48) return `${Math.round(hours)} h`;
  return `${Math.round(hours / 24)} days`;
}

import { digestOf, type Store } from '../../lake/index.ts';
import { currentObservations } from '../current-observations.ts';
import type { IngestPlan } from '../ingest-plan.ts';
import { observationsOf } from '../observations.ts';
import { declarationOf, type LiveRequest } from '../request.ts';
import type { NumberedEntry } from './ingest-log.ts';

const HOUR_MS = 3_600_000;

/** Whether FRED was asked lately enough. Asks nobody. */
export async function planLive(store: Store, request: LiveRequest, now: Date): Promise<IngestPlan> {
  const { ref, object } = await currentObservations(store, request);
  if (ref === undefined || object === undefined) return { kind: 'missing', reason: 'never ingested' };
  if (observationsOf(object).declaration !== digestOf(declarationOf(request))) {
    return { kind: 'stale', reason: 'its declaration changed', object, position: ref };
  }
  const problems = Number(ref.value['problems'] ?? 0);
  if (problems > 0)
    return {
      kind: 'stale',
      reason: `the last ingest met ${problems === 1 ? 'a problem' : `${problems} problems`} of its series`,
      object,
      position: ref,
    };
  const hours = hoursSince(String(ref.value['at']), now);
  if (hours < request.refreshHours) return { kind: 'current', object, position: ref };
  return { kind: 'stale', reason: `FRED was last asked ${ago(hours)} ago`, object, position: ref };
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

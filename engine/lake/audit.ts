import { digestOf, type PlainObject } from './canonical-json.ts';
import type { Store } from './store.ts';
import { canonicalBytes, readJson } from './stored-json.ts';

/** `sts`: AWS vouches for who somebody is. `declared`: whoever ran the command says so. */
export type ActorSource = 'sts' | 'declared';

/** Who did what: one event for every command that changes or refuses something. Never a secret. */
export interface AuditEvent {
  /** UTC, as `Date.toISOString` prints it. */
  readonly at: string;
  /** The ARN that AWS's STS names, or the name of an account of the operating system. */
  readonly actor: string;
  /** Who says so; absent in events of before, when nobody was asked. */
  readonly actorFrom?: ActorSource;
  readonly action: string;
  readonly outcome: 'done' | 'failed' | 'refused';
  /** Where it came from: host, process, CI job. */
  readonly origin: string;
  /** The name, or digest, of what was acted on. */
  readonly object?: string;
  readonly detail?: PlainObject;
}

/** What an event says of who did it, and where. */
export function doneBy(by: Required<Pick<AuditEvent, 'actor' | 'actorFrom'>> & { readonly host: string }): DoneBy {
  return { actor: by.actor, actorFrom: by.actorFrom, origin: by.host };
}

type DoneBy = Required<Pick<AuditEvent, 'actor' | 'actorFrom' | 'origin'>>;

/**
 * Appends an event and returns its key: `audit/<day>/<time>-<digest>.json`, created exclusively. One file an event,
 * because S3 cannot append and can lock an object against deletion; no event can overwrite another.
 */
export async function appendEvent(store: Store, event: AuditEvent): Promise<string> {
  const [day, time] = event.at.split('T');
  const stem = `audit/${day}/${time?.replaceAll(':', '')}-${digestOf(event).slice(0, 16)}`;
  for (let copy = 1; ; copy++) {
    const key = copy === 1 ? `${stem}.json` : `${stem}-${copy}.json`;
    if (await store.createExclusive(key, canonicalBytes(event))) return key;
  }
}

/** The events of one UTC day (`YYYY-MM-DD`), or all, in order of time. */
export async function readEvents(store: Store, day?: string): Promise<readonly AuditEvent[]> {
  const keys = await store.list(day === undefined ? 'audit' : `audit/${day}`);
  const events = await Promise.all(keys.map((key) => readJson(store, key)));
  return events as unknown as readonly AuditEvent[];
}

import { problemError } from '../../diagnostics/index.ts';
import { type FileDigest, isPlainObject, type PlainJson, sha256 } from '../canonical-json.ts';
import { findObject, isObjectId, type ObjectId, objectKey } from '../object.ts';
import { damagedRecord } from '../record-problem.ts';
import { writeRunFile } from '../run-files.ts';
import type { Store } from '../store.ts';
import { canonicalBytes, jsonObjectIn } from '../stored-json.ts';
import { noSweep, type Pause } from './wait-for-sweep.ts';

/** The file of a run that says what it will rest on, before it reads any of it. */
export const INTENT = 'intent.json';

/** What a run is going to need: garbage collection spares it while the run goes on. */
export interface Intent {
  readonly environment: string;
  readonly command: string;
  readonly actor: string;
  /** When it was planned: UTC, ISO 8601, by the clock of whoever runs it. */
  readonly at: string;
  /** Stored objects that it reuses and that the environment does not name yet. */
  readonly objects: readonly ObjectId[];
  /** Names of nodes that it computes: it may find any object of theirs, such as a frame, and take it as it is. */
  readonly names: readonly string[];
}

/** A plan with the digest of the intent that was written for it; none where the plan rests on nothing new. */
export interface Announced<Planned> {
  readonly planned: Planned;
  readonly intent?: FileDigest;
}

/** Where a run announces what it rests on. */
export interface Announcing {
  readonly store: Store;
  readonly run: string;
  readonly pause?: Pause;
}

/**
 * Plans, and announces what the plan rests on, so that nothing of it is swept: planned again where a sweep went by in
 * between.
 * @param intentOf undefined where the plan needs nothing but what its environment names already
 */
export async function announce<Planned>(
  { store, run: runId, pause }: Announcing,
  plan: () => Promise<Planned>,
  intentOf: (planned: Planned) => Intent | undefined,
): Promise<Announced<Planned>> {
  for (let before = await noSweep(store, pause); ; ) {
    const planned = await plan();
    const intent = intentOf(planned);
    if (intent === undefined) return { planned };
    const bytes = canonicalBytes(intent);
    await writeRunFile(store, runId, INTENT, bytes);
    const now = await noSweep(store, pause);
    if (now === before) return { planned, intent: { sha256: sha256(bytes), bytes: bytes.byteLength } };
    before = now;
  }
}

/**
 * What a plan starts from was found before the plan was announced, and may have been collected since: it is looked for
 * again. ProblemError EWS4033 where it is gone.
 */
export async function mustBeThere(store: Store, objects: readonly ObjectId[]): Promise<void> {
  const found = await Promise.all(objects.map((id) => findObject(store, id, { fresh: true })));
  const gone = objects.find((_, index) => found[index] === undefined);
  if (gone === undefined) return;
  const message = `${objectKey(gone)} went while a run was planned that starts from it`;
  throw problemError('EWS4033', message, {
    hint: 'run again: it was collected, and its source has newer observations',
  });
}

/** What a run announced; undefined where it did not. ProblemError EWS5046 where that cannot be read. */
export async function readIntent(store: Store, runId: string): Promise<Intent | undefined> {
  const key = `runs/${runId}/${INTENT}`;
  const bytes = await store.read(key, { fresh: true });
  if (bytes === undefined) return undefined;
  const value = jsonObjectIn(bytes);
  if (value !== undefined && isIntent(value)) return value as unknown as Intent;
  throw damagedRecord(`${key} in ${store.description} is damaged: it does not say what a run rests on`, WAY_OUT);
}

const WAY_OUT = 'restore it from a copy; or delete it, once its run has ended';

function isIntent({ environment, objects, names }: { readonly [key: string]: PlainJson }): boolean {
  if (typeof environment !== 'string' || !Array.isArray(objects) || !Array.isArray(names)) return false;
  return objects.every((id) => isPlainObject(id) && isObjectId(id)) && names.every((name) => typeof name === 'string');
}

import { type Problem, ProblemError, problemError, warning } from '../diagnostics/index.ts';
import { isRunId } from '../ids/index.ts';
import {
  damagedRecord,
  jsonObjectIn,
  type PlainObject,
  type Ref,
  type RefPosition,
  readRef,
  readRunFile,
  refKey,
  refPositions,
  type Store,
  sha256,
} from '../lake/index.ts';
import { type Deletion, deletionIn } from './environments.ts';
import type { Manifest, TreePlace } from './manifest.ts';
import { isManifest } from './manifest-shape.ts';
import { wholeManifest } from './whole-manifest.ts';

export interface Environment {
  readonly name: string;
  /** Position of its ref; 0 before the first run. */
  readonly position: number;
  /** That position with the digest of its file, which the next position names. Absent before the first run. */
  readonly ref?: RefPosition;
  readonly manifest: Manifest | undefined;
  /** Where the nodes of the manifest stand. */
  readonly tree?: TreePlace;
  /** Absent unless its newest position ends it: then it is as empty as before its first run. */
  readonly deleted?: Deletion;
  /** Warnings: what was damaged, where a build goes on without it. */
  readonly problems?: readonly Problem[];
}

/** The environment as its ref says; empty before its first run and once it was deleted. Throws as `readManifest`. */
export async function readEnvironment(store: Store, name: string): Promise<Environment> {
  const ref = await readRef(store, name);
  if (ref === undefined) return { name, position: 0, manifest: undefined };
  const { n, sha256 } = ref;
  const at = { name, position: n, ref: { n, sha256 } };
  const deleted = deletionIn(ref.value);
  if (deleted !== undefined) return { ...at, manifest: undefined, deleted };
  const { manifest, sha256: digest } = await manifestOf(store, ref);
  return { ...at, manifest, tree: manifest.tree ?? { run: manifest.run, sha256: digest } };
}

/**
 * The environment for a build that computes everything again: what it held may be damaged, and nothing of it is used
 * then. Problems say so; the next position follows the newest one as it lies there.
 */
export async function readEnvironmentAnew(store: Store, name: string): Promise<Environment> {
  try {
    return await readEnvironment(store, name);
  } catch (error) {
    const n = (await refPositions(store, name)).at(-1);
    const bytes = n === undefined || !isDamagedRecord(error) ? undefined : await store.read(refKey(name, n));
    if (n === undefined || bytes === undefined || !isDamagedRecord(error)) throw error;
    const problems = error.problems.map(
      ({ code, message }): Problem =>
        warning(code, message, {
          hint:
            'everything is computed again, and nothing of it is used; ' +
            'ews lineage verify says what else does not hold',
        }),
    );
    return { name, position: n, ref: { n, sha256: sha256(bytes) }, manifest: undefined, problems };
  }
}

/** A manifest and the SHA-256 of its bytes. */
interface StoredManifest {
  readonly manifest: Manifest;
  readonly sha256: string;
}

/**
 * The manifest that a run wrote; undefined of a run that did not get so far. ProblemError EWS5046 for one that is
 * damaged or is another run's.
 */
export async function readManifest(store: Store, runId: string): Promise<Manifest | undefined> {
  return (await readStoredManifest(store, runId))?.manifest;
}

/** Reads what `readManifest` does, with its digest. */
async function readStoredManifest(store: Store, runId: string): Promise<StoredManifest | undefined> {
  const bytes = await readRunFile(store, runId, MANIFEST, ANEW);
  if (bytes === undefined) return undefined;
  const key = `runs/${runId}/${MANIFEST} in ${store.description}`;
  const value = await withNodes(store, jsonObjectIn(bytes), key);
  if (value === undefined || !isManifest(value)) {
    throw damagedRecord(`${key} is damaged: ${whatItIs(bytes, value)}`, ANEW);
  }
  if (value.run !== runId) throw damagedRecord(`${key} is that of another run, ${value.run}`, ANEW);
  return { manifest: value, sha256: sha256(bytes) };
}

/** ProblemError EWS5046 where nodes that stand elsewhere are not those that the manifest names. */
async function withNodes(store: Store, value: PlainObject | undefined, key: string): Promise<PlainObject | undefined> {
  if (value === undefined) return undefined;
  const whole = await wholeManifest(value, (run) => readRunFile(store, run, MANIFEST, ANEW));
  if (whole.kind === 'whole') return whole.value;
  const named = `${key} names the nodes of runs/${whole.place.run}/${MANIFEST}`;
  throw damagedRecord(`${named}, which ${whole.kind === 'lost' ? 'is gone or has none' : 'was changed since'}`, ANEW);
}

/** What a file is that is no manifest. */
function whatItIs(bytes: Uint8Array, value: object | undefined): string {
  if (bytes.length === 0) return 'it is empty';
  return value === undefined ? 'it is not JSON' : 'it is no manifest';
}

/** The run that a position names. ProblemError EWS5046 where it names none. */
export function runIn(ref: Ref): string {
  const run = ref.value['run'];
  if (isRunId(run)) return run;
  throw damagedRecord(`${refKey(ref.name, ref.n)} is damaged: it names no run`, ANEW);
}

export const MANIFEST = 'manifest.json';

/** The way back where the newest run of an environment cannot be read: objects do not need it. */
const ANEW = 'restore it from a copy, or compute everything again without it: ews build --full-refresh';

/**
 * The manifest that a position of a ref points to, and no other: ProblemError EWS5047 where it is not the one whose
 * digest the position has.
 */
async function manifestOf(store: Store, ref: Ref): Promise<StoredManifest> {
  const runId = runIn(ref);
  const stored = await readStoredManifest(store, runId);
  if (stored === undefined) throw manifestGone(store, ref);
  const place = `position ${ref.n} of environment "${ref.name}"`;
  const recorded = ref.value['manifestSha256'];
  if (recorded === undefined || recorded === stored.sha256) return stored;
  const file = `runs/${runId}/${MANIFEST} in ${store.description}`;
  const message = `${file} is not the one that was committed: ${place} has another digest of it`;
  const hint = 'see what else was changed: ews lineage verify; restore it from a copy, or: ews build --full-refresh';
  throw problemError('EWS5047', message, { hint });
}

/** A position that names a run without a manifest: ProblemError EWS5046. */
export function manifestGone(store: Store, ref: Ref): ProblemError {
  const what = `is gone from ${store.description}, and position ${ref.n} of environment "${ref.name}" names it`;
  return damagedRecord(`runs/${runIn(ref)}/${MANIFEST} ${what}`, ANEW);
}

function isDamagedRecord(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS5046' || code === 'EWS5047');
}

import { type ProblemError, ProblemError as Problems, problemError } from '../../diagnostics/index.ts';
import { isRunId } from '../../ids/index.ts';
import type { PlainObject } from '../canonical-json.ts';
import { isObjectId, type ObjectId } from '../object.ts';
import { type Ref, refHistory, refKey } from '../ref.ts';
import type { ListedFile, Store } from '../store.ts';
import { INTENT, type Intent, readIntent } from './intent.ts';

/** What the manifest of a run names, for whoever knows manifests. */
export interface NamedByManifest {
  readonly objects: readonly ObjectId[];
  /** Other runs whose pages and exports are its own too. They name none in turn. */
  readonly runs: readonly string[];
  /** Source -> number of the position of its ref whose observations the run used. */
  readonly sources: ReadonlyMap<string, number>;
}

/** Reads the manifest of a run; undefined where the run has none. Throws ProblemError where it is damaged. */
export type ManifestReader = (store: Store, runId: string) => Promise<NamedByManifest | undefined>;

/** From what garbage collection starts: all that it reaches is kept. */
export interface Roots {
  readonly objects: readonly ObjectId[];
  /** Nodes that runs in progress compute: every object of theirs is kept. */
  readonly names: ReadonlySet<string>;
  /** Runs whose pages and exports are kept, all of one's or none: they lead to each other. */
  readonly runs: ReadonlySet<string>;
  /** Positions of environments that were made for a comparison and go, oldest first, by environment. */
  readonly ended: ReadonlyMap<string, readonly string[]>;
}

export interface RootsInput {
  readonly store: Store;
  readonly files: readonly ListedFile[];
  /** Milliseconds since 1970, by the clock of the place. */
  readonly now: number;
  /** A position younger than this, in milliseconds, is kept. */
  readonly olderThan: number;
  readonly readManifest: ManifestReader;
}

/** Whether an environment was made to compare two states, and ends by itself. */
export function isCompared(environment: string): boolean {
  return environment.startsWith('diff-');
}

/** How long a run may go on: an intent that is older is that of a run that was killed. */
const LONGEST_RUN_MS = 7 * 86_400_000;
/** Between the manifest of a run and the position that names it there are two requests. */
const COMMIT_MS = 3_600_000;

/** Reads what is kept. ProblemError EWS4031 where some of it cannot be read: then nothing may be removed. */
export async function readRoots(input: RootsInput): Promise<Roots> {
  const { store, readManifest } = input;
  const ages = new Map(input.files.map(({ key, modified }) => [key, input.now - modified]));
  const names = refNames(input.files);
  const positions = new Map<string, readonly Ref[]>();
  for (const name of names) positions.set(name, await certainly(() => refHistory(store, name)));

  const objects: ObjectId[] = [];
  const runs = new Set<string>();
  const named = new Set<string>();
  const ended = new Map<string, readonly string[]>();
  for (const [name, history] of positions) {
    const kept = history.filter((ref) => isKept(ref, history, ages, input.olderThan));
    if (kept.length === 0 && isCompared(name))
      ended.set(
        name,
        history.map(({ n }) => refKey(name, n)),
      );
    for (const { value } of history) if (isRunId(value['run'])) named.add(value['run']);
    for (const { value } of kept) if (isRunId(value['run'])) runs.add(value['run']);
    objects.push(...kept.flatMap(({ value }) => observationsIn(value)));
  }
  const intents = await openIntents(input, ages, named);
  for (const { environment } of intents) {
    // A run names files of the one before it, of which nothing else may keep a comparison's.
    const before = positions.get(environment)?.at(-1)?.value['run'];
    if (isRunId(before)) runs.add(before);
  }
  const holders: string[] = [];
  for (const run of runs) {
    const manifest = await certainly(() => readManifest(store, run));
    if (manifest === undefined) throw cannotRead(`run ${run} has no manifest, and a position that is kept names it`);
    objects.push(...manifest.objects);
    holders.push(...manifest.runs);
    for (const [source, n] of manifest.sources) {
      const used = positions.get(`sources/${source}`)?.find((position) => position.n === n);
      objects.push(...(used === undefined ? [] : observationsIn(used.value)));
    }
  }
  for (const { environment } of intents) ended.delete(environment);
  return {
    objects: [...objects, ...intents.flatMap((intent) => intent.objects)],
    names: new Set(intents.flatMap((intent) => intent.names)),
    runs: new Set([...runs, ...holders, ...runsInProgress(input.files, ages, named)]),
    ended,
  };
}

/** The newest of every ref but those that were made to compare, and whatever is young. */
function isKept(
  { name, n }: Ref,
  history: readonly Ref[],
  ages: ReadonlyMap<string, number>,
  olderThan: number,
): boolean {
  const age = ages.get(refKey(name, n));
  if (age === undefined || age < olderThan) return true;
  return n === history.at(-1)?.n && !isCompared(name);
}

/** The refs of environments and sources. */
function refNames(files: readonly ListedFile[]): readonly string[] {
  const names = files.flatMap(({ key }) => {
    const [top, ...name] = key.split('/').slice(0, -1);
    return top === 'refs' && name.join('/') !== 'gc' ? [name.join('/')] : [];
  });
  return [...new Set(names)];
}

/** The object that a position of a source names. */
function observationsIn(value: PlainObject): readonly ObjectId[] {
  const { kind, name, fingerprint } = value;
  const id = { kind, name, fingerprint };
  return isObjectId(id as PlainObject) ? [id as unknown as ObjectId] : [];
}

/** The intents of runs that may still go on. */
async function openIntents(
  { store, files }: RootsInput,
  ages: ReadonlyMap<string, number>,
  named: ReadonlySet<string>,
): Promise<readonly Intent[]> {
  const intents: Intent[] = [];
  for (const run of runsInProgress(files, ages, named)) {
    const intent = await certainly(() => readIntent(store, run));
    if (intent !== undefined) intents.push(intent);
  }
  return intents;
}

/** Runs that announced something, and that no position names yet. */
function runsInProgress(
  files: readonly ListedFile[],
  ages: ReadonlyMap<string, number>,
  named: ReadonlySet<string>,
): readonly string[] {
  return files.flatMap(({ key }) => {
    const [top, run = '', file] = key.split('/');
    if (top !== 'runs' || file !== INTENT || named.has(run)) return [];
    const age = ages.get(`runs/${run}/manifest.json`);
    const isOver = age === undefined ? isOlder(ages, key, LONGEST_RUN_MS) : age > COMMIT_MS;
    return isOver ? [] : [run];
  });
}

function isOlder(ages: ReadonlyMap<string, number>, key: string, limit: number): boolean {
  const age = ages.get(key);
  return age !== undefined && age > limit;
}

/** Reads what must be known before anything is removed. */
async function certainly<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Problems) || error.problems.some(({ code }) => code === 'EWS4006')) throw error;
    throw cannotRead(error.problems.map(({ message }) => message).join('; '));
  }
}

function cannotRead(why: string): ProblemError {
  const hint = 'mend it first, ews lineage verify says what else is damaged; nothing was removed';
  return problemError('EWS4031', `what must be kept cannot be read: ${why}`, { hint });
}

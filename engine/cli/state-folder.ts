import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { lineTextAt, type ProblemError, problemError } from '../diagnostics/index.ts';
import { isBelow, isWithin, namedState, type Reach, realPlace } from '../folders/index.ts';
import { S3_CACHE_PATH, type TargetDefinition } from '../project/index.ts';

/** Where commands keep what can be made again, and what they write while they work. */
export interface StateFolder {
  readonly cache: string;
  /** Of this command alone. */
  readonly scratch: string;
  /** The folder that holds both, where the user named one. */
  readonly named: readonly string[];
}

/**
 * `EWS_STATE_DIR`, or `.ews` of the project. A project that cannot be written is worked on in the system's temporary
 * folder, under a name that nobody can guess.
 */
export function stateFolder(root: string, run: string, environment = process.env): StateFolder {
  const named = namedFolders(environment);
  const [folder = path.join(root, '.ews')] = named;
  const scratch = isWritable(folder)
    ? path.join(folder, 'scratch', run)
    : path.join(tmpdir(), `ews-${randomBytes(16).toString('hex')}`);
  return { cache: path.join(folder, 'cache'), scratch, named };
}

/** The folder of `EWS_STATE_DIR`, if the user names one. */
export function namedFolders(environment = process.env): StateFolder['named'] {
  const named = namedState(environment);
  return named === undefined ? [] : [named];
}

/** Where the lake of a target is, or the copies of one in a bucket: its default lies in the state folder. */
export function storeFolder(root: string, { store }: TargetDefinition, { cache }: StateFolder): string {
  if (store.kind === 'local') return path.resolve(root, store.path);
  return store.cache.path === S3_CACHE_PATH ? path.join(cache, 's3') : path.resolve(root, store.cache.path);
}

/**
 * Throws ProblemError EWS4014 unless lake, copies, caches, scratch and artefacts lie in the project, or in a folder
 * that the user named, with all links followed, and nowhere that is not theirs to fill and delete.
 */
export function checkPlaces(root: string, target: TargetDefinition, state: StateFolder, reach: Reach): void {
  const own = path.join(root, '.ews');
  const states = [own, state.cache, path.dirname(state.scratch)].filter((folder) => isBelow(own, folder));
  const [stateFault] = states.flatMap((folder) => fault(folder, reach));
  if (stateFault !== undefined) throw problemError('EWS4014', stateFault.message, { hint: stateFault.hint });
  const { store, artifacts } = target;
  const lake = storeFolder(root, target, state);
  const [storeFault] = fault(lake, reach);
  if (storeFault !== undefined) throw inTarget(target, store.kind === 'local' ? LAKE_KEY : COPIES_KEY, storeFault);
  const [artifactsFault] = artifacts === undefined ? [] : artifactsFaults(path.resolve(root, artifacts), lake, reach);
  if (artifactsFault !== undefined) throw inTarget(target, ['artifacts'], artifactsFault);
}

const LAKE_KEY = ['store', 'path'];
const COPIES_KEY = ['store', 'cache', 'path'];

function inTarget({ yaml }: TargetDefinition, key: readonly string[], { message, hint }: Fault): ProblemError {
  const span = yaml.spanOf(key);
  return problemError('EWS4014', message, { span, lineText: lineTextAt(yaml.file, span.line), hint });
}

/** Nothing where a build may write files of fixed names into the folder. */
function artifactsFaults(folder: string, lake: string, reach: Reach): readonly Fault[] {
  const hint = 'give the artefacts a folder of their own, such as target';
  if (isBelow(realPlace(lake), realPlace(folder))) return [{ message: `${folder} is the lake, or lies in it`, hint }];
  return fault(folder, reach, hint);
}

const OWN_FOLDER = 'give it a folder of its own: .ews/lake, or .ews/cache/s3 for copies';

interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** Nothing where ews may fill the folder. */
function fault(folder: string, reach: Reach, hint = OWN_FOLDER): readonly Fault[] {
  const real = realPlace(folder);
  const shown = real === folder ? folder : `${folder}, which is ${real},`;
  if (isBelow(real, reach.root)) return [{ message: `${shown} holds the project`, hint }];
  if (isBelow(real, realPlace(homedir()))) return [{ message: `${shown} holds your home`, hint }];
  if (real.split(path.sep).includes('.git')) return [{ message: `${shown} lies in a repository's own folder`, hint }];
  if (isWithin(reach, folder)) return [];
  const message = `${shown} lies outside the project, and its own files may not choose such a place`;
  return [{ message, hint: `if you trust them: --allow-outside ${real}, or EWS_ALLOW_OUTSIDE=${real}` }];
}

function isWritable(folder: string): boolean {
  if (!existsSync(folder)) return path.dirname(folder) !== folder && isWritable(path.dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

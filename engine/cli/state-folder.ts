import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { lineTextAt, problemError } from '../diagnostics/index.ts';
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
 * Throws ProblemError EWS4014 unless lake, copies, caches and scratch lie in the project, or in a folder that the user
 * named, with all links followed, and nowhere that is not theirs to fill and delete.
 */
export function checkPlaces(root: string, target: TargetDefinition, state: StateFolder, reach: Reach): void {
  const own = path.join(root, '.ews');
  const states = [own, state.cache, path.dirname(state.scratch)].filter((folder) => isBelow(own, folder));
  const [stateFault] = states.flatMap((folder) => fault(folder, reach));
  if (stateFault !== undefined) throw problemError('EWS4014', stateFault.message, { hint: stateFault.hint });
  const [storeFault] = fault(storeFolder(root, target, state), reach);
  if (storeFault === undefined) return;
  const { message, hint } = storeFault;
  const { yaml, store } = target;
  const span = yaml.spanOf(store.kind === 'local' ? ['store', 'path'] : ['store', 'cache', 'path']);
  throw problemError('EWS4014', message, { span, lineText: lineTextAt(yaml.file, span.line), hint });
}

interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** Nothing where ews may fill the folder. */
function fault(folder: string, reach: Reach): readonly Fault[] {
  const real = realPlace(folder);
  const shown = real === folder ? folder : `${folder}, which is ${real},`;
  const hint = 'give it a folder of its own: .ews/lake, or .ews/cache/s3 for copies';
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

import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<NodeJS.ProcessEnv>;

/** The folder of `EWS_STATE_DIR`, absolute; undefined where the user names none. */
export function namedState({ EWS_STATE_DIR: declared }: Environment = process.env): string | undefined {
  return declared === undefined || declared === '' ? undefined : path.resolve(declared);
}

/** The folder of the user's caches that is ours, absolute; undefined where the user has no home. */
export function ownCaches({ XDG_CACHE_HOME: declared }: Environment = process.env): string | undefined {
  // A relative path is to be ignored (XDG Base Directory Specification 0.8).
  if (declared !== undefined && path.isAbsolute(declared)) return path.join(declared, 'ews');
  try {
    const home = homedir();
    return path.isAbsolute(home) ? path.join(home, '.cache', 'ews') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A file or folder of the user's for what saves time in every project: never the project's, which is copied, committed
 * and shared by others. In the state folder where the user names one. Null where the user has no folder.
 */
export function userCache(name: string, environment: Environment = process.env): string | null {
  const folder = namedState(environment) ?? ownCaches(environment);
  return folder === undefined ? null : path.join(folder, name);
}

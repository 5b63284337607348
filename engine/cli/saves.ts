import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'chokidar';
import { changedFiles, fileStates, WATCHED_FOLDERS, type WatchedStates } from './watched-files.ts';

/** A save may come as several writes; they count as one when no more follow for this long. */
const QUIET_MS = 60;

/** Files are looked at so often where the system tells of no change, as some network drives do not. */
const LOOK_MS = 1_000;

export interface Save {
  readonly files: readonly string[];
  readonly states: WatchedStates;
  /** When it was noticed, in seconds on the clock of the process. */
  readonly at: number;
}

/** Waits for files of a project to be saved. */
export interface Saves {
  /** How the files are now. */
  now(): Promise<WatchedStates>;
  /** The next state that is another than this one, when it is quiet. Throws the signal's reason when it aborts. */
  after(states: WatchedStates, signal: AbortSignal): Promise<Save>;
  /** Files that sources name, from now on watched too. */
  follow(data: ReadonlySet<string>): void;
  close(): Promise<void>;
}

/** Events of the system only wake it up: what has changed is told by the files. */
export function openSaves(root: string, outside: readonly string[] | undefined): Saves {
  let data: ReadonlySet<string> = new Set();
  const wakers = new Set<() => void>();
  const wake = (): void => {
    for (const each of wakers) each();
  };
  const hidden = (file: string): boolean => /^\.|^node_modules$/.test(path.basename(file)) && file !== root;
  const options = { ignoreInitial: true, ignored: hidden };
  const top = watch(root, { ...options, depth: 0 }).on('all', wake);
  const folders = watch(
    WATCHED_FOLDERS.map((folder) => path.join(root, folder)),
    options,
  ).on('all', wake);
  const now = (): Promise<WatchedStates> => fileStates(root, outside, data);

  async function woken(signal: AbortSignal): Promise<void> {
    const either = new AbortController();
    const end = (): void => either.abort();
    wakers.add(end);
    signal.addEventListener('abort', end, { once: true });
    try {
      if (!signal.aborted) await pause(LOOK_MS, undefined, { signal: either.signal }).catch(() => undefined);
    } finally {
      wakers.delete(end);
      signal.removeEventListener('abort', end);
    }
    signal.throwIfAborted();
  }

  return {
    now,
    async after(states, signal) {
      for (;;) {
        let found = await now();
        if (changedFiles(states, found).length > 0) {
          const at = performance.now() / 1000;
          for (let before = states; changedFiles(before, found).length > 0; ) {
            before = found;
            await pause(QUIET_MS, undefined, { signal });
            found = await now();
          }
          const files = changedFiles(states, found);
          // An editor may put a file away and back again.
          if (files.length > 0) return { files, states: found, at };
        }
        await woken(signal);
      }
    },
    follow(files) {
      for (const file of files) if (!data.has(file)) folders.add(path.join(root, file));
      data = files;
    },
    async close() {
      await Promise.all([top.close(), folders.close()]);
    },
  };
}

import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'chokidar';
import { entry } from '../presence/index.ts';
import { changedFiles, fileStates, isDefining, WATCHED_FOLDERS, type WatchedStates } from './watched-files.ts';

/** A save may come as several writes; they count as one when no more follow for this long. */
const QUIET_MS = 25;

/** Files are looked at so often where the system tells of no change, as some network drives do not. */
const LOOK_MS = 1_000;

/** So often after a save: of changes in quick succession the system may tell but once. */
const LIVELY_LOOK_MS = 100;

/** For so long. */
const LIVELY_MS = 2_000;

/** Where there are so many files that a look takes long, they are looked at less often: this share of the time. */
const LOOKING_SHARE = 0.05;

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
  /** Files that differ between two states. */
  changed(before: WatchedStates, now: WatchedStates): readonly string[];
  /** The next state that is another than this one, when it is quiet. Throws the signal's reason when it aborts. */
  after(states: WatchedStates, signal: AbortSignal): Promise<Save>;
  /** Files that sources name, from now on watched too. */
  follow(data: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

/** Events of the system only wake it up: what has changed is told by the files. */
export function openSaves(root: string, outside: readonly string[] | undefined): Saves {
  let data: ReadonlySet<string> = new Set();
  /** Of each file that sources name how it was before anybody read it. */
  let followed: WatchedStates = new Map();
  let livelyUntil = 0;
  let lookMs = 0;
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

  async function now(): Promise<WatchedStates> {
    const began = performance.now();
    const states = await fileStates(root, outside, data);
    lookMs = performance.now() - began;
    return states;
  }

  async function woken(signal: AbortSignal): Promise<void> {
    const either = new AbortController();
    const end = (): void => either.abort();
    wakers.add(end);
    signal.addEventListener('abort', end, { once: true });
    const often = performance.now() < livelyUntil ? LIVELY_LOOK_MS : LOOK_MS;
    const wait = Math.max(often, lookMs / LOOKING_SHARE);
    try {
      if (!signal.aborted) await pause(wait, undefined, { signal: either.signal }).catch(() => undefined);
    } finally {
      wakers.delete(end);
      signal.removeEventListener('abort', end);
    }
    signal.throwIfAborted();
  }

  /** Files that differ now, of those that are watched still; states of before a file was followed say nothing of it. */
  function changed(before: WatchedStates, found: WatchedStates): readonly string[] {
    return changedFiles(new Map([...followed, ...before]), found).filter((file) => isDefining(file) || data.has(file));
  }

  return {
    now,
    changed,
    async after(states, signal) {
      for (;;) {
        let found = await now();
        if (changed(states, found).length > 0) {
          const at = performance.now() / 1000;
          for (let before = states; changed(before, found).length > 0; ) {
            before = found;
            await pause(QUIET_MS, undefined, { signal });
            found = await now();
          }
          livelyUntil = performance.now() + LIVELY_MS;
          const files = changed(states, found);
          // An editor may put a file away and back again.
          if (files.length > 0) return { files, states: found, at };
        }
        await woken(signal);
      }
    },
    async follow(files) {
      for (const file of files) if (!data.has(file)) folders.add(path.join(root, file));
      for (const file of data) if (!files.has(file) && !isDefining(file)) folders.unwatch(path.join(root, file));
      data = files;
      const found = await now();
      followed = new Map([...files].map((file) => [file, followed.get(file) ?? entry(found, file)]));
    },
    async close() {
      await Promise.all([top.close(), folders.close()]);
    },
  };
}

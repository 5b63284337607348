import { existsSync, readdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isOwn, markOf } from '../../folders/index.ts';
import { appendEvent, doneBy } from '../../lake/index.ts';
import { byteSize, counted } from '../../report/index.ts';
import { openChangingSession } from '../changing-session.ts';
import type { GlobalFlags, SessionPlaces } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

interface Removed {
  /** Relative to the project. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/**
 * `ews clean`: removes caches and scratch files, which can be made again, and never the lake: only folders that carry
 * the mark of ews. Do not run it beside a build.
 */
export async function runClean(flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  const { definitions, effects, target, places } = await openChangingSession(flags, terminal);
  const there = cacheFolders(places, target.store.kind === 's3').filter((folder) => existsSync(folder));
  const shown = (folder: string): string => path.relative(definitions.root, folder);
  const kept = there.filter((folder) => !isOwn(folder, 'cache')).map(shown);
  const removed: Removed[] = [];
  for (const folder of there.filter((each) => isOwn(each, 'cache'))) {
    const size = await sizeOf(folder);
    await rm(folder, { recursive: true, force: true });
    removed.push({ folder: shown(folder), ...size });
  }
  const files = removed.reduce((sum, each) => sum + each.files, 0);
  const bytes = removed.reduce((sum, each) => sum + each.bytes, 0);
  if (removed.length > 0) {
    await appendEvent(effects.store, {
      at: effects.now().toISOString(),
      ...doneBy(effects.origin),
      action: 'clean',
      outcome: 'done',
    });
  }
  if (flags.json === true) terminal.answer.gave('clean', { removed, kept, files, bytes });
  else terminal.out(said(removed, kept));
  return 0;
}

/** Of a lake on this disk there are no copies; those of a bucket may lie among the caches. */
function cacheFolders({ state, store }: SessionPlaces, hasCopies: boolean): readonly string[] {
  return [...scratchFolders(path.dirname(state.scratch)), ...(hasCopies ? [store] : []), state.cache];
}

/** What runs that were killed have left. */
function scratchFolders(folder: string): readonly string[] {
  const isOurs = path.basename(folder) === 'scratch' && existsSync(folder);
  return isOurs ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

function said(removed: readonly Removed[], kept: readonly string[]): string {
  const lines = kept.map((folder) => `kept ${folder}: it has no ${markOf('cache')} of ews; delete it yourself`);
  if (removed.length === 0) return [...lines, 'nothing to clean: no caches, no scratch files'].join('\n');
  const gone = removed.map((each) => `removed ${each.folder}: ${counted(each.files, 'file')}, ${byteSize(each.bytes)}`);
  return [...gone, ...lines, 'the lake is untouched'].join('\n');
}

/** Files below a folder and their bytes, without those that mark folders. */
async function sizeOf(folder: string): Promise<{ readonly files: number; readonly bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== markOf('cache'));
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

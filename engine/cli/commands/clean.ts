import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { appendEvent } from '../../lake/index.ts';
import { byteSize, counted } from '../../report/index.ts';
import { cacheFolders } from '../open-store.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** What may go: unfinished files of runs, and what can be computed again. Never the lake. */
const REMOVED = ['scratch', 'cache'].map((name) => path.join('.ews', name));

interface Removed {
  /** Relative to the project. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** `ews clean`: removes caches and scratch files. Do not run it beside a build. */
export async function runClean(flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  const { definitions, effects, target } = await openSession(flags, terminal);
  const removed: Removed[] = [];
  for (const place of [...REMOVED, ...cacheFolders(definitions.root, target)]) {
    const full = path.resolve(definitions.root, place);
    const folder = path.relative(definitions.root, full);
    const size = await sizeOf(full);
    if (size === undefined) continue;
    await rm(full, { recursive: true, force: true });
    removed.push({ folder, ...size });
  }
  const files = removed.reduce((sum, each) => sum + each.files, 0);
  const bytes = removed.reduce((sum, each) => sum + each.bytes, 0);
  if (removed.length > 0) {
    const { actor, host } = effects.origin;
    await appendEvent(effects.store, {
      at: effects.now().toISOString(),
      actor,
      action: 'clean',
      outcome: 'done',
      origin: host,
    });
  }
  if (flags.json === true) terminal.out(JSON.stringify({ removed, files, bytes }, null, 2));
  else if (removed.length === 0) terminal.out('nothing to clean: no caches, no scratch files');
  else {
    const lines = removed.map(
      (each) => `removed ${each.folder}: ${counted(each.files, 'file')}, ${byteSize(each.bytes)}`,
    );
    terminal.out([...lines, 'the lake is untouched'].join('\n'));
  }
  return 0;
}

/** Files below a folder and their bytes; undefined where there is no such folder. */
async function sizeOf(folder: string): Promise<{ readonly files: number; readonly bytes: number } | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const files = entries.filter((entry) => entry.isFile());
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

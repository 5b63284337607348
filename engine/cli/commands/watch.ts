import path from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { exitCodeOf, isInterrupt, reportFailure } from '../failure.ts';
import { openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type BuildFlags, buildOnce } from './build-once.ts';

/** A save may come as several events; they count as one when no more follow for this long. */
const QUIET_MS = 80;
const FOLDERS = ['sources', 'features', 'models', 'targets'];

/** `ews build --watch`: builds, then builds again after every save, one save one build, until interrupted. */
export async function watchProject(flags: BuildFlags, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const root = path.resolve(flags.projectDir);
  await buildAgain(flags, terminal, signal);
  const watched = [path.join(root, 'ews.config.yaml'), ...FOLDERS.map((folder) => path.join(root, folder))];
  const watcher = watchFiles(watched, {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: QUIET_MS, pollInterval: QUIET_MS / 4 },
  });
  const saved = new Set<string>();
  let wake = (): void => undefined;
  watcher.on('all', (_event, file) => {
    saved.add(path.relative(root, file));
    wake();
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  const files = Object.values(watcher.getWatched()).reduce((count, names) => count + names.length, 0);
  terminal.err(`watching ${files} files`);
  try {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (saved.size > 0) resolve();
      });
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      const names = [...saved].toSorted();
      saved.clear();
      if (signal.aborted || names.length === 0) continue;
      terminal.err(`\nsaved ${names.join(', ')}`);
      await buildAgain(flags, terminal, signal);
    }
  } finally {
    await watcher.close();
  }
}

/** A build whose failure is shown and survived: the next save may mend it. */
async function buildAgain(flags: BuildFlags, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const since = performance.now() / 1000;
  try {
    const session: Session = await openSession(flags, terminal);
    await buildOnce('build', { ...flags, quiet: true }, session, { terminal, signal, since });
  } catch (error) {
    if (isInterrupt(error) || exitCodeOf(error) === 2) throw error;
    reportFailure(error, flags.logFormat === 'json', terminal);
  }
}

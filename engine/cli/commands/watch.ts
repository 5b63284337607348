import path from 'node:path';
import { ProblemError } from '../../diagnostics/index.ts';
import type { RunEvent } from '../../run/index.ts';
import { tellAnswer } from '../answer/tell-answer.ts';
import { openChangingSession } from '../changing-session.ts';
import { keepSpareWorker, warmCommandWorkers } from '../command-workers.ts';
import { exitCodeOf, isInterrupt, reportFailure } from '../failure.ts';
import { tellNotice } from '../live-notices.ts';
import { openSaves, type Save, type Saves } from '../saves.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { dataFiles } from '../watched-files.ts';
import { type BuildFlags, buildOnce, type WatchedBuild } from './build-once.ts';

interface Watching {
  readonly flags: BuildFlags;
  readonly terminal: Terminal;
  readonly saves: Saves;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** What is built of a save, until the next one comes. */
interface Pass extends Watching {
  readonly save: Save;
  /** Ends it: the next save has come, or the watch ends. */
  readonly stopped: AbortSignal;
}

/**
 * `ews build --watch`: builds, then builds again after every save until interrupted. After a save groups, labels and
 * tests come first; models that follow are named at once and trained behind them. Whatever is under way when the next
 * save comes is superseded by it: what it stored is found again, and nothing of it is committed.
 */
export async function watchProject(flags: BuildFlags, terminal: Terminal, signal: AbortSignal): Promise<void> {
  keepSpareWorker();
  const saves = openSaves(path.resolve(flags.projectDir), flags.allowOutside);
  const watching: Watching = { flags, terminal, saves, signal };
  try {
    // The first build is waited for since the process was started; what is saved while it runs is saved after this.
    let save: Save = { files: [], states: await saves.now(), at: 0 };
    save = await supersededBySave(watching, save, firstBuild);
    for (;;) save = await supersededBySave(watching, save, buildSave);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await saves.close();
  }
}

/** Works until it is done, or until something is saved, which supersedes it. Gives the next save. */
async function supersededBySave(watching: Watching, save: Save, work: (pass: Pass) => Promise<void>): Promise<Save> {
  const { flags, saves, signal, terminal } = watching;
  const stop = new AbortController();
  const end = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const next = saves.after(save.states, signal);
  next.then(
    () => stop.abort(new DOMException('superseded by a save', 'AbortError')),
    () => undefined,
  );
  try {
    const pass = { ...watching, save, stopped: stop.signal };
    await surviving(pass, () => work(pass));
  } catch (error) {
    if (signal.aborted || !stop.signal.aborted) throw error;
    // What it found belongs to nothing that is told of.
    terminal.answer.taken();
    tellNotice('superseded by a save', flags, terminal);
  } finally {
    signal.removeEventListener('abort', end);
  }
  const saved = await next;
  tellNotice(`\nsaved ${saved.files.join(', ')}`, flags, terminal);
  return saved;
}

async function firstBuild(pass: Pass): Promise<void> {
  await surviving(pass, async () => buildAndTell(pass, {}, await opened(pass)));
  // Its failure is told: what is watched are the files all the same.
  tellNotice(`watching ${pass.save.states.size} files`, pass.flags, pass.terminal);
}

async function opened({ flags, terminal, saves }: Watching): Promise<Session> {
  const session = await openChangingSession(flags, terminal);
  await saves.follow(dataFiles(session.definitions));
  return session;
}

/** The nodes that take long: what was saved is told of before they are begun. */
const SLOW = ['model', 'comparison'] as const;

async function buildSave(pass: Pass): Promise<void> {
  const { flags, terminal, stopped, save } = pass;
  const follow: string[] = [];
  const tellLater = (nodes: readonly string[]): void => {
    follow.push(...nodes);
    if (nodes.length === 0) return;
    tellNotice(`models follow: ${nodes.join(', ')}; the next save comes before them`, flags, terminal);
  };
  let isNew = false;
  const rows: WatchedBuild = {
    isBrief: true,
    isTold: isNews,
    hear: (event) => {
      if (event.kind !== 'node_finished') return;
      isNew ||= event.result.status !== 'reused';
      if (!isNew || event.done < event.total) return;
      const seconds = (performance.now() / 1000 - save.at).toFixed(2);
      tellNotice(`rows and tests ${seconds} s after the save`, flags, terminal);
    },
  };
  await buildAndTell(pass, { without: SLOW, tellLater }, await opened(pass), rows);
  if (follow.length === 0) return;
  stopped.throwIfAborted();
  warmCommandWorkers();
  await buildAndTell(pass, {}, await opened(pass), { isBrief: false, isTold: isNews, hear: () => undefined });
}

/** Whether an event says what the build before did not say. */
function isNews(event: RunEvent): boolean {
  if (event.kind !== 'node_finished') return false;
  const { status, kind, problems, test } = event.result;
  // Where all tests of a group passed, the last of them tells so, also where it is reused.
  return status !== 'reused' || test?.status === 'fail' || (kind === 'test' && problems.length === 0);
}

/** A build, told to machines as one that is typed is. */
async function buildAndTell(
  { flags, terminal, stopped, save }: Pass,
  more: Pick<BuildFlags, 'without' | 'tellLater'>,
  session: Session,
  watched?: WatchedBuild,
): Promise<void> {
  const how = { terminal, signal: stopped, since: save.at, watched };
  const { ok } = await buildOnce('build', { ...flags, ...more }, session, how);
  const seconds = session.effects.elapsed() - save.at;
  await tellAnswer({ command: 'build', exitCode: ok ? 0 : 1, seconds }, flags, terminal);
}

/** A failure is shown and survived: the next save may mend it. One of files that were saved since is not shown. */
async function surviving(pass: Pass, work: () => Promise<void>): Promise<void> {
  const { flags, terminal, saves, save, stopped } = pass;
  try {
    await work();
  } catch (error) {
    const isOurs = exitCodeOf(error) === 2 && !(error instanceof ProblemError);
    if (stopped.aborted || isInterrupt(error) || isOurs) throw error;
    if (saves.changed(save.states, await saves.now()).length > 0) {
      terminal.answer.taken();
      return;
    }
    reportFailure(error, flags, terminal);
    const seconds = performance.now() / 1000 - save.at;
    await tellAnswer({ command: 'build', exitCode: exitCodeOf(error), seconds }, flags, terminal);
  }
}

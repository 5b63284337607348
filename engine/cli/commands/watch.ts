import path from 'node:path';
import { ProblemError } from '../../diagnostics/index.ts';
import { plainFixed } from '../../figures/index.ts';
import type { Emit, NodeResult, RunEvent } from '../../run/index.ts';
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
  readonly news: News;
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
  const watching: Watching = { flags, terminal, saves, signal, news: newsOfBuilds() };
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
  const { save, flags, terminal, signal } = pass;
  try {
    await surviving(pass, () => buildAndTell(pass, {}, { isBrief: false, isTold: () => true, hear: pass.news.hear }));
  } finally {
    // However it ended, files are watched from now on.
    if (!signal.aborted) tellNotice(`watching ${save.states.size} files`, flags, terminal);
  }
}

async function opened({ flags, terminal, saves }: Watching): Promise<Session> {
  const session = await openChangingSession(flags, terminal);
  await saves.follow(dataFiles(session.definitions));
  return session;
}

/** The nodes that take long: what was saved is told of before they are begun. */
const SLOW = ['model', 'comparison'] as const;

async function buildSave(pass: Pass): Promise<void> {
  const { flags, terminal, stopped, save, news } = pass;
  let follow: readonly string[] = [];
  const tellLater = (nodes: readonly string[]): void => {
    follow = nodes;
    if (nodes.length === 0) return;
    // Of a group that comes out as it was nobody knows yet: its readers are spared then.
    const which = `models follow if what they are made of changes: ${nodes.join(', ')}`;
    tellNotice(`${which}; the next save comes before them`, flags, terminal);
  };
  let isNew = false;
  const rows: WatchedBuild = {
    isBrief: true,
    isTold: news.isNew,
    hear: (event) => {
      news.hear(event);
      if (event.kind !== 'node_finished') return;
      isNew ||= event.result.status !== 'reused';
      if (!isNew || event.done < event.total) return;
      const seconds = plainFixed(performance.now() / 1000 - save.at, 2);
      tellNotice(`rows and tests ${seconds} s after the save`, flags, terminal);
    },
  };
  await buildAndTell(pass, { without: SLOW, tellLater }, rows);
  if (follow.length === 0) return;
  stopped.throwIfAborted();
  warmCommandWorkers();
  await buildAndTell(pass, {}, { isBrief: false, isTold: news.isNew, hear: news.hear });
}

/** Tells what a build says that the one before did not say. */
interface News {
  readonly isNew: (event: RunEvent) => boolean;
  /** Is given every event when it has been told. */
  readonly hear: Emit;
}

function newsOfBuilds(): News {
  let before: ReadonlySet<string> = new Set();
  let now = new Set<string>();
  return {
    isNew: (event) => {
      if (event.kind === 'problem') return !before.has(JSON.stringify(event.problem));
      return event.kind === 'node_finished' && isNewResult(event.result);
    },
    hear: (event) => {
      if (event.kind === 'problem') now.add(JSON.stringify(event.problem));
      if (event.kind !== 'planned') return;
      // All that is found of the project itself is told by then.
      before = now;
      now = new Set();
    },
  };
}

/** Of a group of which all tests passed the last one tells so, also where it is reused. */
function isNewResult({ status, kind, problems, test }: NodeResult): boolean {
  return status !== 'reused' || test?.status === 'fail' || (kind === 'test' && problems.length === 0);
}

type More = Pick<BuildFlags, 'without' | 'tellLater'>;

/**
 * A build, told to machines as one that is typed is. Where another run moved the environment meanwhile, as one that
 * somebody types does, it is done once more: what it stored is found.
 */
async function buildAndTell(pass: Pass, more: More, watched: WatchedBuild): Promise<void> {
  const { flags, terminal, stopped, save } = pass;
  const how = { terminal, signal: stopped, since: save.at, watched };
  const build = async (): Promise<boolean> =>
    (await buildOnce('build', { ...flags, ...more }, await opened(pass), how)).ok;
  const ok = await build().catch((error: unknown) => {
    if (stopped.aborted || !isOvertaken(error)) throw error;
    terminal.answer.taken();
    tellNotice('another run was faster: once more', flags, terminal);
    return build();
  });
  const seconds = performance.now() / 1000 - save.at;
  await tellAnswer({ command: 'build', exitCode: ok ? 0 : 1, seconds }, flags, terminal);
}

function isOvertaken(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.some(({ code }) => code === 'EWS4001');
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

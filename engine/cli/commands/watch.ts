import path from 'node:path';
import { ProblemError } from '../../diagnostics/index.ts';
import { planBuild, prepare } from '../../run/index.ts';
import { tellAnswer } from '../answer/tell-answer.ts';
import { openChangingSession } from '../changing-session.ts';
import { exitCodeOf, isInterrupt, reportFailure } from '../failure.ts';
import { tellNotice } from '../live-notices.ts';
import { selectionOf } from '../named-state.ts';
import { openSaves, type Save, type Saves } from '../saves.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { dataFiles, type WatchedStates } from '../watched-files.ts';
import { type BuildConsole, type BuildFlags, buildOnce } from './build-once.ts';

interface Watching {
  readonly flags: BuildFlags;
  readonly terminal: Terminal;
  readonly saves: Saves;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/**
 * `ews build --watch`: builds, then builds again after every save until interrupted. After a save groups, labels and
 * tests come first; models that follow are named and then trained, until they are done or the next save comes.
 */
export async function watchProject(flags: BuildFlags, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const root = path.resolve(flags.projectDir);
  const saves = openSaves(root, flags.allowOutside);
  const watching: Watching = { flags, terminal, saves, signal };
  try {
    // What is saved while the first build runs is saved after this.
    let states = await saves.now();
    // The first build is waited for since the process was started.
    await surviving(watching, async () => {
      const session = await opened(watching);
      await buildAndTell(watching, {}, session, { terminal, signal, since: 0 });
    });
    tellNotice(`watching ${states.size} files`, flags, terminal);
    for (;;) {
      const save = await saves.after(states, signal);
      states = save.states;
      tellNotice(`\nsaved ${save.files.join(', ')}`, flags, terminal);
      await surviving(watching, () => buildSave(watching, save));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await saves.close();
  }
}

async function opened({ flags, terminal, saves }: Watching): Promise<Session> {
  const session = await openChangingSession(flags, terminal);
  saves.follow(dataFiles(session.definitions));
  return session;
}

/** The nodes that take long: what was saved is told of before they are begun. */
const SLOW = ['model', 'comparison'] as const;

async function buildSave(watching: Watching, { at, states }: Save): Promise<void> {
  const { flags, terminal, signal } = watching;
  const session = await opened(watching);
  await buildAndTell(watching, { without: SLOW }, session, { terminal, signal, since: at });
  if (session.definitions.models.length === 0) return;
  const following = await followingModels(watching);
  if (following.length === 0) return;
  tellNotice(`models follow: ${following.join(', ')}; the next save comes before them`, flags, terminal);
  await untilSaved(watching, states, async (stopped) => {
    const again = await opened(watching);
    await buildAndTell(watching, {}, again, { terminal, signal: stopped, since: at });
  });
}

/** A build, told to machines as one that is typed is. */
async function buildAndTell(
  { flags }: Watching,
  more: Pick<BuildFlags, 'without'>,
  session: Session,
  how: BuildConsole,
): Promise<void> {
  const quiet = { ...flags, ...more, quiet: true };
  const { ok } = await buildOnce('build', quiet, session, how);
  const seconds = session.effects.elapsed() - how.since;
  await tellAnswer({ command: 'build', exitCode: ok ? 0 : 1, seconds }, quiet, how.terminal);
}

/** Models and comparisons that a build would make now. */
async function followingModels(watching: Watching): Promise<readonly string[]> {
  const session = await opened(watching);
  const { target, environment, definitions, effects } = session;
  const { flags } = watching;
  const options = {
    ...(await selectionOf(session, flags)),
    target,
    environment,
    fullRefresh: flags.fullRefresh === true,
  };
  const { plan } = await planBuild(await prepare(definitions, options, effects), options, effects);
  return plan.stages.filter(({ kind, action }) => isSlow(kind) && action.startsWith('execute')).map(({ node }) => node);
}

function isSlow(kind: string): boolean {
  return SLOW.some((slow) => slow === kind);
}

/** Works until it is done, or until something is saved, which supersedes it. */
async function untilSaved(
  { flags, saves, signal, terminal }: Watching,
  states: WatchedStates,
  work: (stopped: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const done = new AbortController();
  const end = (): void => {
    stop.abort(signal.reason);
    done.abort();
  };
  signal.addEventListener('abort', end, { once: true });
  const saved = saves.after(states, done.signal).then(
    () => stop.abort(new DOMException('superseded by a save', 'AbortError')),
    () => undefined,
  );
  try {
    await work(stop.signal);
  } catch (error) {
    if (signal.aborted || !stop.signal.aborted) throw error;
    tellNotice('superseded by a save', flags, terminal);
  } finally {
    signal.removeEventListener('abort', end);
    done.abort();
    await saved;
  }
}

/** A failure is shown and survived: the next save may mend it. */
async function surviving({ flags, terminal, signal }: Watching, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isOurs = exitCodeOf(error) === 2 && !(error instanceof ProblemError);
    if (signal.aborted || isInterrupt(error) || isOurs) throw error;
    reportFailure(error, flags, terminal);
    await tellAnswer({ command: 'build', exitCode: exitCodeOf(error), seconds: 0 }, flags, terminal);
  }
}

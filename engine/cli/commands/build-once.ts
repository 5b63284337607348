import path from 'node:path';
import { userCache } from '../../folders/index.ts';
import { renderRunPages, resultText, runLines } from '../../report/index.ts';
import { type BuildOptions, build, type Emit, type KeptTexts, type RunResult } from '../../run/index.ts';
import { buildDigest } from '../build-digest.ts';
import { calledAs, thisInvocation } from '../called-as.ts';
import { eventEmitter } from '../event-emitter.ts';
import { interruptedBy } from '../interrupt-signal.ts';
import { keptTextFiles } from '../kept-text-files.ts';
import { tellNotices } from '../live-notices.ts';
import { type StateFlags, selectionOf } from '../named-state.ts';
import { runningNodes } from '../running-nodes.ts';
import type { Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { Terminal } from '../terminal.ts';
import { EWS_VERSION } from '../version.ts';

export interface BuildFlags extends StateFlags {
  readonly threads?: string;
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  /** False with --no-ingest. */
  readonly ingest?: boolean;
  readonly watch?: boolean;
  /** Kinds of nodes that are left, whatever is selected: no flag of the command line. */
  readonly without?: BuildOptions['without'];
  /** What an earlier run had left to do: no flag either. */
  readonly retry?: BuildOptions['retry'];
}

export type BuildCommand = 'build' | 'run' | 'test';

/** How a build is told of and stopped. */
export interface BuildConsole {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Since when the user has waited, in seconds on the clock of the session; 0 is the start of the process. */
  readonly since: number;
}

/** One build: its progress on standard error, its result on standard output. */
export async function buildOnce(
  command: BuildCommand,
  flags: BuildFlags,
  session: Session,
  { terminal, signal, since }: BuildConsole,
): Promise<RunResult> {
  const options = {
    command,
    run: session.run,
    ...(await selectionOf(session, flags)),
    target: session.target,
    environment: session.environment,
    threads: session.threads,
    without: flags.without,
    retry: flags.retry,
    typed: { vars: flags.vars ?? null, state: flags.state ?? null, threads: flags.threads ?? null },
    fullRefresh: flags.fullRefresh === true,
    failFast: flags.failFast === true,
    ingest: flags.ingest !== false,
    renderPages: renderRunPages,
    // Who asks for everything anew does not ask for what was drawn before.
    keptTexts: flags.fullRefresh === true ? undefined : keptTexts(),
  };
  for (const warning of session.warnings) tellProblem(warning, flags, terminal);
  const project = session.definitions.config.name;
  const lines = runLines({ version: EWS_VERSION, project, paint: terminal.paintErr });
  const tell = eventEmitter(flags, lines, terminal);
  const running =
    flags.logFormat === 'text' && flags.quiet !== true ? runningNodes(terminal, session.effects.elapsed) : null;
  const emit: Emit = (event) => {
    running?.on(event);
    tell(event);
  };
  const { definitions } = session;
  const effects = interruptedBy(signal, session.effects);
  const result = await build(options, { definitions, effects, emit, signal }).finally(() => running?.end());
  // Reading the project, writing the run and telling of it are waited for as the steps are.
  const waited = (): number => session.effects.elapsed() - since;
  if (flags.json === true)
    terminal.answer.gave(flags.retry === undefined ? command : 'retry', {
      ...retries(flags),
      ...result,
      seconds: waited(),
    });
  else if (flags.logFormat === 'text') {
    const file = await session.effects.store.localPath(`${result.folder}/index.html`);
    const page = {
      path: path.relative(process.cwd(), file),
      opener: `${calledAs(process.cwd(), thisInvocation())} open`,
    };
    terminal.out(resultText({ ...result, seconds: waited() }, page, terminal.paintOut));
  }
  tellNotices(session.definitions, flags, terminal);
  return result;
}

/** The run of which this one did what that had left. */
function retries({ retry }: BuildFlags): { readonly retries?: string } {
  return retry === undefined ? {} : { retries: retry.run };
}

/** The user's, for all projects; none where there is no place for them, or this engine may change without a notice. */
function keptTexts(): KeptTexts | undefined {
  const [folder, revision] = [userCache('pages'), buildDigest()];
  return folder === null || revision === null ? undefined : keptTextFiles(folder, revision);
}

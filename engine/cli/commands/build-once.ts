import path from 'node:path';
import { eventText, problemText, renderRunPages, resultText } from '../../report/index.ts';
import { build, type RunResult } from '../../run/index.ts';
import { eventEmitter } from '../event-emitter.ts';
import { interruptedBy } from '../interrupt-signal.ts';
import { tellNotices } from '../live-notices.ts';
import type { GlobalFlags, Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { EWS_VERSION } from '../version.ts';

export interface BuildFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly threads?: string;
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  /** False with --no-ingest. */
  readonly ingest?: boolean;
  readonly watch?: boolean;
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
    select: flags.select ?? [],
    exclude: flags.exclude ?? [],
    target: session.target,
    environment: session.environment,
    threads: session.threads,
    fullRefresh: flags.fullRefresh === true,
    failFast: flags.failFast === true,
    ingest: flags.ingest !== false,
    renderPages: renderRunPages,
  };
  if (flags.logFormat === 'text') {
    for (const warning of session.warnings) terminal.err(problemText(warning, terminal.paintErr));
  }
  const project = session.definitions.config.name;
  const emit = eventEmitter(flags, (event) => eventText(event, EWS_VERSION, project, terminal.paintErr), terminal);
  const { definitions } = session;
  const effects = interruptedBy(signal, session.effects);
  const result = await build(options, { definitions, effects, emit, signal });
  if (flags.json === true) terminal.out(JSON.stringify(result, null, 2));
  else if (flags.logFormat === 'text') {
    const file = await session.effects.store.localPath(`${result.folder}/index.html`);
    const page = path.relative(process.cwd(), file);
    // Reading the project, writing the run and telling of it are waited for as the steps are.
    const waited = session.effects.elapsed() - since;
    terminal.out(resultText({ ...result, seconds: waited }, page, terminal.paintOut));
  }
  tellNotices(session.definitions, flags, terminal);
  return result;
}

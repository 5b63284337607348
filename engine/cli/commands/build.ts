import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ProblemError } from '../../diagnostics/index.ts';
import { eventText, paintFor, resultText } from '../../report/index.ts';
import { build, type Emit, type RunResult } from '../../run/index.ts';
import { EWS_VERSION, type GlobalFlags, openSession, type Session } from '../session.ts';

export interface BuildFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly threads?: string;
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  readonly watch?: boolean;
}

/** `ews build`, `ews run`, `ews test`. */
export async function runBuild(command: 'build' | 'run' | 'test', flags: BuildFlags): Promise<void> {
  const session = await openSession(flags);
  const result = await buildOnce(command, flags, session, interruptSignal());
  process.exitCode = result.ok ? 0 : 1;
}

/** One build, told on standard error; its result on standard output. */
export async function buildOnce(
  command: 'build' | 'run' | 'test',
  flags: BuildFlags,
  session: Session,
  signal: AbortSignal,
): Promise<RunResult> {
  const options = {
    command,
    run: session.run,
    select: flags.select ?? [],
    exclude: flags.exclude ?? [],
    target: session.target,
    environment: session.environment,
    threads: threadCount(flags, session),
    fullRefresh: flags.fullRefresh === true,
    failFast: flags.failFast === true,
  };
  const result = await build(session.definitions, options, session.effects, emitter(flags, session), signal);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (flags.logFormat === 'text') {
    const page = path.relative(process.cwd(), path.join(session.lake, result.folder, 'index.html'));
    process.stdout.write(`${resultText(result, page, paintFor(process.stdout, process.env))}\n`);
  }
  return result;
}

function emitter(flags: BuildFlags, session: Session): Emit {
  const paint = paintFor(process.stderr, process.env);
  const project = session.definitions.config.name;
  return (event) => {
    if (flags.logFormat === 'json') process.stderr.write(`${JSON.stringify(event)}\n`);
    else if (flags.quiet !== true) {
      const text = eventText(event, EWS_VERSION, project, paint);
      if (text !== undefined) process.stderr.write(`${text}\n`);
    }
  };
}

function threadCount(flags: BuildFlags, session: Session): number {
  const { threads } = session.target.resources;
  const wanted = flags.threads ?? (threads === 'auto' ? String(availableParallelism()) : String(threads));
  const count = Number(wanted);
  if (Number.isInteger(count) && count >= 1) return count;
  const message = `--threads takes a whole number from 1, not "${wanted}"`;
  throw new ProblemError([{ code: 'EWS6001', severity: 'error', message }]);
}

/** Aborts on the first Ctrl-C; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new DOMException('interrupted', 'AbortError'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return controller.signal;
}

import { problemError } from '../../diagnostics/index.ts';
import { isRunId } from '../../ids/index.ts';
import { leftToDo, newestRunOf } from '../../inspect/index.ts';
import { isCompared } from '../../lake/index.ts';
import { type LeftToDo, type RunInvocation, readInvocation } from '../../plan/index.ts';
import { prepare } from '../../run/index.ts';
import { openChangingSession } from '../changing-session.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { selectionOf } from '../named-state.ts';
import type { GlobalFlags, Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { typedCommand, typedOption } from '../typed-command.ts';
import { type BuildFlags, buildOnce } from './build-once.ts';

export interface RetryFlags extends GlobalFlags {
  readonly threads?: string;
}

/**
 * `ews retry [RUN]`: asks again for what a run was asked for, with its flags, on the definitions as they are now, and
 * does what it had left to do. ProblemError EWS4021 where nobody knows how it was asked for, EWS4022 where that was
 * otherwise than now.
 */
export async function runRetry(named: string | undefined, flags: RetryFlags, terminal: Terminal): Promise<ExitCode> {
  const opened = await openChangingSession(flags, terminal);
  const run = named ?? (await newestRunOf(opened.effects.store, opened.environment));
  const asked = await askedRun(opened, run);
  refuseOthers(asked, flags);
  const { invocation } = asked;
  const again = flagsAgain(invocation, flags);
  const session = isAskedAlike(opened, invocation, flags) ? opened : await openChangingSession(again, terminal);
  const left: LeftToDo = { run: asked.run, nodes: await leftToDo(session.effects.store, asked.run) };
  if (!(await hasSomethingToDo(session, again, left))) {
    const nothing = { retries: left.run, run: null, nodes: [] } as const;
    const text = `nothing to retry: of what run ${left.run} was asked for, nothing failed and nothing is left`;
    if (flags.json === true) terminal.answer.gave('retry', nothing);
    else terminal.out(text);
    return 0;
  }
  if (flags.logFormat === 'text' && flags.quiet !== true) terminal.err(terminal.paintErr.dim(retryText(left)));
  const signal = interruptSignal();
  const { command } = invocation;
  const result = await buildOnce(command, { ...again, retry: left }, session, { terminal, signal, since: 0 });
  return result.ok ? 0 : 1;
}

/** A run with how it was asked for. */
interface AskedRun {
  readonly run: string;
  readonly invocation: RunInvocation;
}

async function askedRun({ effects: { store }, environment }: Session, run: string | undefined): Promise<AskedRun> {
  if (run === undefined) {
    const hint = 'ews runs lists the runs of the lake; ews build makes one';
    throw problemError('EWS4021', `environment "${environment}" has no run to retry`, { hint });
  }
  const invocation = isRunId(run) ? await readInvocation(store, run) : undefined;
  if (invocation === undefined) {
    const message = `the lake does not say how run "${run}" was asked for`;
    const hint = 'ews runs lists the runs that there are; those of before kept no flags: give them to ews build again';
    throw problemError('EWS4021', message, { hint });
  }
  if (isCompared(invocation.environment)) {
    const message = `run "${run}" built one side of a comparison, of other definitions than those of now`;
    throw problemError('EWS4021', message, { hint: 'compare again: ews diff A B --build' });
  }
  return { run, invocation };
}

/** A run is retried where it ran and with its variables: what would be another run is refused. */
function refuseOthers({ run, invocation }: AskedRun, flags: RetryFlags): void {
  const wanted = [
    ['--target', flags.target, invocation.target],
    ['--env', flags.env, invocation.environment],
    ['--vars', flags.vars, invocation.vars],
  ] as const;
  for (const [flag, now, then] of wanted) {
    if (now === undefined || now === then) continue;
    const message = `run "${run}" was asked for with ${then === null ? `no ${flag}` : `${flag} ${then}`}, not ${now}`;
    const build = typedCommand('ews build', typedOption(flag, now));
    const hint = `leave ${flag} out (and its variable of the environment); or it is another run: ${build}`;
    throw problemError('EWS4022', message, { hint });
  }
}

function isAskedAlike({ target, environment }: Session, invocation: RunInvocation, flags: RetryFlags): boolean {
  const isThere = target.name === invocation.target && environment === invocation.environment;
  return (
    isThere &&
    (flags.vars ?? null) === invocation.vars &&
    !invocation.fullRefresh &&
    threadsOf(invocation, flags) === flags.threads
  );
}

/** The flags that the run was given; only how many nodes run at a time may be another number. */
function flagsAgain(invocation: RunInvocation, flags: RetryFlags): BuildFlags {
  const { target, environment: env, vars, state, select, exclude, fullRefresh, failFast, ingest, defer } = invocation;
  const { vars: _, threads: __, ...global } = flags;
  const threads = threadsOf(invocation, flags);
  return {
    ...global,
    ...{ target, env, select, exclude, fullRefresh, failFast, ingest, defer },
    without: invocation.without as BuildFlags['without'],
    ...(vars === null ? {} : { vars }),
    ...(state === null ? {} : { state }),
    ...(threads === undefined ? {} : { threads }),
  };
}

function threadsOf({ threads }: RunInvocation, flags: RetryFlags): string | undefined {
  return flags.threads ?? threads ?? undefined;
}

/** Whether anything that was left is still defined and asked for. */
async function hasSomethingToDo(session: Session, flags: BuildFlags, retry: LeftToDo): Promise<boolean> {
  if (retry.nodes === 'all') return true;
  if (retry.nodes.size === 0) return false;
  const { target, environment, definitions, effects } = session;
  const { without } = flags;
  const selection = await selectionOf(session, flags);
  const options = { ...selection, without, target, environment, fullRefresh: false, retry };
  return (await prepare(definitions, options, effects)).selected.size > 0;
}

function retryText({ run, nodes }: LeftToDo): string {
  if (nodes === 'all') return `run ${run} did not come to its end: what it was asked for, without what it stored`;
  const names = [...nodes];
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return `what run ${run} left: ${shown}`;
}

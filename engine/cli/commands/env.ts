import { didYouMean, problemError, usageError } from '../../diagnostics/index.ts';
import { listEnvironments, showEnvironment } from '../../inspect/index.ts';
import { environmentsText, environmentText } from '../../report/index.ts';
import { deleteEnvironment } from '../../run/index.ts';
import { openChangingSession } from '../changing-session.ts';
import { isProtected } from '../protected.ts';
import { checkedEnvironment, type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';

/** `ews env list`: the environments of the target's lake. */
export async function runEnvList(flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  const { definitions, effects } = await openSession(flags, terminal);
  const environments = (await listEnvironments(effects.store)).map((each) => ({
    ...each,
    protected: isProtected(definitions, each.environment),
  }));
  if (flags.json === true) terminal.answer.gave('env list', { environments });
  else terminal.out(environmentsText(environments, terminal.paintOut, terminal.width));
  return 0;
}

export interface EnvShowFlags extends GlobalFlags {
  readonly last?: string;
}

/** `ews env show NAME`: what is not ok in it, and its history. ProblemError EWS4005 where there is none. */
export async function runEnvShow(name: string, flags: EnvShowFlags, terminal: Terminal): Promise<ExitCode> {
  const last = wholeNumber('--last', flags.last ?? '10');
  checkedEnvironment(name);
  const { definitions, effects } = await openSession(flags, terminal);
  const found = await showEnvironment(effects.store, name, last);
  if (found === undefined) {
    const names = (await listEnvironments(effects.store)).map(({ environment }) => environment);
    const hint = didYouMean(name, names) ?? 'ews env list says which there are';
    throw problemError('EWS4005', `there is no environment "${name}"`, { hint });
  }
  const environment = { ...found, protected: isProtected(definitions, name) };
  if (flags.json === true) terminal.answer.gave('env show', environment);
  else terminal.out(environmentText(environment, terminal.paintOut, terminal.width));
  return 0;
}

export interface EnvDeleteFlags extends GlobalFlags {
  /** What is asked instead of a prompt: that somebody means it. */
  readonly yes?: boolean;
}

/**
 * `ews env delete NAME --yes`: ends an environment; what only it needed is for `ews gc`. ProblemError EWS6001 without
 * `--yes`, EWS4032 where a target protects it.
 */
export async function runEnvDelete(name: string, flags: EnvDeleteFlags, terminal: Terminal): Promise<ExitCode> {
  checkedEnvironment(name);
  const session = await openChangingSession(flags, terminal);
  const guarded = isProtected(session.definitions, name);
  if (flags.yes !== true && !guarded) {
    const message = `ews env delete ${name} ends environment "${name}": its runs are no longer kept from ews gc`;
    throw usageError(message, `if that is meant: ews env delete ${name} --yes`);
  }
  const deleted = await deleteEnvironment(name, guarded, session.effects);
  if (flags.json === true) {
    terminal.answer.gave('env delete', deleted);
    return 0;
  }
  const last = deleted.run === null ? '' : `; its last run was ${deleted.run}`;
  const rest = terminal.paintOut.typed('what only it needed: ews gc --older-than 30d --dry-run');
  terminal.out(`environment ${name} is deleted, by position ${deleted.position}${last}\n${rest}`);
  return 0;
}

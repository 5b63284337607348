import { planText } from '../../report/index.ts';
import { planBuild, prepare, unattestedSources } from '../../run/index.ts';
import { type StateFlags, selectionOf } from '../named-state.ts';
import { openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { nextCommand, typedOption } from '../typed-command.ts';

export interface PlanFlags extends StateFlags {
  readonly fullRefresh?: boolean;
}

/** `ews plan`: what `ews build` would do with what is stored now. Fetches, computes and writes nothing. */
export async function runPlan(flags: PlanFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const options = {
    ...(await selectionOf(session, flags)),
    target: session.target,
    environment: session.environment,
    fullRefresh: flags.fullRefresh === true,
  };
  const prepared = await prepare(session.definitions, options, session.effects);
  const { plan, problems } = await planBuild(prepared, options, session.effects);
  const damaged = prepared.environment.problems ?? [];
  const told = [...problems, ...unattestedSources(prepared.graph)];
  for (const problem of [...session.warnings, ...damaged, ...prepared.graph.problems, ...prepared.problems, ...told]) {
    tellProblem(problem, flags, terminal);
  }
  if (flags.json === true) terminal.answer.gave('plan', plan);
  else terminal.out(planText(plan, buildCommand(flags), terminal.paintOut));
  return 0;
}

/** The build that this plan is of, as it would be typed. */
function buildCommand(flags: PlanFlags): string {
  return nextCommand('build', flags, [
    ...typedOption('--state', flags.state),
    ...(flags.defer === true ? ['--defer'] : []),
    ...typedOption('--select', flags.select?.join(' ')),
    ...typedOption('--exclude', flags.exclude?.join(' ')),
    ...(flags.fullRefresh === true ? ['--full-refresh'] : []),
  ]);
}

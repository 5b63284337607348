import { planText, problemText } from '../../report/index.ts';
import { planBuild, prepare, unattestedSources } from '../../run/index.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface PlanFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly fullRefresh?: boolean;
}

/** `ews plan`: what `ews build` would do with what is stored now. Fetches, computes and writes nothing. */
export async function runPlan(flags: PlanFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const options = {
    select: flags.select ?? [],
    exclude: flags.exclude ?? [],
    target: session.target,
    environment: session.environment,
    fullRefresh: flags.fullRefresh === true,
  };
  const prepared = await prepare(session.definitions, options, session.effects);
  const { plan, problems } = await planBuild(prepared, options, session.effects);
  const damaged = prepared.environment.problems ?? [];
  const told = [...problems, ...unattestedSources(prepared.graph)];
  for (const problem of [...session.warnings, ...damaged, ...prepared.graph.problems, ...told]) {
    terminal.err(problemText(problem, terminal.paintErr));
  }
  terminal.out(
    flags.json === true ? JSON.stringify(plan, null, 2) : planText(plan, buildCommand(flags), terminal.paintOut),
  );
  return 0;
}

/** The build that this plan is of, as it would be typed. */
function buildCommand(flags: PlanFlags): string {
  const words = [
    ...option('--project-dir', flags.projectDir === '.' ? undefined : flags.projectDir),
    ...option('--target', flags.target),
    ...option('--env', flags.env),
    ...option('--vars', flags.vars),
    ...option('--select', flags.select?.join(' ')),
    ...option('--exclude', flags.exclude?.join(' ')),
    ...(flags.fullRefresh === true ? ['--full-refresh'] : []),
  ];
  return ['ews build', ...words].join(' ');
}

function option(name: string, value: string | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  return [name, /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`];
}

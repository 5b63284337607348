import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { newRunId } from '../ids/index.ts';
import { digestOf } from '../lake/index.ts';
import { build } from '../run/index.ts';
import type { CompiledSide, DiffSession } from './compiled-side.ts';
import { tellNotice } from './live-notices.ts';
import { tellProblem } from './tell-problem.ts';

/** What environments are called that hold a side of a comparison, and may go when nobody looks any more. */
const THROWN_AWAY = 'diff-';

/**
 * Builds a side into an environment of its own, by what the lake holds: no source is asked, no test is run, and what is
 * stored already is made again by nobody. Answers with the run; nodes that failed are told of, and have no rows.
 */
export async function buildSide(side: CompiledSide, asking: DiffSession, signal: AbortSignal): Promise<string> {
  const { session, flags, terminal } = asking;
  const { effects, threads } = session;
  const run = newRunId(effects.now(), randomBytes(3));
  const { commit = effects.origin.commit } = side;
  const origin = { ...effects.origin, commit };
  const scratch = path.join(path.dirname(effects.scratch), run);
  const options = {
    command: 'run',
    run,
    select: [],
    exclude: [],
    target: side.target,
    environment: environmentOf(side),
    threads,
    fullRefresh: false,
    failFast: false,
    ingest: false,
  } as const;
  if (flags.quiet !== true)
    tellNotice(terminal.paintErr.dim(`building ${side.name} into ${options.environment}`), flags, terminal);
  const result = await build(options, {
    definitions: side.declared,
    effects: { ...effects, origin, scratch },
    emit: () => undefined,
    signal,
  });
  const problems = result.nodes.flatMap((node) => node.problems).filter(({ severity }) => severity === 'error');
  for (const problem of problems) tellProblem(problem, flags, terminal);
  return run;
}

/** The same definitions are built into the same place. */
function environmentOf({ graph }: CompiledSide): string {
  const recipes = [...graph.nodes.values()].map(({ id, recipe }) => [id, recipe]);
  return `${THROWN_AWAY}${digestOf(recipes).slice(0, 12)}`;
}

import { rm } from 'node:fs/promises';
import { ProblemError } from '../diagnostics/index.ts';
import { appendEvent } from '../lake/index.ts';
import type { NumericsProbe } from '../numerics/index.ts';
import type { Environment } from '../plan/index.ts';
import { createTrainer, makeScratch } from '../steps/index.ts';
import { applyPlan } from './apply.ts';
import { type BegunRun, beginRun } from './begin-run.ts';
import { Bodies } from './bodies.ts';
import type { BuildOptions } from './build-options.ts';
import { compiledEvent, sameDates } from './compiled-event.ts';
import type { Commit, NodeResult, RunResult } from './events.ts';
import { countSteps, executedBy } from './executes.ts';
import { finishRun, stopRun } from './finish-run.ts';
import { ingestAll, withoutFailed } from './ingest-all.ts';
import { recordNumerics } from './numerics/index.ts';
import type { IngestedRun, PlannedRun } from './planned-run.ts';
import { type Prepared, planBuild, prepare, prepareAgain } from './prepare.ts';
import type { RunContext } from './run-context.ts';

/**
 * Ingests what is missing or stale, plans, applies, and commits the run. Throws ProblemError when the project does not
 * compile (nothing ran) or another run won the environment; a failed node or test makes a result that is not ok.
 */
export async function build(options: BuildOptions, context: RunContext): Promise<RunResult> {
  const run = beginRun(options, context);
  try {
    const prepared = await prepareRun(run);
    const ingested = await ingestRun(run, prepared);
    const planned = await planRun(run, ingested);
    const bodies = new Bodies();
    const results = await applyRun(run, planned, bodies);
    const result = await finishRun({ run, planned, results, bodies });
    run.emit({ kind: 'run_finished', result });
    await audit(run, result.ok ? 'done' : 'failed', result.commit);
    return result;
  } catch (error) {
    await audit(run, error instanceof ProblemError ? 'refused' : 'failed').catch(() => undefined);
    await stopRun(run, { kind: 'stopped', error, interrupted: run.signal.aborted });
    throw error;
  } finally {
    await rm(run.effects.scratch, { recursive: true, force: true });
  }
}

/** The project compiled, and what the lake holds for it. */
async function prepareRun({ definitions, options, effects, emit, telling }: BegunRun): Promise<Prepared> {
  const prepared = await prepare(definitions, options, effects);
  telling.compiled(prepared.graph);
  emit(compiledEvent(prepared.graph));
  const told = [...(prepared.environment.problems ?? []), ...prepared.graph.problems];
  for (const problem of told) emit({ kind: 'problem', problem });
  makeScratch(effects.scratch);
  return prepared;
}

/** What the lake holds once sources are asked for what is missing or stale; they may move the decision dates. */
async function ingestRun(run: BegunRun, prepared: Prepared): Promise<IngestedRun> {
  const { options, emit, telling } = run;
  const total = countSteps(prepared, options);
  const { results: ingested, moved } = options.ingest
    ? await ingestAll(run, prepared, total)
    : { results: [], moved: false };
  const now = moved ? await prepareAgain(run, prepared) : prepared;
  if (moved) telling.compiled(now.graph);
  if (!sameDates(now.graph, prepared.graph)) emit(compiledEvent(now.graph));
  return { ...now, holdings: withoutFailed(now.holdings, ingested), ingested, total };
}

async function planRun({ options, effects, emit }: BegunRun, ingested: IngestedRun): Promise<PlannedRun> {
  const { plan, problems } = await planBuild(ingested, options, effects);
  // Before anything is computed: whoever meant another machine can still stop it.
  for (const problem of problems) emit({ kind: 'problem', problem });
  emit({ kind: 'planned', plan, total: ingested.total });
  return { ...ingested, plan };
}

async function applyRun(run: BegunRun, planned: PlannedRun, bodies: Bodies): Promise<readonly NodeResult[]> {
  const { options, effects, emit, signal } = run;
  const { threads, failFast } = options;
  const { resources, isolation } = options.target;
  const { memory, nodeTimeoutSeconds: timeoutSeconds } = resources;
  const here = await effects.numerics();
  if (!wasBuiltOn(planned.environment, here)) await recordNumerics(effects.store, here);
  return applyPlan({
    graph: planned.graph,
    plan: planned.plan,
    sources: planned.holdings,
    effects,
    threads,
    trainer: createTrainer({ demanded: isolation, memory, width: threads }),
    bodies,
    timeoutSeconds,
    failFast,
    signal,
    executes: executedBy(options.command),
    emit,
    before: planned.ingested,
  });
}

/** Whether a machine like this built something of an environment: then the lake has its record already. */
function wasBuiltOn({ manifest }: Environment, { digest }: NumericsProbe): boolean {
  return Object.values(manifest?.nodes ?? {}).some(({ components }) => components.numerics === digest);
}

async function audit(
  { options, effects }: BegunRun,
  outcome: 'done' | 'failed' | 'refused',
  commit?: Commit,
): Promise<void> {
  await appendEvent(effects.store, {
    at: effects.now().toISOString(),
    actor: effects.origin.actor,
    action: options.command,
    outcome,
    origin: effects.origin.host,
    object: `${options.environment}/${options.run}`,
    ...(commit === undefined ? {} : { detail: { ...commit } }),
  });
}

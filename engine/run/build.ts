import { rm } from 'node:fs/promises';
import { ProblemError } from '../diagnostics/index.ts';
import { announce, appendEvent, doneBy, mustBeThere } from '../lake/index.ts';
import type { NumericsProbe } from '../numerics/index.ts';
import { type Environment, type RunInvocation, writeInvocation } from '../plan/index.ts';
import { createTrainer, makeScratch, type SourceStates, sourceStates } from '../steps/index.ts';
import { type Applied, applyPlan } from './apply.ts';
import { type BegunRun, beginRun } from './begin-run.ts';
import { Bodies } from './bodies.ts';
import type { BuildOptions } from './build-options.ts';
import { compiledEvent, sameDates } from './compiled-event.ts';
import { countSteps } from './count-steps.ts';
import type { Commit, RunResult } from './events.ts';
import { executedBy } from './executed-by.ts';
import type { FinishInput } from './finish-input.ts';
import { finishRun, stopRun } from './finish-run.ts';
import { ingestAll, type ReadAhead, withoutFailed } from './ingest-all.ts';
import { laterNodes } from './later-nodes.ts';
import { recordNumerics } from './numerics/index.ts';
import type { IngestedRun, PlannedRun } from './planned-run.ts';
import { type Prepared, planBuild, prepareAgain, prepareFrom } from './prepare.ts';
import { readAhead } from './read-ahead.ts';
import type { RunContext } from './run-context.ts';
import { intentOf, newObservations } from './run-intent.ts';

/**
 * Ingests what is missing or stale, plans, applies, and commits the run. Throws ProblemError when the project does not
 * compile (nothing ran) or another run won the environment; a failed node or test makes a result that is not ok.
 */
export async function build(options: BuildOptions, context: RunContext): Promise<RunResult> {
  const run = beginRun(options, context);
  try {
    const { invocation, ...ingested } = await ingestedRun(run);
    const planned = await planRun(run, ingested);
    const bodies = new Bodies();
    const { results, plan, contents } = await applyRun(run, planned, bodies);
    const result = await finishRun({ run, planned: { ...planned, plan }, results, contents, bodies, invocation });
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

/** How the run was asked for. */
function invocationOf(options: BuildOptions): RunInvocation {
  const { command, target, environment, select, exclude, without = [], fullRefresh, failFast, ingest } = options;
  const { vars = null, state = null, threads = null } = options.typed ?? {};
  const retries = options.retry?.run ?? null;
  const defer = options.deferTo !== undefined;
  const asked = { command, target: target.name, environment, select, exclude, without };
  return { ...asked, fullRefresh, failFast, ingest, defer, vars, state, threads, retries };
}

/** The project compiled, and what the lake holds for it once its sources are ingested. */
async function ingestedRun(run: BegunRun): Promise<IngestedRun & Pick<FinishInput, 'invocation'>> {
  const { options, effects } = run;
  const states = await sourceStates(run.definitions, effects);
  const ahead = readAhead(run, states.holdings);
  try {
    const prepared = await prepareRun(run, states);
    const invocation = await writeInvocation(effects.store, options.run, invocationOf(options));
    return { ...(await ingestRun(run, prepared, ahead)), invocation };
  } finally {
    await ahead.end();
  }
}

/** The project compiled, and what the lake holds for it. */
async function prepareRun({ options, effects, emit, telling }: BegunRun, states: SourceStates): Promise<Prepared> {
  const prepared = await prepareFrom(states, options, effects);
  telling.compiled(prepared.graph);
  emit(compiledEvent(prepared.graph));
  const told = [...(prepared.environment.problems ?? []), ...prepared.graph.problems, ...prepared.problems];
  for (const problem of told) emit({ kind: 'problem', problem });
  makeScratch(effects.scratch);
  return prepared;
}

/** What the lake holds once sources are asked for what is missing or stale; they may move the decision dates. */
async function ingestRun(run: BegunRun, prepared: Prepared, ahead: ReadAhead): Promise<IngestedRun> {
  const { options, emit, telling } = run;
  const total = countSteps(prepared, options);
  const { results: ingested, moved } = options.ingest
    ? await ingestAll(run, prepared, { total, ahead })
    : { results: [], moved: false };
  const now = moved ? await prepareAgain(run, prepared) : prepared;
  if (moved) telling.compiled(now.graph);
  if (!sameDates(now.graph, prepared.graph)) emit(compiledEvent(now.graph));
  return { ...now, holdings: withoutFailed(now.holdings, ingested), ingested, total };
}

async function planRun({ options, effects, emit }: BegunRun, ingested: IngestedRun): Promise<PlannedRun> {
  const { planned, intent } = await announce(
    { store: effects.store, run: options.run },
    async () => {
      await mustBeThere(effects.store, newObservations(ingested));
      return planBuild(ingested, options, effects);
    },
    ({ plan }) => intentOf({ options, effects }, ingested, plan),
  );
  const { plan, settle, problems } = planned;
  // Before anything is computed: whoever meant another machine can still stop it.
  for (const problem of problems) emit({ kind: 'problem', problem });
  emit({ kind: 'planned', plan, total: ingested.total });
  options.tellLater?.(laterNodes({ plan, later: ingested.later, manifest: ingested.environment.manifest }, options));
  return { ...ingested, plan, settle, ...(intent === undefined ? {} : { intent }) };
}

async function applyRun(run: BegunRun, planned: PlannedRun, bodies: Bodies): Promise<Applied> {
  const { options, effects, emit, signal } = run;
  const { threads, failFast } = options;
  const { resources, isolation } = options.target;
  const { memory, nodeTimeoutSeconds: timeoutSeconds } = resources;
  const here = await effects.numerics();
  if (!wasBuiltOn(planned.environment, here)) await recordNumerics(effects.store, here);
  return applyPlan({
    graph: planned.graph,
    plan: planned.plan,
    settle: planned.settle,
    sources: planned.holdings,
    effects,
    threads,
    trainer: createTrainer({ demanded: isolation, memory, width: threads }),
    bodies,
    timeoutSeconds,
    failFast,
    signal,
    executes: executedBy(options.command),
    tellsFailures: options.retry !== undefined && !options.fullRefresh,
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
    ...doneBy(effects.origin),
    action: options.command,
    outcome,
    object: `${options.environment}/${options.run}`,
    ...(commit === undefined ? {} : { detail: { ...commit } }),
  });
}

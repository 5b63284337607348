import { mkdir, rm } from 'node:fs/promises';
import { type CompileCache, compile, type Graph, type NodeKind } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { appendEvent } from '../lake/index.ts';
import type { NumericsProbe } from '../numerics/index.ts';
import type { Environment, Stage } from '../plan/index.ts';
import type { Definitions, TargetDefinition } from '../project/index.ts';
import { createTrainer, type Effects, sourceStates } from '../steps/index.ts';
import { applyPlan } from './apply.ts';
import type { BuildOptions } from './build-options.ts';
import type { Commit, Emit, RunEvent, RunResult } from './events.ts';
import { finishRun, stopRun } from './finish-run.ts';
import { type Ingested, ingestAll, neededSources, withoutFailed } from './ingest-all.ts';
import { recordNumerics } from './numerics/index.ts';
import { openTelling } from './open-lineage/telling.ts';
import { cacheFor, type Prepared, planOnly, prepare } from './prepare.ts';

/**
 * Ingests what is missing or stale, plans, applies, and commits the run. Throws ProblemError when the project does not
 * compile (nothing ran) or another run won the environment; a failed node or test makes a result that is not ok.
 */
export async function build(
  definitions: Definitions,
  options: BuildOptions,
  effects: Effects,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunResult> {
  const started = effects.elapsed();
  const startedAt = effects.now().toISOString();
  const events: RunEvent[] = [];
  const telling = openTelling(definitions, options, effects, signal);
  const tell: Emit = (event) => {
    events.push(event);
    telling.hear(event);
    emit(event);
  };
  const { run, environment, target, threads } = options;
  tell({
    kind: 'run_started',
    run,
    at: startedAt,
    environment,
    target: target.name,
    threads,
    offline: isOffline(target),
  });
  try {
    const prepared = await prepare(definitions, options, effects);
    telling.compiled(prepared.graph);
    tell(compiledEvent(prepared.graph));
    const told = [...(prepared.environment.problems ?? []), ...prepared.graph.problems];
    for (const problem of told) tell({ kind: 'problem', problem });
    await mkdir(effects.scratch, { recursive: true });
    const executes = executedBy(options.command);
    const total = countSteps(prepared, executes, options.ingest);
    const { results: before, moved } = options.ingest
      ? await ingestAll(definitions, prepared, total, effects, tell, signal)
      : NOTHING_INGESTED;
    const asked = moved ? await afterIngest(definitions, prepared, effects, cacheFor(options, effects)) : prepared;
    const { graph } = asked;
    if (moved) telling.compiled(graph);
    // What was asked for moved how far the sources are complete.
    if (!sameDates(graph, prepared.graph)) tell(compiledEvent(graph));
    const holdings = withoutFailed(asked.holdings, before);
    const { plan, problems } = await planOnly({ ...asked, holdings }, options, effects);
    // Before anything is computed: whoever meant another machine can still stop it.
    for (const problem of problems) tell({ kind: 'problem', problem });
    tell({ kind: 'planned', plan, total });
    if (!wasBuiltHere(prepared.environment, await effects.numerics())) {
      await recordNumerics(effects.store, await effects.numerics());
    }
    const results = await applyPlan({
      graph,
      plan,
      sources: holdings,
      effects,
      threads,
      memory: target.resources.memory,
      trainer: createTrainer({ demanded: target.isolation, memory: target.resources.memory, width: threads }),
      timeoutSeconds: target.resources.nodeTimeoutSeconds,
      failFast: options.failFast,
      signal,
      executes,
      emit: tell,
      before,
    });
    const seconds = effects.elapsed() - started;
    const result = await finishRun({
      options,
      effects,
      graph,
      environment: prepared.environment,
      plan,
      holdings,
      results,
      startedAt,
      seconds,
      events,
      telling,
    });
    tell({ kind: 'run_finished', result });
    await audit(effects, options, result.ok ? 'done' : 'failed', result.commit);
    return result;
  } catch (error) {
    await audit(effects, options, error instanceof ProblemError ? 'refused' : 'failed').catch(() => undefined);
    await stopRun(telling, { kind: 'stopped', error, interrupted: signal.aborted }, options, effects);
    throw error;
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}

/** Then the lake has the record already. */
function wasBuiltHere({ manifest }: Environment, { digest }: NumericsProbe): boolean {
  return Object.values(manifest?.nodes ?? {}).some(({ components }) => components.numerics === digest);
}

const NOTHING_INGESTED: Ingested = { results: [], moved: false };

/** What the lake holds now, and the decision dates that follow from how far live sources are complete now. */
async function afterIngest(
  definitions: Definitions,
  prepared: Prepared,
  effects: Effects,
  cache: CompileCache | undefined,
): Promise<Prepared> {
  const { complete, holdings } = await sourceStates(definitions, effects);
  const days = ({ sources }: Definitions): string =>
    JSON.stringify(sources.map(({ completeThrough }) => completeThrough));
  if (days(complete) === days(prepared.graph.definitions)) return { ...prepared, holdings };
  return { ...prepared, holdings, graph: await compile(complete, cache) };
}

/** Whole sources to ingest and selected nodes to run or reuse: what the progress counts to. */
function countSteps(prepared: Prepared, executes: (stage: Pick<Stage, 'kind'>) => boolean, ingest: boolean): number {
  const nodes = [...prepared.selected].flatMap((id) => prepared.graph.nodes.get(id) ?? []);
  const run = nodes.filter((node) => node.kind !== 'source' && executes(node));
  return (ingest ? neededSources(prepared.graph, prepared.selected).size : 0) + run.length;
}

function executedBy(command: BuildOptions['command']): (stage: Pick<Stage, 'kind'>) => boolean {
  if (command === 'build') return () => true;
  return (stage) => (stage.kind === 'test') === (command === 'test');
}

function countKinds(graph: Graph): Readonly<Record<NodeKind, number>> {
  const counts: Record<NodeKind, number> = { source: 0, feature: 0, label: 0, model: 0, comparison: 0, test: 0 };
  for (const node of graph.nodes.values()) counts[node.kind] += 1;
  return counts;
}

type Compiled = Extract<RunEvent, { kind: 'compiled' }>;

function compiledEvent(graph: Graph): Compiled {
  return { kind: 'compiled', counts: countKinds(graph), dates: dateRange(graph) };
}

function sameDates(one: Graph, other: Graph): boolean {
  return JSON.stringify(dateRange(one)) === JSON.stringify(dateRange(other));
}

function dateRange(graph: Graph): Compiled['dates'] {
  const { dates } = graph.calendar;
  const shorter = [...graph.shorter].map(([node, own]) => ({ node, last: own.at(-1) ?? '' }));
  return { first: dates[0] ?? '', last: dates.at(-1) ?? '', count: dates.length, shorter };
}

async function audit(
  effects: Effects,
  options: BuildOptions,
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

/** A local lake, FRED from the bundled snapshot, and nobody is told of lineage: nothing opens a connection. */
function isOffline(target: TargetDefinition): boolean {
  return target.store.kind === 'local' && target.fred.kind === 'snapshot' && target.openLineage === undefined;
}

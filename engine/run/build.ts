import { mkdir, rm } from 'node:fs/promises';
import { compile, type Graph, type GraphNode, type NodeId, type NodeKind } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { appendEvent } from '../lake/index.ts';
import {
  type Environment,
  makePlan,
  type Plan,
  readEnvironment,
  type SourceHolding,
  STEP_REVISIONS,
  type Stage,
  type StepRevisions,
  select,
} from '../plan/index.ts';
import type { Definitions, SourceDefinition, TargetDefinition } from '../project/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import { applyPlan } from './apply.ts';
import type { Effects } from './context.ts';
import type { Emit, NodeResult, RunEvent, RunResult } from './events.ts';
import { finishRun } from './finish-run.ts';
import { ingestSource, sourceHoldings } from './ingest-sources.ts';
import type { PageFacts } from './page-facts.ts';

/** What of a project to run, and how. Times are seconds. */
export interface BuildOptions {
  /** `build`: everything; `run`: without tests; `test`: only tests, on what is stored. */
  readonly command: 'build' | 'run' | 'test';
  readonly run: string;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly target: TargetDefinition;
  readonly environment: string;
  readonly threads: number;
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  /** Raised only by tests: what an engine with another revision would do. */
  readonly revisions?: StepRevisions;
  /** Draws the run's page, an HTML file; without it a run has none. */
  readonly renderPage?: (facts: PageFacts) => string;
}

/** What of the options decides a plan. */
export type PlanOptions = Pick<BuildOptions, 'select' | 'exclude' | 'environment' | 'fullRefresh' | 'revisions'>;

/** Everything that plan and build share: the compiled project and what the lake holds for it. */
export interface Prepared {
  readonly graph: Graph;
  readonly environment: Environment;
  readonly selected: ReadonlySet<NodeId>;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
}

export async function prepare(definitions: Definitions, options: PlanOptions, effects: Effects): Promise<Prepared> {
  const graph = await compile(definitions);
  const selected = select(graph, options.select, options.exclude);
  const environment = await readEnvironment(effects.store, options.environment);
  return { graph, environment, selected, holdings: await sourceHoldings(effects.store, definitions) };
}

/** The plan for what is stored now; fetches nothing. */
export async function planOnly(prepared: Prepared, options: PlanOptions, effects: Effects): Promise<Plan> {
  return makePlan({
    graph: prepared.graph,
    store: effects.store,
    environment: prepared.environment,
    sources: prepared.holdings,
    selected: prepared.selected,
    fullRefresh: options.fullRefresh,
    engine: ENGINE_SETTINGS.engine,
    revisions: options.revisions ?? STEP_REVISIONS,
  });
}

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
  const tell: Emit = (event) => {
    events.push(event);
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
    tell({ kind: 'compiled', counts: countKinds(prepared.graph), dates: dateRange(prepared.graph) });
    for (const problem of prepared.graph.problems) tell({ kind: 'problem', problem });
    await mkdir(effects.scratch, { recursive: true });
    const executes = executedBy(options.command);
    const total = countSteps(prepared, executes);
    const before = await ingestAll(definitions, prepared, total, effects, tell);
    const stored = before.some(({ status }) => status === 'ok')
      ? await sourceHoldings(effects.store, definitions)
      : prepared.holdings;
    const holdings = withoutFailed(stored, before);
    const plan = await planOnly({ ...prepared, holdings }, options, effects);
    tell({ kind: 'planned', plan, total });
    const results = await applyPlan({
      graph: prepared.graph,
      plan,
      sources: holdings,
      effects,
      threads,
      memory: target.resources.memory,
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
      graph: prepared.graph,
      environment: prepared.environment,
      plan,
      holdings,
      results,
      startedAt,
      seconds,
      events,
    });
    tell({ kind: 'run_finished', result });
    await audit(effects, options, result.ok ? 'done' : 'failed');
    return result;
  } catch (error) {
    await audit(effects, options, error instanceof ProblemError ? 'refused' : 'failed').catch(() => undefined);
    throw error;
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}

/** A source that could not be ingested serves nothing in this run: older observations are not what was asked for. */
function withoutFailed(
  holdings: ReadonlyMap<NodeId, SourceHolding>,
  ingested: readonly NodeResult[],
): ReadonlyMap<NodeId, SourceHolding> {
  const failed = ingested.filter(({ status }) => status === 'failed').map(({ id }) => id.replace('source:', ''));
  const serves = (id: NodeId): boolean => !failed.includes(id.slice(0, id.indexOf('.')));
  return new Map(
    [...holdings].map(([id, holding]) => [
      id,
      serves(id) ? holding : { state: 'missing' as const, reason: 'its source could not be ingested' },
    ]),
  );
}

/** Whole sources to ingest and selected nodes to run or reuse: what the progress counts to. */
function countSteps(prepared: Prepared, executes: (stage: Pick<Stage, 'kind'>) => boolean): number {
  const nodes = [...prepared.selected].flatMap((id) => prepared.graph.nodes.get(id) ?? []);
  const run = nodes.filter((node) => node.kind !== 'source' && executes(node));
  return neededSources(prepared.graph, prepared.selected).size + run.length;
}

function executedBy(command: BuildOptions['command']): (stage: Pick<Stage, 'kind'>) => boolean {
  if (command === 'build') return () => true;
  return (stage) => (stage.kind === 'test') === (command === 'test');
}

/** Ingests the sources that selected nodes read, one after the other. */
async function ingestAll(
  definitions: Definitions,
  prepared: Prepared,
  total: number,
  effects: Effects,
  emit: Emit,
): Promise<readonly NodeResult[]> {
  const needed = neededSources(prepared.graph, prepared.selected);
  const sources = definitions.sources.filter((source) => needed.has(source.name));
  const results: NodeResult[] = [];
  for (const source of sources) {
    const result = currentResult(prepared, source) ?? (await ingestResult(definitions, source, effects));
    results.push(result);
    emit({ kind: 'node_finished', result, done: results.length, total });
  }
  return results;
}

/** The result of a source that was found current when the run was prepared: the lake is not asked again. */
function currentResult({ holdings }: Prepared, source: SourceDefinition): NodeResult | undefined {
  const held = [...holdings].filter(([id]) => id.startsWith(`${source.name}.`)).map(([, holding]) => holding);
  if (held.length === 0 || held.some(({ state }) => state !== 'current')) return undefined;
  const rows = held.reduce((sum, holding) => sum + (holding.rows ?? 0), 0);
  const base = { id: `source:${source.name}` as const, kind: 'source' as const, objects: [], problems: [] };
  return { ...base, status: 'reused', seconds: 0, rows, note: relationsNote(held.length) };
}

function relationsNote(count: number): string {
  return `${count} ${count === 1 ? 'relation' : 'relations'}`;
}

async function ingestResult(definitions: Definitions, source: SourceDefinition, effects: Effects): Promise<NodeResult> {
  const started = effects.elapsed();
  const base = { id: `source:${source.name}` as const, kind: 'source' as const, objects: [] };
  try {
    const report = await ingestSource(effects.store, definitions, source, effects.now, effects.scratch);
    const note = relationsNote(report.relations);
    const seconds = effects.elapsed() - started;
    return {
      ...base,
      status: report.executed ? 'ok' : 'reused',
      seconds,
      rows: report.rows,
      note,
      problems: report.warnings,
    };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return {
      ...base,
      status: 'failed',
      seconds: effects.elapsed() - started,
      rows: null,
      note: '',
      problems: error.problems,
    };
  }
}

function neededSources(graph: Graph, selected: ReadonlySet<NodeId>): ReadonlySet<string> {
  const needed = new Set<string>();
  const add = (node: GraphNode | undefined): void => {
    if (node?.kind === 'source') needed.add(node.source.name);
    if (node?.kind === 'feature' || node?.kind === 'label')
      for (const id of node.query.sources) add(graph.nodes.get(id));
    if (node?.kind === 'model' || node?.kind === 'test') for (const id of node.inputs) add(graph.nodes.get(id));
  };
  for (const id of selected) add(graph.nodes.get(id));
  return needed;
}

function countKinds(graph: Graph): Readonly<Record<NodeKind, number>> {
  const counts: Record<NodeKind, number> = { source: 0, feature: 0, label: 0, model: 0, test: 0 };
  for (const node of graph.nodes.values()) counts[node.kind] += 1;
  return counts;
}

function dateRange(graph: Graph): { first: string; last: string; count: number } {
  const { dates } = graph.calendar;
  return { first: dates[0] ?? '', last: dates.at(-1) ?? '', count: dates.length };
}

async function audit(effects: Effects, options: BuildOptions, outcome: 'done' | 'failed' | 'refused'): Promise<void> {
  await appendEvent(effects.store, {
    at: effects.now().toISOString(),
    actor: effects.origin.actor,
    action: options.command,
    outcome,
    origin: effects.origin.host,
    object: `${options.environment}/${options.run}`,
  });
}

/** A local lake, and FRED from the bundled snapshot: no step opens a connection. */
function isOffline(target: TargetDefinition): boolean {
  return target.store.kind === 'local' && target.fred.kind === 'snapshot';
}

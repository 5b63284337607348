import { type CompileEffects, compile, type Graph, type NodeId } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import {
  type Environment,
  makePlan,
  type Plan,
  readEnvironment,
  readEnvironmentAnew,
  type SourceHolding,
  STEP_REVISIONS,
  select,
} from '../plan/index.ts';
import type { Definitions } from '../project/index.ts';
import { type Effects, sourceStates } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { PlanOptions } from './build-options.ts';
import { otherMachines } from './numerics/index.ts';

/** What plan and build share: the compiled project, the nodes that are chosen, and what the lake holds for it. */
export interface Prepared {
  readonly graph: Graph;
  readonly environment: Environment;
  readonly selected: ReadonlySet<NodeId>;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
}

/** Compiles the project and reads what the lake holds for it. Throws ProblemError when it does not compile. */
export async function prepare(definitions: Definitions, options: PlanOptions, effects: Effects): Promise<Prepared> {
  const { complete, holdings } = await sourceStates(definitions, effects);
  const graph = await compile(complete, meansFor(options, effects));
  const selected = select(graph, options.select, options.exclude);
  const environment = await (isWhole(options) ? readEnvironmentAnew : readEnvironment)(
    effects.store,
    options.environment,
  );
  return { graph, environment, selected, holdings };
}

/** Whether nothing of what the environment held before will be in what it holds after. */
function isWhole({ command, fullRefresh, select: chosen, exclude }: PlanOptions): boolean {
  return fullRefresh && command !== 'test' && chosen.length === 0 && exclude.length === 0;
}

/**
 * The project again after its sources were asked: what the lake holds now, and the decision dates that follow from how
 * far live sources are complete now.
 */
export async function prepareAgain(
  { definitions, options, effects }: Pick<BegunRun, 'definitions' | 'options' | 'effects'>,
  prepared: Prepared,
): Promise<Prepared> {
  const { complete, holdings } = await sourceStates(definitions, effects);
  const days = ({ sources }: Definitions): string =>
    JSON.stringify(sources.map(({ completeThrough }) => completeThrough));
  if (days(complete) === days(prepared.graph.definitions)) return { ...prepared, holdings };
  return { ...prepared, holdings, graph: await compile(complete, meansFor(options, effects)) };
}

/** A build that computes everything again compiles everything again too. */
function meansFor({ fullRefresh }: Pick<PlanOptions, 'fullRefresh'>, effects: Effects): CompileEffects {
  return fullRefresh ? { warehouses: effects.warehouses } : effects;
}

/**
 * Plans a build on this machine for what is stored now, and says what is to be said of the machine. Fetches nothing.
 */
export async function planBuild(
  prepared: Prepared,
  options: PlanOptions,
  effects: Effects,
): Promise<{ readonly plan: Plan; readonly problems: readonly Problem[] }> {
  const here = await effects.numerics();
  const { differences, problems } = await otherMachines(effects.store, prepared.environment, here);
  const plan = await makePlan({
    graph: prepared.graph,
    store: effects.store,
    environment: prepared.environment,
    sources: prepared.holdings,
    selected: prepared.selected,
    fullRefresh: options.fullRefresh,
    isolation: options.target.isolation,
    engine: ENGINE_SESSION,
    numerics: () => here.digest,
    differences,
    revisions: options.revisions ?? STEP_REVISIONS,
  });
  return { plan, problems };
}

import { type CompileCache, compile, type Graph, type NodeId } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import {
  type Environment,
  type ManifestNode,
  makePlan,
  type Plan,
  type PlanInput,
  readEnvironment,
  readEnvironmentAnew,
  type SourceHolding,
  STEP_REVISIONS,
  select,
} from '../plan/index.ts';
import type { Definitions } from '../project/index.ts';
import { type Effects, sourceStates } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';
import type { PlanOptions } from './build-options.ts';
import { otherMachines } from './numerics/index.ts';

/** Everything that plan and build share: the compiled project and what the lake holds for it. */
export interface Prepared {
  readonly graph: Graph;
  readonly environment: Environment;
  readonly selected: ReadonlySet<NodeId>;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
}

export async function prepare(definitions: Definitions, options: PlanOptions, effects: Effects): Promise<Prepared> {
  const { complete, holdings } = await sourceStates(definitions, effects);
  const graph = await compile(complete, cacheFor(options, effects));
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

/** A build that computes everything again compiles everything again too. */
export function cacheFor(
  { fullRefresh }: Pick<PlanOptions, 'fullRefresh'>,
  effects: Effects,
): CompileCache | undefined {
  return fullRefresh ? undefined : effects.compileCache;
}

/** The plan of a build on this machine for what is stored now, and what is to be said of the machine; fetches nothing. */
export async function planOnly(
  prepared: Prepared,
  options: PlanOptions,
  effects: Effects,
): Promise<{ readonly plan: Plan; readonly problems: readonly Problem[] }> {
  const here = await effects.numerics();
  const { differences, problems } = await otherMachines(effects.store, prepared.environment, here);
  const plan = await planned(prepared, options, effects, { numerics: () => here.digest, differences });
  return { plan, problems };
}

/** The plan by which what is stored is read and nothing is computed anew: whatever machine an environment was built on. */
export async function planStored(prepared: Prepared, options: PlanOptions, effects: Effects): Promise<Plan> {
  const built = prepared.environment.manifest?.nodes ?? {};
  const all = [...prepared.graph.nodes.keys()].every((id) => id in built);
  const here = all ? undefined : (await effects.numerics()).digest;
  const numerics = (before: ManifestNode | undefined): string | undefined =>
    before === undefined ? here : before.components.numerics;
  return planned(prepared, options, effects, { numerics, differences: new Map() });
}

function planned(
  prepared: Prepared,
  options: PlanOptions,
  effects: Effects,
  machine: Pick<PlanInput, 'numerics' | 'differences'>,
): Promise<Plan> {
  return makePlan({
    ...machine,
    graph: prepared.graph,
    store: effects.store,
    environment: prepared.environment,
    sources: prepared.holdings,
    selected: prepared.selected,
    fullRefresh: options.fullRefresh,
    isolation: options.target.isolation,
    engine: ENGINE_SESSION,
    revisions: options.revisions ?? STEP_REVISIONS,
  });
}

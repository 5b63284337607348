import { type CompileEffects, compile, type GraphNode } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import {
  findDeferrals,
  makePlan,
  type Plan,
  type PlanInput,
  readEnvironment,
  readEnvironmentAnew,
  type Settle,
  STEP_REVISIONS,
  settling,
} from '../plan/index.ts';
import type { Definitions } from '../project/index.ts';
import { type Effects, type SourceStates, sourceStates } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { PlanOptions } from './build-options.ts';
import { executedBy } from './executed-by.ts';
import { otherMachines } from './numerics/index.ts';
import { type ChosenNodes, type FoundProject, selectNodes } from './select-nodes.ts';

/** What plan and build share: the compiled project, the nodes that are chosen, and what the lake holds for it. */
export interface Prepared extends FoundProject, ChosenNodes {}

/** Compiles the project and reads what the lake holds for it. Throws ProblemError when it does not compile. */
export async function prepare(definitions: Definitions, options: PlanOptions, effects: Effects): Promise<Prepared> {
  return prepareFrom(await sourceStates(definitions, effects), options, effects);
}

/** Does what `prepare` does where it is known already what the lake holds of sources. */
export async function prepareFrom(
  { complete, holdings }: SourceStates,
  options: PlanOptions,
  effects: Effects,
): Promise<Prepared> {
  const graph = await compile(complete, meansFor(options, effects));
  const environment = await (isWhole(options) ? readEnvironmentAnew : readEnvironment)(
    effects.store,
    options.environment,
  );
  const found = { graph, environment, holdings };
  const { selected, problems } = await selectNodes(found, options, effects);
  return { ...found, selected, problems };
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

/** A plan, what decides of what it leaves open, and what is to be said. */
export interface PlannedBuild {
  readonly plan: Plan;
  readonly settle: Settle;
  readonly problems: readonly Problem[];
}

/**
 * Plans a build on this machine for what is stored now, and says what is to be said of the machine. Fetches nothing.
 */
export async function planBuild(prepared: Prepared, options: PlanOptions, effects: Effects): Promise<PlannedBuild> {
  const here = await effects.numerics();
  const { differences, problems } = await otherMachines(effects.store, prepared.environment, here);
  const input: PlanInput = {
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
  };
  if (options.deferTo === undefined) return { plan: await makePlan(input), settle: settling(input), problems };
  const executes = executedBy(options.command ?? 'build');
  const isMade = (node: GraphNode): boolean => prepared.selected.has(node.id) && executes(node);
  const { deferrals, problems: told } = await findDeferrals(input, options.deferTo, isMade);
  const deferring = { ...input, deferrals };
  return { plan: await makePlan(deferring), settle: settling(deferring), problems: [...problems, ...told] };
}

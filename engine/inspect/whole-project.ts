import { makePlan, type Plan, type PlanInput, recordedDeferrals, STEP_REVISIONS } from '../plan/index.ts';
import type { Definitions, TargetDefinition } from '../project/index.ts';
import { type Prepared, prepare } from '../run/index.ts';
import type { Effects } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';

/** A whole project beside what its environment holds: what is asked of it is read, and computed for nobody else. */
export interface WholeProject extends Prepared {
  readonly target: TargetDefinition;
  readonly effects: Effects;
}

/** Compiles all of a project for whoever reads what is built of it. Throws ProblemError when it does not compile. */
export async function openWhole(place: {
  readonly definitions: Definitions;
  readonly target: TargetDefinition;
  readonly environment: string;
  readonly effects: Effects;
}): Promise<WholeProject> {
  const { definitions, target, environment, effects } = place;
  const all = { select: [], exclude: [], fullRefresh: false };
  return { ...(await prepare(definitions, { target, environment, ...all }, effects)), target, effects };
}

/** Plans to read all that is stored and to compute nothing anew, whatever machine the environment was built on. */
export async function planStored(project: WholeProject): Promise<Plan> {
  const { graph, environment, selected, holdings, target, effects } = project;
  const built = environment.manifest?.nodes ?? {};
  const isBuilt = [...graph.nodes.keys()].every((id) => id in built);
  const here = isBuilt ? undefined : (await effects.numerics()).digest;
  const input: PlanInput = {
    graph,
    store: effects.store,
    environment,
    sources: holdings,
    selected,
    fullRefresh: false,
    isolation: target.isolation,
    engine: ENGINE_SESSION,
    numerics: (before) => (before === undefined ? here : before.components.numerics),
    differences: new Map(),
    revisions: STEP_REVISIONS,
  };
  return makePlan({ ...input, deferrals: await recordedDeferrals(input) });
}

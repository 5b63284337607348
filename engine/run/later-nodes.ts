import type { NodeId } from '../compile/index.ts';
import type { Manifest, ManifestNode, Plan, PlanStage } from '../plan/index.ts';
import { isUnmade } from '../standing/index.ts';
import type { BuildOptions } from './build-options.ts';

export interface LaterInput {
  readonly plan: Plan;
  readonly later: ReadonlySet<NodeId>;
  /** What the environment has before the build; undefined where it has nothing. */
  readonly manifest: Manifest | undefined;
}

/** Nodes that a build leaves for their kind, and that one of everything would make, or find and take, after it. */
export function laterNodes(
  { plan, later, manifest }: LaterInput,
  { fullRefresh }: Pick<BuildOptions, 'fullRefresh'>,
): readonly NodeId[] {
  const isLeft = (stage: PlanStage): boolean => fullRefresh || !isCurrent(stage, manifest?.nodes[stage.node]);
  return plan.stages.filter((stage) => later.has(stage.node) && isLeft(stage)).map(({ node }) => node);
}

/** Whether the environment has it as it would be made now; that it lies somewhere in the lake is not enough. */
function isCurrent(stage: PlanStage, held: ManifestNode | undefined): boolean {
  if (stage.action !== 'leave' || held === undefined) return false;
  return held.fingerprint === stage.fingerprint && !isUnmade(held.status);
}

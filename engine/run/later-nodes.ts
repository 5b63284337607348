import type { NodeId } from '../compile/index.ts';
import type { Plan, PlanStage } from '../plan/index.ts';
import { isUnmade } from '../standing/index.ts';
import type { BuildOptions } from './build-options.ts';

/** Nodes that a build leaves for their kind, and that one of everything would make after it. */
export function laterNodes(
  { stages }: Plan,
  later: ReadonlySet<NodeId>,
  { fullRefresh }: Pick<BuildOptions, 'fullRefresh'>,
): readonly NodeId[] {
  return stages.filter((stage) => later.has(stage.node) && (fullRefresh || !isCurrent(stage))).map(({ node }) => node);
}

function isCurrent(stage: PlanStage): boolean {
  if (stage.action !== 'leave' || stage.stored === undefined) return false;
  return stage.stored.fingerprint === stage.fingerprint && !isUnmade(stage.stored.status);
}

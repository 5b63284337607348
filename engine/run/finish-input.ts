import type { Graph, NodeId } from '../compile/index.ts';
import type { Environment, Plan, SourceHolding } from '../plan/index.ts';
import type { Effects } from '../steps/index.ts';
import type { BuildOptions } from './build-options.ts';
import type { NodeResult, RunEvent } from './events.ts';
import type { Telling } from './open-lineage/telling.ts';

export interface FinishInput {
  readonly options: BuildOptions;
  readonly effects: Effects;
  readonly graph: Graph;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly holdings: ReadonlyMap<NodeId, SourceHolding>;
  readonly results: readonly NodeResult[];
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  /** What the run told so far. */
  readonly events: readonly RunEvent[];
  /** The same, as OpenLineage has it. */
  readonly telling: Telling;
}

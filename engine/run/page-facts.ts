import type { CardBody, ComparisonBody, KeptTexts } from '../cards/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import type { RelationSummary } from '../ingest/index.ts';
import type { Manifest, Plan, RunFile } from '../plan/index.ts';
import type { Standing } from '../standing/index.ts';
import type { Origin } from '../steps/index.ts';
import type { RunResult } from './events.ts';
import type { RunLineage } from './run-lineage.ts';

/** All that a run knows of itself when it is over: what its page is drawn from. */
export interface PageFacts {
  readonly startedAt: string;
  readonly command: string;
  readonly target: string;
  readonly threads: number;
  readonly engine: readonly { readonly name: string; readonly version: string }[];
  readonly origin: Origin;
  readonly graph: Graph;
  readonly plan: Plan;
  readonly manifest: Manifest;
  /** What each node is after the run, and whose numbers it has. */
  readonly standings: ReadonlyMap<NodeId, Standing>;
  readonly result: RunResult;
  /** Cards of the models that the environment holds, by name. */
  readonly cards: ReadonlyMap<string, CardBody>;
  readonly comparisons: ReadonlyMap<NodeId, ComparisonBody>;
  /** What is stored of each source relation. */
  readonly relations: ReadonlyMap<NodeId, RelationSummary>;
  readonly lineage: () => RunLineage;
  /** Files of earlier runs that are this one's too. */
  readonly named: Readonly<Record<string, RunFile>>;
  readonly keptTexts: KeptTexts | undefined;
}

import type { Day } from '../calendar/index.ts';
import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import type { ObjectId, RefPosition, Store } from '../lake/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { Components, Deferrals, StepRevisions } from './fingerprint.ts';
import type { ManifestNode } from './manifest.ts';
import type { Environment } from './read-manifest.ts';
import type { Reason } from './reason.ts';

/** The observations that the lake holds for one relation of a source. */
export interface SourceHolding {
  readonly state: 'current' | 'stale' | 'missing';
  readonly reason: string;
  /** Absent while missing. */
  readonly content?: string;
  readonly object?: ObjectId;
  readonly rows?: number;
  /** The last day on which a file that is current was looked at. */
  readonly lookedOn?: Day;
  /** The source's ref, as it is called below `refs/sources`, where it points to the object. */
  readonly ref?: RefPosition & { readonly name: string };
}

export interface PlanInput {
  readonly graph: Graph;
  readonly store: Store;
  readonly environment: Environment;
  readonly sources: ReadonlyMap<NodeId, SourceHolding>;
  /** Nodes that this run may execute. */
  readonly selected: ReadonlySet<NodeId>;
  readonly fullRefresh: boolean;
  /** What the target asks of training: `required` does not reuse a model that was trained without all of it. */
  readonly isolation: TargetDefinition['isolation'];
  /** DuckDB's version and session settings. */
  readonly engine: string;
  /**
   * The digest of the numerics of the machine that computes a node, given what the environment has of it: a build gives
   * those of this machine, and whoever only reads those of the machine that made it.
   */
  readonly numerics: (before: ManifestNode | undefined) => string | undefined;
  /** Digest of another machine's numerics -> the functions in which this one differs. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  readonly revisions: StepRevisions;
  /** What nodes take from another environment in the place of their inputs; nothing where it is absent. */
  readonly deferrals?: Deferrals;
}

/** What an object is made of, and the digest of it under which it is stored. */
export interface Fingerprinted {
  readonly fingerprint: string;
  readonly components: Components;
  /** Input -> whose is taken in its place, `prod#41`; absent where all inputs are those of here. */
  readonly deferred?: Readonly<Record<string, string>>;
}

/** What a run does with a node, and why. */
export type Decision = { readonly reason: Reason } & (
  | ({ readonly action: 'execute' } & Fingerprinted)
  // It waits for an input that is not ingested: until then nobody knows what it would be made of.
  | { readonly action: 'execute'; readonly fingerprint?: never; readonly awaits?: never; readonly known?: never }
  | ({ readonly action: 'execute' } & Awaiting)
  | ({ readonly action: 'execute_if_changed'; readonly reads: readonly string[] } & Awaiting)
  | ({ readonly action: 'reuse' } & Fingerprinted & { readonly stored: ManifestNode })
  | Left
);

interface Left {
  readonly action: 'leave';
  readonly stale: boolean;
  /** It reads rows that the run makes: it is stale if these come out otherwise than they were. */
  readonly staleIf?: readonly string[];
  readonly fingerprint?: string;
  readonly stored?: ManifestNode;
}

/** It reads rows that have to be made first: what it is made of is known when they are. */
interface Awaiting {
  readonly fingerprint?: never;
  readonly awaits: readonly NodeId[];
  /** What it is made of as far as it is known. */
  readonly known: Components;
}

/**
 * One node's part in a run. `execute` makes it; `execute_if_changed` does unless what it reads comes out as it was;
 * `reuse` takes what is stored; `leave` does not touch it (not selected) and says whether it is stale.
 */
export type PlanStage = { readonly node: NodeId; readonly kind: GraphNode['kind'] } & Decision;

/** What a run will do, as a value: the same that `ews plan` prints and `ews build` applies. */
export interface Plan {
  readonly environment: string;
  readonly position: number;
  readonly stages: readonly PlanStage[];
}

/** What a node is made of that a run makes or takes, as far as it is known; undefined where it waits for an ingest. */
export function plannedComponents(stage: Exclude<PlanStage, { readonly action: 'leave' }>): Components | undefined {
  if (stage.action === 'execute_if_changed') return stage.known;
  return stage.fingerprint === undefined ? stage.known : stage.components;
}

import type { Graph, NodeId } from '../compile/index.ts';
import type { ObjectId, ObjectMeta, Store } from '../lake/index.ts';
import type { SourceHolding } from '../plan/index.ts';

/** Who runs it and where: joins manifests and cards, never objects. */
export interface Origin {
  readonly actor: string;
  readonly host: string;
  /** Commit of the project's git checkout, with `+` when it has uncommitted changes; null outside git. */
  readonly commit: string | null;
  readonly version: string;
}

/** The outside world, passed in. */
export interface Effects {
  readonly store: Store;
  readonly now: () => Date;
  /** Monotonic seconds. */
  readonly elapsed: () => number;
  readonly origin: Origin;
  /** A local folder for a run's unfinished files; it is removed afterwards. */
  readonly scratch: string;
}

/** What every step may use. */
export interface StepContext {
  readonly graph: Graph;
  readonly store: Store;
  readonly sources: ReadonlyMap<NodeId, SourceHolding>;
  /** The committed object of an input, read from the lake; its bytes are verified when they are opened. */
  readonly object: (id: ObjectId) => Promise<ObjectMeta>;
  /** Main object of an input node. */
  readonly input: (node: NodeId) => ObjectId;
  /** A folder of this step's own. */
  readonly scratch: string;
  readonly memory: string;
  readonly signal: AbortSignal;
}

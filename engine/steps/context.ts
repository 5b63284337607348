import type { CompileCache, Graph, NodeId } from '../compile/index.ts';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { parseId } from '../ids/index.ts';
import { findObject, type ObjectId, type ObjectMeta, type Store } from '../lake/index.ts';
import type { NumericsProbe } from '../numerics/index.ts';
import type { PlanStage, SourceHolding } from '../plan/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import type { SharedBySteps } from './shared-work.ts';
import type { Trainer } from './trainer/index.ts';

/** Who runs it and where: joins manifests and cards, never objects. */
export interface Origin {
  readonly actor: string;
  readonly host: string;
  /** Commit of the project's git checkout, with `+` when it has uncommitted changes; null outside git. */
  readonly commit: string | null;
  /** Where the checkout comes from; absent outside git. */
  readonly checkout?: {
    /** Address of the repository, without user and password; absent where it has none that others can reach. */
    readonly repository?: string;
    /** The project's folder in the repository, ending in `/`; empty at its root. */
    readonly folder: string;
  };
  readonly version: string;
}

/**
 * The network, and the time that waiting for it takes: sources that are read live need it, and who is told of lineage.
 */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform on [0, 1). */
  readonly random: () => number;
  /** FRED's API key; undefined where none is given. A secret. */
  readonly fredKey: string | undefined;
  /** The key of the target's OpenLineage endpoint; absent where it names none, or none is given. A secret. */
  readonly openLineageKey?: string | undefined;
}

/** The outside world, passed in. */
export interface Effects {
  readonly store: Store;
  readonly network: Network;
  readonly warehouses: Warehouses;
  readonly now: () => Date;
  /** Monotonic seconds. */
  readonly elapsed: () => number;
  readonly origin: Origin;
  /** What compiling found out before; without one it asks DuckDB about every query. */
  readonly compileCache?: CompileCache;
  /** What the arithmetic of this machine comes to. */
  readonly numerics: () => Promise<NumericsProbe>;
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
  readonly warehouses: Warehouses;
  readonly signal: AbortSignal;
  /** What the steps beside it computed already. */
  readonly shared: SharedBySteps;
}

/** What a step that trains uses besides. */
export interface TrainingContext extends StepContext {
  readonly trainer: Trainer;
}

export interface ContextInput extends Omit<StepContext, 'object' | 'input'> {
  readonly stages: ReadonlyMap<NodeId, PlanStage>;
  /** The node that is made: what to select when one of its inputs is not built. */
  readonly reader: NodeId;
}

/** A context whose inputs are named by the plan's fingerprints, whoever built them. */
export function createContext(input: ContextInput): StepContext {
  const { stages, reader, ...rest } = input;
  return {
    ...rest,
    object: (id) => requireObject(input.store, id, reader),
    input: (id) => mainObject(stages, id, reader),
  };
}

async function requireObject(store: Store, id: ObjectId, reader: NodeId): Promise<ObjectMeta> {
  const meta = await findObject(store, id);
  if (meta !== undefined) return meta;
  const message = `${id.kind} ${id.name} is not built as it is defined now`;
  throw notBuilt(message, reader);
}

function mainObject(stages: ReadonlyMap<NodeId, PlanStage>, id: NodeId, reader: NodeId): ObjectId {
  const stage = stages.get(id);
  const name = parseId(id).name;
  if (stage?.fingerprint !== undefined) return { kind: stage.kind, name, fingerprint: stage.fingerprint };
  const message = `${id} cannot be built: what it reads is not ingested`;
  throw notBuilt(message, reader);
}

function notBuilt(message: string, reader: NodeId): ProblemError {
  const hint = `build it too: ews build --select +${parseId(reader).name}`;
  return problemError('EWS4003', message, { hint });
}

import type { CompileCache, Graph, NodeId } from '../compile/index.ts';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { parseId } from '../ids/index.ts';
import { type ActorSource, findObject, type ObjectId, type ObjectMeta, type Store } from '../lake/index.ts';
import type { NumericsProbe } from '../numerics/index.ts';
import { type Components, type PlanStage, type SourceHolding, takenFor } from '../plan/index.ts';
import type { KeptStates } from '../project/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import type { SharedBySteps } from './shared-work.ts';
import type { Trainer } from './trainer/index.ts';

/** Who runs it and where: joins manifests and cards, never objects. */
export interface Origin {
  readonly actor: string;
  /** Who says so: AWS's STS, or nobody but whoever runs it. */
  readonly actorFrom: ActorSource;
  readonly host: string;
  /** Commit of the project, with `+` when its git checkout has uncommitted changes; null where nobody says one. */
  readonly commit: string | null;
  /** Who says so: git, or the variable of the environment; absent without a commit. */
  readonly commitFrom?: 'git' | 'EWS_COMMIT';
  /** What the variable says where git says something else. */
  readonly declaredCommit?: string;
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
  /** Whom the user gave it for besides FRED: the address of a server that stands for it. */
  readonly fredKeyFor?: string | undefined;
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
  /** What commands before found out of the whole project; without it all of it is read and compiled. */
  readonly kept?: KeptStates;
  /** What the arithmetic of this machine comes to. */
  readonly numerics: () => Promise<NumericsProbe>;
  /** A local folder for a run's unfinished files; it is removed afterwards. */
  readonly scratch: string;
  /** The most bytes that a copy of a file may have there; absent: any number. */
  readonly scratchBytes?: number;
  /** Ends the reading of files, however large they are; a command without one is ended with its process. */
  readonly signal?: AbortSignal;
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
  /** What the node that is made is made of: by this what it stores beside itself is named. */
  readonly components: () => Components;
  /** Whether that is another environment's, which may define it otherwise. */
  readonly isDeferred: (node: NodeId) => boolean;
  /** A folder of this step's own. */
  readonly scratch: string;
  readonly warehouses: Warehouses;
  readonly signal: AbortSignal;
  /**
   * Takes a place among those that run side by side, where one is idle or soon will be, and gives the way to give it
   * back; undefined, now or later, where none is.
   */
  readonly borrow?: (() => Promise<(() => void) | undefined> | undefined) | undefined;
  /** Waits until something of the node may be stored. Throws where nothing of it may. */
  readonly cleared?: (() => Promise<void>) | undefined;
  /** What the steps beside it computed already. */
  readonly shared: SharedBySteps;
}

/** What a step that trains uses besides. */
export interface TrainingContext extends StepContext {
  readonly trainer: Trainer;
}

export interface ContextInput extends Omit<StepContext, 'object' | 'input' | 'components' | 'isDeferred'> {
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
    components: () => componentsOf(stages.get(reader), reader),
    isDeferred: (id) => takenFor(stages.get(reader), id) !== undefined,
  };
}

async function requireObject(store: Store, id: ObjectId, reader: NodeId): Promise<ObjectMeta> {
  const meta = await findObject(store, id);
  if (meta !== undefined) return meta;
  throw notBuilt(unbuilt(id), reader);
}

/** Of a node whose inputs nobody made: ProblemError EWS4003. */
export function inputsNotBuilt(inputs: readonly NodeId[] | undefined, reader: NodeId): ProblemError {
  const [id = reader] = inputs ?? [];
  return notBuilt(`${id} is not built as it is defined now`, reader);
}

function unbuilt({ kind, name }: Pick<ObjectId, 'kind' | 'name'>): string {
  return `${kind} ${name} is not built as it is defined now`;
}

function componentsOf(stage: PlanStage | undefined, reader: NodeId): Components {
  if (stage?.action === 'leave' && stage.stored !== undefined) return stage.stored.components;
  if (stage?.action === 'execute' && stage.fingerprint !== undefined) return stage.components;
  if (stage?.action === 'reuse') return stage.components;
  throw new Error(`nobody knows what ${reader} is made of`);
}

function mainObject(stages: ReadonlyMap<NodeId, PlanStage>, id: NodeId, reader: NodeId): ObjectId {
  const stage = stages.get(id);
  const name = parseId(id).name;
  const taken = takenFor(stages.get(reader), id);
  if (stage !== undefined && taken !== undefined) return { kind: stage.kind, name, fingerprint: taken };
  if (stage?.fingerprint !== undefined) return { kind: stage.kind, name, fingerprint: stage.fingerprint };
  const isOpen = stage !== undefined && stage.reason.kind !== 'unknown_input';
  throw notBuilt(
    isOpen ? unbuilt({ kind: stage.kind, name }) : `${id} cannot be built: what it reads is not ingested`,
    reader,
  );
}

function notBuilt(message: string, reader: NodeId): ProblemError {
  const hint = `build it too: ews build --select +${parseId(reader).name}`;
  return problemError('EWS4003', message, { hint });
}

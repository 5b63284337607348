import type { NodeId, NodeKind } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { FileDigest, ObjectId, RefPosition } from '../lake/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { LeftBehind } from '../standing/index.ts';
import type { Components } from './fingerprint.ts';
import type { StoredContents } from './stored-contents.ts';

/**
 * Stands in `builtBy` of what a plan found in the lake, where nothing says which run made it: the manifest in which
 * it is written down names one.
 */
export const BUILDER_UNKNOWN = '';

/** The complete tree of an environment after one run: what every node is, also those that the run did not touch. */
export interface Manifest {
  readonly version: 1;
  readonly run: string;
  readonly environment: string;
  readonly project: string;
  /** When it was committed: UTC, ISO 8601. Absent until it is. */
  readonly at?: string;
  readonly nodes: Readonly<Record<NodeId, ManifestNode>>;
  /** The position of the environment's ref that the run was made from; null for its first run. */
  readonly parent?: RefPosition | null;
  /** Name below the run's folder -> each file that the run wrote before this one, or names; older runs have none. */
  readonly files?: Readonly<Record<string, RunFile>>;
  /** Where the nodes stand that the run left as they were; absent where they stand in its own manifest. */
  readonly tree?: TreePlace;
  /** Digest of all that its cards and pages follow from but the run's id and time; absent where nobody knows. */
  readonly documents?: string | undefined;
  /** Digest of all that `lineage.json` and `definitions.json` follow from but the tree; absent where nobody knows. */
  readonly lineageOf?: string | undefined;
  /** Source, as its ref is called -> the position of it whose observations the run used. */
  readonly sources?: Readonly<Record<string, RefPosition>>;
}

/** A file as the manifest of a run has it. */
export interface RunFile extends FileDigest {
  /** The run in whose folder it lies, where that is not the one that names it. */
  readonly run?: string;
}

/** The manifest in which nodes stand, and the digest of its bytes: it never names another one in turn. */
export interface TreePlace {
  readonly run: string;
  readonly sha256: string;
}

export interface ManifestNode {
  readonly kind: NodeKind;
  /**
   * stale: its definition or inputs changed since it was built; failed, blocked, aborted: the last attempt made
   * nothing, these are older. Runs of before wrote `failed` for all three.
   */
  readonly status: LeftBehind['status'];
  /** False where the run was not to build it. */
  readonly selected?: false;
  /** The run whose attempt made nothing, where the last one did not. */
  readonly leftBy?: string;
  readonly fingerprint: string;
  readonly components: Components;
  readonly objects: readonly ObjectId[];
  /** Key in the store -> version id, for the objects' files whose version is known; absent where a store has none. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Folder of each object -> SHA-256 of its `meta.json` as it was committed: what makes a change of it visible. */
  readonly metas?: Readonly<Record<string, string>>;
  /** Folder of each object -> SHA-256 of its data file, as its `meta.json` has it. */
  readonly digests?: Readonly<Record<string, string>>;
  /** A model's share of each feature in the sum of |standardised coefficients|, in the newest fit. */
  readonly weights?: Readonly<Record<string, number>>;
  /** The run that made the objects; in a plan it may be `BUILDER_UNKNOWN`. */
  readonly builtBy: string;
  readonly rows: number | null;
  /** `lifted`, `loop: why`, `47 refits`: how it was computed. */
  readonly note: string;
  /** Of a group or label what its rows hold; absent where it was stored without these digests. */
  readonly contents?: StoredContents;
  readonly test?: TestOutcome;
  /**
   * Of a unit test the digest of what it demands, without the query that it asks; of a relation that of how it was
   * declared when the run was made. Runs of before kept none.
   */
  readonly demand?: string;
  /** Input -> whose was taken in its place, `prod#41`; absent where all inputs were those of here. */
  readonly deferred?: Readonly<Record<string, string>>;
  /** How a model's training was isolated. */
  readonly isolation?: TrainingIsolation;
  /** Warnings that the making of it gave: a node that is reused still shows them. */
  readonly warnings: readonly Problem[];
}

/** The isolation of training that a target demanded, and the checks that held. */
export interface TrainingIsolation {
  readonly demanded: TargetDefinition['isolation'];
  /** Absent in lakes of before: there the process that trained said itself what held, which proves nothing. */
  readonly barriers?: readonly { readonly barrier: string; readonly present: boolean }[];
  readonly checks: readonly { readonly check: string; readonly held: boolean }[];
  readonly onNodeAlone?: readonly string[];
}

export interface TestOutcome {
  readonly status: 'pass' | 'warn' | 'fail';
  /** Rows that break the rule. */
  readonly failures: number;
  /** Of a unit test, where in it each of its problems is: its lines may have moved since. */
  readonly places?: readonly (readonly (string | number)[])[];
}

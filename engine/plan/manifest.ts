import type { NodeId, NodeKind } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { type ObjectId, type Ref, readRef, readRunFile, type Store } from '../lake/index.ts';
import type { Components } from './fingerprint.ts';

/** The complete tree of an environment after one run: what every node is, also those that the run did not touch. */
export interface Manifest {
  readonly version: 1;
  readonly run: string;
  readonly environment: string;
  readonly project: string;
  /** When it was committed: UTC, ISO 8601. Absent until it is. */
  readonly at?: string;
  readonly nodes: Readonly<Record<NodeId, ManifestNode>>;
}

export interface ManifestNode {
  readonly kind: NodeKind;
  /** stale: its definition or inputs changed since it was built; failed: the last attempt failed, these are older. */
  readonly status: 'ok' | 'failed' | 'stale';
  readonly fingerprint: string;
  readonly components: Components;
  readonly objects: readonly ObjectId[];
  /** Key in the store -> version id, for the objects' files whose version is known; absent where a store has none. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Folder of each object -> SHA-256 of its `meta.json` as it was committed: what makes a change of it visible. */
  readonly metas?: Readonly<Record<string, string>>;
  /** Folder of each object -> SHA-256 of its data file, as its `meta.json` has it. */
  readonly digests?: Readonly<Record<string, string>>;
  /** Of a model: share of each feature in the sum of |standardised coefficients|, in the newest fit. */
  readonly weights?: Readonly<Record<string, number>>;
  /** The run that made the objects. */
  readonly builtBy: string;
  readonly rows: number | null;
  /** `lifted`, `loop: why`, `47 refits`: how it was computed. */
  readonly note: string;
  readonly test?: TestOutcome;
  /** Warnings that the making of it gave: a node that is reused still shows them. */
  readonly warnings: readonly Problem[];
}

export interface TestOutcome {
  readonly status: 'pass' | 'warn' | 'fail';
  /** Rows that break the rule. */
  readonly failures: number;
}

export interface Environment {
  readonly name: string;
  /** Position of its ref; 0 before the first run. */
  readonly position: number;
  readonly manifest: Manifest | undefined;
}

/** The environment as its ref says; empty before its first run. */
export async function readEnvironment(store: Store, name: string): Promise<Environment> {
  const ref = await readRef(store, name);
  if (ref === undefined) return { name, position: 0, manifest: undefined };
  return { name, position: ref.n, manifest: await manifestOf(store, ref) };
}

/** The manifest that a run wrote; undefined of a run that did not get so far. */
export async function readManifest(store: Store, run: string): Promise<Manifest | undefined> {
  const bytes = await readRunFile(store, run, 'manifest.json');
  return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as Manifest);
}

/** The manifest that a position of a ref points to. */
async function manifestOf(store: Store, ref: Ref): Promise<Manifest> {
  const run = String(ref.value['run']);
  const manifest = await readManifest(store, run);
  if (manifest === undefined) throw new Error(`ref ${ref.name} points to run ${run}, which has no manifest`);
  return manifest;
}

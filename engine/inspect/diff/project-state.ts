import type { LineageGraph } from '../../../lineage/index.ts';
import type { NodeId, NodeKind } from '../../compile/index.ts';
import type { DefinedNode, Fingerprinted, ManifestNode } from '../../plan/index.ts';

/** One of the two states of a project that are compared. */
export interface ComparedState {
  /** `run 20221101T060000Z-5a51f3 of main`, `git main`, `the definitions`. */
  readonly name: string;
  /** A run is what an environment held; the others are compiled, and hold what the lake has of their fingerprints. */
  readonly kind: 'run' | 'revision' | 'definitions';
  readonly lineage: LineageGraph;
  readonly defined: ReadonlyMap<NodeId, DefinedNode>;
  /** Nodes that a run defined and never came to: how they were defined nobody knows. */
  readonly notMade: ReadonlySet<NodeId>;
  /** In the order in which data flow. */
  readonly nodes: ReadonlyMap<NodeId, StateNode>;
  /** The files that relations of sources are read from; a source that is read live has none. */
  readonly files: ReadonlyMap<NodeId, readonly StateFile[]>;
}

/** What a state has of a node. */
export interface StateNode {
  readonly kind: NodeKind;
  /** What it is made of; absent of a run's node that was never made. */
  readonly made?: Fingerprinted;
  /** Inputs whose rows are not made: only when they are it is known what it is made of. */
  readonly awaits?: readonly NodeId[];
  /** Its objects, looked up when they are wanted; undefined where nothing is stored under its fingerprint. */
  readonly stored: () => Promise<StoredOfNode | undefined>;
}

export type StoredOfNode = Pick<ManifestNode, 'objects' | 'test'>;

/** A file that a relation is read from, by what is in it. */
export interface StateFile {
  /** `sources/data/loans.csv`; null where only its bytes are known. */
  readonly shownAs: string | null;
  /** Git's id of the content, where a revision has it. */
  readonly blob?: string;
  /** SHA-256 of the content; undefined where it is not there, or more than is read. */
  readonly sha256: () => Promise<string | undefined>;
}

/** Nodes in the order in which they are told: what is read before what reads it, and tests last. */
export function inTold<Node extends { readonly kind: NodeKind }>(
  nodes: Iterable<readonly [NodeId, Node]>,
): ReadonlyMap<NodeId, Node> {
  return new Map([...nodes].toSorted(([, a], [, b]) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)));
}

const KINDS: readonly NodeKind[] = ['source', 'feature', 'label', 'model', 'comparison', 'test'];

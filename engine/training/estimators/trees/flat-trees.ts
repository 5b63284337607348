/**
 * Trees side by side, one entry a node, in preorder: the left child of node n is n + 1. A row whose bin of `feature`
 * is at most `bin` goes left, a missing value where `missingLeft` is 1.
 */
export interface FlatTrees {
  /** The first node of each tree. */
  readonly roots: readonly number[];
  /** Position in the model's features; -1 for a leaf. */
  readonly feature: readonly number[];
  readonly bin: readonly number[];
  /** 0 for a leaf. */
  readonly right: readonly number[];
  readonly missingLeft: readonly number[];
  /** Weight of the training rows that reached the node. */
  readonly cover: readonly number[];
  /** The value of a leaf; 0 elsewhere. */
  readonly value: readonly number[];
}

/** What a walk down a tree reads: the columns of flat trees, growing or packed. */
export type WalkedTrees = {
  readonly [Column in 'feature' | 'bin' | 'right' | 'missingLeft']: ArrayLike<number>;
};

/** Flat trees that grow no more, in arrays that are read fast: a frozen list keeps every number in a box. */
export interface PackedTrees {
  readonly feature: Int32Array;
  readonly bin: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  readonly cover: Float64Array;
  readonly value: Float64Array;
}

const PACKED = new WeakMap<FlatTrees, PackedTrees>();

/** Packs trees once, however often they are walked. They must not grow afterwards. */
export function packedTrees(trees: FlatTrees): PackedTrees {
  const known = PACKED.get(trees);
  if (known !== undefined) return known;
  const packed = {
    feature: Int32Array.from(trees.feature),
    bin: Int32Array.from(trees.bin),
    right: Int32Array.from(trees.right),
    missingLeft: Uint8Array.from(trees.missingLeft),
    cover: Float64Array.from(trees.cover),
    value: Float64Array.from(trees.value),
  };
  PACKED.set(trees, packed);
  return packed;
}

/** Flat trees while they grow. */
export interface GrowingTrees {
  readonly roots: number[];
  readonly feature: number[];
  readonly bin: number[];
  readonly right: number[];
  readonly missingLeft: number[];
  readonly cover: number[];
  readonly value: number[];
}

export function noTrees(): GrowingTrees {
  return { roots: [], feature: [], bin: [], right: [], missingLeft: [], cover: [], value: [] };
}

/** Appends a leaf and returns its position; whoever splits it makes it an inner node afterwards. */
export function addLeaf(trees: GrowingTrees, cover: number, value: number): number {
  trees.feature.push(-1);
  trees.bin.push(0);
  trees.right.push(0);
  trees.missingLeft.push(0);
  trees.cover.push(cover);
  // Adding 0 turns -0, which JSON cannot hold, into 0.
  trees.value.push(value + 0);
  return trees.feature.length - 1;
}

export function isLeaf(trees: WalkedTrees, node: number): boolean {
  return (trees.feature[node] as number) < 0;
}

/** Whether a row with this bin of the node's feature goes left; `missing` is the bin of a missing value. */
export function goesLeft(trees: WalkedTrees, node: number, bin: number, missing: number): boolean {
  return bin === missing ? trees.missingLeft[node] === 1 : bin <= (trees.bin[node] as number);
}

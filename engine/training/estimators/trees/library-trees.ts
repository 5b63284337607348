import { MISSING } from './binning.ts';
import { addLeaf, type FlatTrees, type GrowingTrees, noTrees } from './flat-trees.ts';

/** A node as ml-cart writes it: with children, `splitColumn` below `splitValue` goes left; a leaf has a distribution. */
export interface LibraryNode {
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly left?: LibraryNode;
  readonly right?: LibraryNode;
  /** Shares of the classes 0, 1: one row. */
  readonly distribution?: unknown;
}

interface LibraryTree {
  readonly root: LibraryNode;
  /** Our feature for each of its columns. */
  readonly features: readonly number[];
}

/**
 * The library's trees as ours: edges of all splits by feature, and the trees once training rows are cut by them, which
 * give each node its cover. Every prediction is the library's own, to the bit.
 */
export function readTrees(
  grown: readonly LibraryTree[],
  columns: readonly (readonly number[])[],
): {
  readonly edges: readonly (readonly number[])[];
  readonly trees: (bins: readonly (readonly number[] | Uint16Array)[]) => FlatTrees;
} {
  const edges = columns.map(() => new Set<number>());
  const collect = (node: LibraryNode, features: readonly number[]): void => {
    const split = splitOf(node, features);
    if (split === null) return;
    edges[split.feature]?.add(split.edge);
    collect(split.left, features);
    collect(split.right, features);
  };
  for (const { root, features } of grown) collect(root, features);
  const sorted = edges.map((values) => [...values].sort((a, b) => a - b));
  return {
    edges: sorted,
    trees: (bins) => {
      const trees = noTrees();
      const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => i);
      for (const tree of grown) {
        trees.roots.push(trees.feature.length);
        append(trees, tree.root, tree.features, rows, sorted, bins);
      }
      return trees;
    },
  };
}

function append(
  trees: GrowingTrees,
  node: LibraryNode,
  features: readonly number[],
  rows: readonly number[],
  edges: readonly (readonly number[])[],
  bins: readonly (readonly number[] | Uint16Array)[],
): void {
  const split = splitOf(node, features);
  const at = addLeaf(trees, rows.length, split === null ? vote(node) : 0);
  if (split === null) return;
  const bin = edges[split.feature]?.indexOf(split.edge) ?? 0;
  const goesLeft = (row: number): boolean => (bins[split.feature]?.[row] ?? MISSING) <= bin;
  trees.feature[at] = split.feature;
  trees.bin[at] = bin;
  append(trees, split.left, features, rows.filter(goesLeft), edges, bins);
  trees.right[at] = trees.feature.length;
  append(
    trees,
    split.right,
    features,
    rows.filter((row) => !goesLeft(row)),
    edges,
    bins,
  );
}

function splitOf({ left, right, splitColumn, splitValue }: LibraryNode, features: readonly number[]) {
  if (left === undefined || right === undefined || splitColumn === undefined || splitValue === undefined) return null;
  // Theirs goes left below the value, ours up to and with the edge.
  return { feature: features[splitColumn] ?? 0, edge: doubleBelow(splitValue), left, right };
}

/** The class of the larger share; of equal ones the lower, as the library decides. */
function vote({ distribution }: LibraryNode): 0 | 1 {
  const [shares] = JSON.parse(JSON.stringify(distribution)) as readonly (readonly number[])[];
  return (shares?.[1] ?? 0) > (shares?.[0] ?? 0) ? 1 : 0;
}

/** The largest double below a value. */
function doubleBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

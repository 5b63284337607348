import { at } from '../../../presence/index.ts';
import { addLeaf, type FlatTrees, noTrees } from './flat-trees.ts';

/**
 * A node as ml-cart writes it. One with children sends rows whose `splitColumn` is below `splitValue` to the left; a
 * leaf has a distribution.
 */
export interface LibraryNode {
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly left?: LibraryNode;
  readonly right?: LibraryNode;
  /** The shares of the classes 0 and 1, as a matrix of one row. */
  readonly distribution?: unknown;
}

/** A tree of the library. */
export interface LibraryTree {
  readonly root: LibraryNode;
  /** Our feature for each of its columns. */
  readonly features: readonly number[];
}

/** The edges of all splits by feature, ascending: what columns are cut by, so that our trees split as the library's. */
export function edgesOf(grown: readonly LibraryTree[], features: number): readonly (readonly number[])[] {
  const edges = Array.from({ length: features }, () => new Set<number>());
  const collect = (node: LibraryNode, tree: LibraryTree): void => {
    const split = splitOf(node, tree);
    if (split === null) return;
    at(edges, split.feature).add(split.edge);
    collect(split.left, tree);
    collect(split.right, tree);
  };
  for (const tree of grown) collect(tree.root, tree);
  return edges.map((values) => [...values].sort((a, b) => a - b));
}

/** Training rows, cut by the edges of the library's splits: one list of edges and one of bins a feature. */
export interface CutRows {
  readonly rows: number;
  readonly edges: readonly (readonly number[])[];
  readonly bins: readonly Uint16Array[];
}

/**
 * The library's trees as ours, with the training rows that reach a node as its cover. Every prediction is the library's
 * own, to the bit.
 */
export function flatTrees(grown: readonly LibraryTree[], cut: CutRows): FlatTrees {
  const trees = noTrees();
  const append = (node: LibraryNode, tree: LibraryTree, rows: readonly number[]): void => {
    const split = splitOf(node, tree);
    const position = addLeaf(trees, rows.length, split === null ? vote(node) : 0);
    if (split === null) return;
    const edge = at(cut.edges, split.feature).indexOf(split.edge);
    const bins = at(cut.bins, split.feature);
    const goesLeft = (row: number): boolean => at(bins, row) <= edge;
    trees.feature[position] = split.feature;
    trees.bin[position] = edge;
    append(split.left, tree, rows.filter(goesLeft));
    trees.right[position] = trees.feature.length;
    const others = rows.filter((row) => !goesLeft(row));
    append(split.right, tree, others);
  };
  const all = Array.from({ length: cut.rows }, (_, row) => row);
  for (const tree of grown) {
    trees.roots.push(trees.feature.length);
    append(tree.root, tree, all);
  }
  return trees;
}

function splitOf({ left, right, splitColumn, splitValue }: LibraryNode, { features }: LibraryTree) {
  if (left === undefined || right === undefined || splitColumn === undefined || splitValue === undefined) return null;
  // Theirs goes left below the value, ours up to and with the edge.
  return { feature: at(features, splitColumn), edge: doubleBelow(splitValue), left, right };
}

/** The class of the larger share, of equal ones the lower, as the library decides. */
function vote({ distribution }: LibraryNode): 0 | 1 {
  const [shares]: readonly [readonly [number, number?]] = JSON.parse(JSON.stringify(distribution));
  // A leaf without positives has one share.
  const [negative, positive = 0] = shares;
  return positive > negative ? 1 : 0;
}

/** The largest double below a value. */
function doubleBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

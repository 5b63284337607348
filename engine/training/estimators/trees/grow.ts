import type { RandomStream } from '../../random.ts';
import { MISSING_SLOT } from './binning.ts';
import { addLeaf, type GrowingTrees } from './flat-trees.ts';
import { type NodeRows, type Sample, type Split, type SplitRules, splitFinder } from './split.ts';

export interface GrowthRules extends SplitRules {
  /** Splits between root and leaf; null: as deep as the rows allow. */
  readonly maxDepth: number | null;
  /** Weight and value of a leaf from its rows' sums. */
  readonly leaf: (a: number, b: number, rows: number) => { readonly cover: number; readonly value: number };
}

/** Grows one tree on the rows of a sample, whose `order` is sorted in place, and appends it. */
export function growTree(trees: GrowingTrees, sample: Sample, rules: GrowthRules, random: RandomStream): void {
  const { order } = sample;
  const findSplit = splitFinder(sample, rules, random);
  const spare = new Int32Array(order.length);
  const grow = (node: NodeRows, depth: number): void => {
    const { from, to } = node;
    let [a, b] = [0, 0];
    for (let i = from; i < to; i++) {
      a += sample.a[order[i] as number] as number;
      b += sample.b[order[i] as number] as number;
    }
    const rows = to - from;
    const { cover, value } = rules.leaf(a, b, rows);
    const position = addLeaf(trees, cover, value);
    const isDeeper = rules.maxDepth === null || depth < rules.maxDepth;
    const split = isDeeper && rows >= 2 * rules.minRowsLeaf ? findSplit(node, { rows, a, b }) : null;
    if (split === null) return;
    const middle = partition(sample, split, node, spare);
    trees.feature[position] = split.feature;
    trees.bin[position] = split.bin;
    trees.missingLeft[position] = split.missingLeft ? 1 : 0;
    trees.value[position] = 0;
    grow({ from, to: middle }, depth + 1);
    trees.right[position] = trees.feature.length;
    grow({ from: middle, to }, depth + 1);
  };
  trees.roots.push(trees.feature.length);
  grow({ from: 0, to: order.length }, 0);
}

/** Moves left rows before right ones, each in their order; returns where the right ones begin. */
function partition(
  { order, bins }: Sample,
  { feature, bin: edge, missingLeft }: Split,
  { from, to }: NodeRows,
  spare: Int32Array,
): number {
  const binOfRow = bins[feature] as Uint8Array;
  let [left, right] = [from, 0];
  for (let i = from; i < to; i++) {
    const row = order[i] as number;
    const bin = binOfRow[row] as number;
    if (bin === MISSING_SLOT ? missingLeft : bin <= edge) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

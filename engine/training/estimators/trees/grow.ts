import type { RandomStream } from '../../random.ts';
import { MISSING_SLOT } from './binning.ts';
import { addLeaf, type GrowingTrees } from './flat-trees.ts';
import { type Sample, type Split, type SplitRules, splitFinder } from './split.ts';

export interface GrowthRules extends SplitRules {
  /** Splits between root and leaf; null: as deep as the rows allow. */
  readonly maxDepth: number | null;
  /** Weight and value of a leaf from its rows' sums. */
  readonly leaf: (a: number, b: number, rows: number) => { readonly cover: number; readonly value: number };
}

/** Grows one tree on the rows in `order`, which is partitioned in place, and appends it. */
export function growTree(
  trees: GrowingTrees,
  sample: Sample,
  order: Int32Array,
  rules: GrowthRules,
  random: RandomStream,
): void {
  const findSplit = splitFinder(sample, rules, random);
  const spare = new Int32Array(order.length);
  const node = (from: number, to: number, depth: number): void => {
    let [a, b] = [0, 0];
    for (let i = from; i < to; i++) {
      a += sample.a[order[i] as number] as number;
      b += sample.b[order[i] as number] as number;
    }
    const rows = to - from;
    const { cover, value } = rules.leaf(a, b, rows);
    const at = addLeaf(trees, cover, value);
    const deeper = rules.maxDepth === null || depth < rules.maxDepth;
    const split = deeper && rows >= 2 * rules.minRowsLeaf ? findSplit(order, from, to, { rows, a, b }) : null;
    if (split === null) return;
    const middle = partition(sample, split, order, spare, from, to);
    trees.feature[at] = split.feature;
    trees.bin[at] = split.bin;
    trees.missingLeft[at] = split.missingLeft ? 1 : 0;
    trees.value[at] = 0;
    node(from, middle, depth + 1);
    trees.right[at] = trees.feature.length;
    node(middle, to, depth + 1);
  };
  trees.roots.push(trees.feature.length);
  node(0, order.length, 0);
}

/** Left rows before right ones, each in their order; returns where the right ones begin. */
function partition(
  sample: Sample,
  { feature, bin, missingLeft }: Split,
  order: Int32Array,
  spare: Int32Array,
  from: number,
  to: number,
): number {
  const bins = sample.bins[feature] ?? new Uint8Array();
  let [left, right] = [from, 0];
  for (let i = from; i < to; i++) {
    const row = order[i] as number;
    const own = bins[row] as number;
    if (own === MISSING_SLOT ? missingLeft : own <= bin) order[left++] = row;
    else spare[right++] = row;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}

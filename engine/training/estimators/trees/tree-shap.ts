import { MISSING } from './binning.ts';
import { type FlatTrees, goesLeft, isLeaf, type PackedTrees, packedTrees } from './flat-trees.ts';

/** The value that a tree expects before any feature is known: its leaves weighted by cover. */
export function expectedValue(trees: FlatTrees, root: number): number {
  if (isLeaf(trees, root)) return trees.value[root] as number;
  const [left, right] = [root + 1, trees.right[root] as number];
  const [l, r] = [trees.cover[left] as number, trees.cover[right] as number];
  return (l * expectedValue(trees, left) + r * expectedValue(trees, right)) / (l + r);
}

/**
 * Exact path-dependent Shapley values of trees: algorithm 2 of Lundberg, Erion & Lee, "Consistent individualized
 * feature attribution for tree ensembles", 2018. A feature that is not known is averaged over, each child weighted by
 * its cover. With `expectedValue` they add up to the row's leaf.
 *
 * A path is the distinct features on the way from a root, one step each. Every depth of the recursion has its own
 * stretch of the arrays, one step longer than the one before, so that hundreds of rows need no memory beyond these:
 * millions of nodes are walked, and an object for each would cost more than the arithmetic.
 */
export class TreeShap {
  readonly #trees: PackedTrees;
  /** Each step's feature, and the shares of paths that go through when it is unknown and when it is known. */
  readonly #feature: Int32Array;
  readonly #unknown: Float64Array;
  readonly #known: Float64Array;
  /** The summed weight of the subsets of so many features as there are steps before. */
  readonly #weight: Float64Array;
  /** The row under way, and where its values go. */
  #row: ArrayLike<number> = [];
  #into: Float64Array = new Float64Array();
  #scale = 1;

  constructor(trees: FlatTrees) {
    const steps = Math.max(0, ...trees.roots.map((root) => depthOf(trees, root))) + 2;
    const size = (steps * (steps + 1)) / 2;
    this.#trees = packedTrees(trees);
    this.#feature = new Int32Array(size);
    this.#unknown = new Float64Array(size);
    this.#known = new Float64Array(size);
    this.#weight = new Float64Array(size);
  }

  /** Adds the values of one tree for one row of bins, times `scale`, to `into`: one entry a feature. */
  add(root: number, row: ArrayLike<number>, scale: number, into: Float64Array): void {
    this.#row = row;
    this.#into = into;
    this.#scale = scale;
    this.#setStep(0, -1, 1, 1);
    this.#descend(root, 0, 0);
  }

  /**
   * The path of the parent is `length` steps from `from` on, and that of the node follows it, one step longer: the
   * parent has set its last step.
   */
  #descend(node: number, from: number, length: number): void {
    const trees = this.#trees;
    const at = from + length;
    this.#extend(from, length);
    if (isLeaf(trees, node)) {
      this.#addLeaf(at, length + 1, this.#scale * (trees.value[node] as number));
      return;
    }
    const feature = trees.feature[node] as number;
    const [left, right] = [node + 1, trees.right[node] as number];
    const isLeft = goesLeft(trees, node, this.#row[feature] as number, MISSING);
    const hot = isLeft ? left : right;
    const cold = isLeft ? right : left;
    const seen = this.#positionOf(feature, at, length + 1);
    const unknown = seen < 0 ? 1 : (this.#unknown[seen] as number);
    const known = seen < 0 ? 1 : (this.#known[seen] as number);
    if (seen >= 0) this.#leaveOut(at, length + 1, seen - at);
    const rest = seen < 0 ? length + 1 : length;
    const hotCover = trees.cover[hot] as number;
    const coldCover = trees.cover[cold] as number;
    const whole = hotCover + coldCover;
    const next = at + rest + rest;
    this.#setStep(next, feature, (unknown * hotCover) / whole, known);
    this.#descend(hot, at, rest);
    this.#setStep(next, feature, (unknown * coldCover) / whole, 0);
    this.#descend(cold, at, rest);
  }

  #setStep(position: number, feature: number, unknown: number, known: number): void {
    this.#feature[position] = feature;
    this.#unknown[position] = unknown;
    this.#known[position] = known;
  }

  /** Copies the path behind itself, before the step that is set there, and weighs its subsets with that step. */
  #extend(from: number, length: number): void {
    const at = from + length;
    const weight = this.#weight;
    for (let i = 0; i < length; i++) {
      this.#feature[at + i] = this.#feature[from + i] as number;
      this.#unknown[at + i] = this.#unknown[from + i] as number;
      this.#known[at + i] = this.#known[from + i] as number;
      weight[at + i] = weight[from + i] as number;
    }
    const unknown = this.#unknown[at + length] as number;
    const known = this.#known[at + length] as number;
    weight[at + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      const here = weight[at + i] as number;
      (weight[at + i + 1] as number) += (known * here * (i + 1)) / (length + 1);
      weight[at + i] = (unknown * here * (length - i)) / (length + 1);
    }
  }

  /** Every feature of the path gets its share of a leaf's value. */
  #addLeaf(at: number, length: number, value: number): void {
    for (let i = 1; i < length; i++) {
      const change = (this.#known[at + i] as number) - (this.#unknown[at + i] as number);
      const share = this.#unwind(at, length, i, false) * change * value;
      (this.#into[this.#feature[at + i] as number] as number) += share;
    }
  }

  /** The path without its i-th step, in its own place: features move up, the weights of the subset sizes stay. */
  #leaveOut(at: number, length: number, i: number): void {
    this.#unwind(at, length, i, true);
    this.#feature.copyWithin(at + i, at + i + 1, at + length);
    this.#unknown.copyWithin(at + i, at + i + 1, at + length);
    this.#known.copyWithin(at + i, at + i + 1, at + length);
  }

  /** The sum of the subset weights without the i-th step, the inverse of extending; `keep` writes them. */
  #unwind(at: number, length: number, i: number, keep: boolean): number {
    const weight = this.#weight;
    const unknown = this.#unknown[at + i] as number;
    const known = this.#known[at + i] as number;
    const last = length - 1;
    let next = weight[at + last] as number;
    let sum = 0;
    for (let k = last - 1; k >= 0; k--) {
      const here = weight[at + k] as number;
      const without =
        known === 0 ? (here * (last + 1)) / (unknown * (last - k)) : (next * (last + 1)) / ((k + 1) * known);
      next = here - (without * unknown * (last - k)) / (last + 1);
      sum += without;
      if (keep) weight[at + k] = without;
    }
    return sum;
  }

  #positionOf(feature: number, at: number, length: number): number {
    for (let i = at + 1; i < at + length; i++) if (this.#feature[i] === feature) return i;
    return -1;
  }
}

/** Splits between a node and its deepest leaf. */
function depthOf(trees: FlatTrees, node: number): number {
  if (isLeaf(trees, node)) return 0;
  return 1 + Math.max(depthOf(trees, node + 1), depthOf(trees, trees.right[node] as number));
}

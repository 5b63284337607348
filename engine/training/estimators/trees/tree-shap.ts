import { MISSING } from './binning.ts';
import { type FlatTrees, goesLeft, isLeaf } from './flat-trees.ts';

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
 * stretch of the arrays, one step longer than the one before, so that hundreds of rows need no memory beyond these.
 */
export class TreeShap {
  readonly #trees: FlatTrees;
  /** Each step's feature, and the shares of paths that go through when it is unknown and when it is known. */
  readonly #feature: Int32Array;
  readonly #unknown: Float64Array;
  readonly #known: Float64Array;
  /** The summed weight of the subsets of so many features as there are steps before. */
  readonly #weight: Float64Array;

  constructor(trees: FlatTrees) {
    const steps = Math.max(0, ...trees.roots.map((root) => depthOf(trees, root))) + 2;
    const size = (steps * (steps + 1)) / 2;
    this.#trees = trees;
    this.#feature = new Int32Array(size);
    this.#unknown = new Float64Array(size);
    this.#known = new Float64Array(size);
    this.#weight = new Float64Array(size);
  }

  /** Adds the values of one tree for one row of bins, times `scale`, to `into`: one entry a feature. */
  add(root: number, row: ArrayLike<number>, scale: number, into: Float64Array): void {
    this.#descend(root, { row, scale, into }, { at: 0, length: 0 }, { feature: -1, unknown: 1, known: 1 });
  }

  /** `before` is the path of the parent; that of the node follows it in the arrays. */
  #descend(node: number, sum: Sum, before: PathStretch, step: PathElement): void {
    const trees = this.#trees;
    const path = this.#extended(before, step);
    if (isLeaf(trees, node)) {
      this.#leaf(path, sum, sum.scale * (trees.value[node] as number));
      return;
    }
    const feature = trees.feature[node] as number;
    const [left, right] = [node + 1, trees.right[node] as number];
    const [hot, cold] = goesLeft(trees, node, sum.row[feature] as number, MISSING) ? [left, right] : [right, left];
    const seen = this.#positionOf(feature, path);
    const [unknown, known] = seen < 0 ? [1, 1] : [this.#unknown[seen] as number, this.#known[seen] as number];
    const rest = seen < 0 ? path : this.#unwound(path, seen - path.at);
    const [hotCover, coldCover] = [trees.cover[hot] as number, trees.cover[cold] as number];
    const whole = hotCover + coldCover;
    this.#descend(hot, sum, rest, { feature, unknown: (unknown * hotCover) / whole, known });
    this.#descend(cold, sum, rest, { feature, unknown: (unknown * coldCover) / whole, known: 0 });
  }

  /** The path with one step more, copied behind itself. */
  #extended({ at: from, length }: PathStretch, { feature, unknown, known }: PathElement): PathStretch {
    const at = from + length;
    const weight = this.#weight;
    this.#feature.copyWithin(at, from, at);
    this.#unknown.copyWithin(at, from, at);
    this.#known.copyWithin(at, from, at);
    weight.copyWithin(at, from, at);
    this.#feature[at + length] = feature;
    this.#unknown[at + length] = unknown;
    this.#known[at + length] = known;
    weight[at + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      const here = weight[at + i] as number;
      (weight[at + i + 1] as number) += (known * here * (i + 1)) / (length + 1);
      weight[at + i] = (unknown * here * (length - i)) / (length + 1);
    }
    return { at, length: length + 1 };
  }

  /** Every feature of the path gets its share of a leaf's value. */
  #leaf({ at, length }: PathStretch, { into }: Sum, value: number): void {
    for (let i = 1; i < length; i++) {
      const [unknown, known] = [this.#unknown[at + i] as number, this.#known[at + i] as number];
      const share = this.#unwind({ at, length }, unknown, known, false) * (known - unknown) * value;
      (into[this.#feature[at + i] as number] as number) += share;
    }
  }

  /** The path without its i-th step, in its own place: features move up, the weights of the subset sizes stay. */
  #unwound({ at, length }: PathStretch, i: number): PathStretch {
    this.#unwind({ at, length }, this.#unknown[at + i] as number, this.#known[at + i] as number, true);
    this.#feature.copyWithin(at + i, at + i + 1, at + length);
    this.#unknown.copyWithin(at + i, at + i + 1, at + length);
    this.#known.copyWithin(at + i, at + i + 1, at + length);
    return { at, length: length - 1 };
  }

  /** The sum of the subset weights without a step of these shares, the inverse of extending; `keep` writes them. */
  #unwind({ at, length }: PathStretch, unknown: number, known: number, keep: boolean): number {
    const weight = this.#weight;
    const last = length - 1;
    let next = weight[at + last] as number;
    let sum = 0;
    for (let i = last - 1; i >= 0; i--) {
      const here = weight[at + i] as number;
      const without =
        known === 0 ? (here * (last + 1)) / (unknown * (last - i)) : (next * (last + 1)) / ((i + 1) * known);
      next = here - (without * unknown * (last - i)) / (last + 1);
      sum += without;
      if (keep) weight[at + i] = without;
    }
    return sum;
  }

  #positionOf(feature: number, { at, length }: PathStretch): number {
    for (let i = at + 1; i < at + length; i++) if (this.#feature[i] === feature) return i;
    return -1;
  }
}

interface PathStretch {
  readonly at: number;
  readonly length: number;
}

interface PathElement {
  readonly feature: number;
  readonly unknown: number;
  readonly known: number;
}

interface Sum {
  readonly row: ArrayLike<number>;
  readonly scale: number;
  readonly into: Float64Array;
}

/** Splits between a node and its deepest leaf. */
function depthOf(trees: FlatTrees, node: number): number {
  if (isLeaf(trees, node)) return 0;
  return 1 + Math.max(depthOf(trees, node + 1), depthOf(trees, trees.right[node] as number));
}

import { MISSING } from './binning.ts';
import { type FlatTrees, goesLeft } from './flat-trees.ts';

/** One feature on the way from the root: shares of paths that go through when it is unknown and when it is known. */
interface Step {
  readonly feature: number;
  readonly unknown: number;
  readonly known: number;
  /** Summed weight of the subsets of each size. */
  weight: number;
}

/** What a tree expects before any feature is known: leaves weighted by cover. */
export function expectedValue(trees: FlatTrees, root: number): number {
  const feature = trees.feature[root] ?? -1;
  if (feature < 0) return trees.value[root] ?? 0;
  const [left, right] = [root + 1, trees.right[root] ?? 0];
  const [l, r] = [trees.cover[left] ?? 0, trees.cover[right] ?? 0];
  return (l * expectedValue(trees, left) + r * expectedValue(trees, right)) / (l + r);
}

/**
 * Exact path-dependent Shapley values of one tree for one row of bins, added to `into`: algorithm 2 of Lundberg, Erion &
 * Lee, "Consistent individualized feature attribution for tree ensembles", 2018. A feature that is not known is
 * averaged over, each child weighted by its cover. With `expectedValue` they add up to the row's leaf.
 */
export function addTreeShap(
  trees: FlatTrees,
  root: number,
  row: readonly number[],
  weight: number,
  into: Float64Array,
): void {
  const recurse = (node: number, before: readonly Step[], unknown: number, known: number, feature: number): void => {
    const path = extended(before, unknown, known, feature);
    const splits = trees.feature[node] ?? -1;
    if (splits < 0) {
      const value = weight * (trees.value[node] ?? 0);
      for (let i = 1; i < path.length; i++) {
        const step = path[i] as Step;
        (into[step.feature] as number) += unwoundSum(path, i) * (step.known - step.unknown) * value;
      }
      return;
    }
    const [left, right] = [node + 1, trees.right[node] ?? 0];
    const [hot, cold] = goesLeft(trees, node, row[splits] ?? MISSING, MISSING) ? [left, right] : [right, left];
    const seen = path.findIndex((step, i) => i > 0 && step.feature === splits);
    const earlier = seen < 0 ? { unknown: 1, known: 1 } : (path[seen] as Step);
    const rest = seen < 0 ? path : unwound(path, seen);
    const whole = (trees.cover[left] ?? 0) + (trees.cover[right] ?? 0);
    recurse(hot, rest, (earlier.unknown * (trees.cover[hot] ?? 0)) / whole, earlier.known, splits);
    recurse(cold, rest, (earlier.unknown * (trees.cover[cold] ?? 0)) / whole, 0, splits);
  };
  recurse(root, [], 1, 1, -1);
}

function extended(before: readonly Step[], unknown: number, known: number, feature: number): Step[] {
  const length = before.length;
  const path = before.map((step) => ({ ...step }));
  path.push({ feature, unknown, known, weight: length === 0 ? 1 : 0 });
  for (let i = length - 1; i >= 0; i--) {
    const [here, next] = [path[i] as Step, path[i + 1] as Step];
    next.weight += (known * here.weight * (i + 1)) / (length + 1);
    here.weight = (unknown * here.weight * (length - i)) / (length + 1);
  }
  return path;
}

/** The path without its step at `at`: the inverse of `extended`. */
function unwound(path: readonly Step[], at: number): Step[] {
  const last = path.length - 1;
  const { unknown, known } = path[at] as Step;
  const weights = path.map(({ weight }) => weight);
  let next = weights[last] as number;
  for (let i = last - 1; i >= 0; i--) {
    const weight = weights[i] as number;
    if (known !== 0) {
      weights[i] = (next * (last + 1)) / ((i + 1) * known);
      next = weight - ((weights[i] as number) * unknown * (last - i)) / (last + 1);
    } else weights[i] = (weight * (last + 1)) / (unknown * (last - i));
  }
  // Features move up, the weights of the subset sizes stay where they are.
  return path.filter((_, i) => i !== at).map((step, i) => ({ ...step, weight: weights[i] as number }));
}

function unwoundSum(path: readonly Step[], at: number): number {
  return unwound(path, at).reduce((sum, { weight }) => sum + weight, 0);
}

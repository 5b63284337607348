import { describe, expect, test } from 'vitest';
import { at, first, present } from '../../../presence/index.ts';
import { randomStream } from '../../random.ts';
import type { EstimatorParameters } from '../../types.ts';
import type { LabelledRows } from '../feature-rows.ts';
import { attribute, ESTIMATORS, predict } from '../registry.ts';
import { binOf, MISSING } from './binning.ts';
import { type FittedTrees, treeMargins, treeWeight } from './fitted-trees.ts';
import { goesLeft, isLeaf, packedTrees } from './flat-trees.ts';
import type { BoostingParameters, ForestParameters } from './types.ts';

const FOREST: ForestParameters = {
  kind: 'random_forest',
  trees: 10,
  maxDepth: null,
  minRowsLeaf: 2,
  featuresPerSplit: 2,
  classWeight: 'none',
};
const BOOSTING: BoostingParameters = { ...FOREST, kind: 'gradient_boosting', maxDepth: 4, learningRate: 0.3, l2: 1 };

function fitted(rows: LabelledRows, parameters: EstimatorParameters, seed = 7): FittedTrees {
  const { model } = ESTIMATORS[parameters.kind].fit(rows, { parameters, seed, neweyWestLag: 0 });
  if (model === null || !('trees' in model)) throw new Error('no trees were grown');
  return model;
}

/** Five columns, one value in eight missing; the label follows the first two and their product. */
function example(rows = 120, features = 5): LabelledRows {
  const random = randomStream(3);
  const uniform = () => random.below(2 ** 20) / 2 ** 20;
  const values = Array.from({ length: features }, () =>
    Array.from({ length: rows }, () => (uniform() < 0.125 ? null : Math.round(20 * uniform()) / 4)),
  );
  const y = Array.from({ length: rows }, (_, i): 0 | 1 => {
    // A missing value of the first column counts as 4, of the second as 1.
    const [one, two] = [at(at(values, 0), i) ?? 4, at(at(values, 1), i) ?? 1];
    return one * two + 2 * uniform() > 7 ? 1 : 0;
  });
  return { features: values.map((_, j) => `g.x${j}`), values, rows, y };
}

test('the split of a stump is the best of all edges of all features, missing values on either side', () => {
  for (let seed = 1; seed < 40; seed++) {
    const random = randomStream(seed);
    // The third column is complete: a row without any feature would not be trained on.
    const values = Array.from({ length: 3 }, (_, j) =>
      Array.from({ length: 25 }, () => (j < 2 && random.below(5) === 0 ? null : random.below(6))),
    );
    const y = Array.from({ length: 25 }, () => random.below(2) as 0 | 1);
    const rows: LabelledRows = { features: ['a', 'b', 'c'], values, rows: 25, y };
    const stump = fitted(rows, { ...BOOSTING, trees: 1, maxDepth: 1, minRowsLeaf: 3, featuresPerSplit: 'all' });
    expect(gainOf(stump, rows)).toBeCloseTo(bestGain(rows, 3), 9);
  }
});

/** Gain of splitting by `left`: sums of squared gradients over curvature plus l2, each row weighing p(1-p). */
function gain(y: readonly (0 | 1)[], left: (i: number) => boolean): { readonly gain: number; readonly rows: number } {
  const p = y.filter((label) => label === 1).length / y.length;
  const side = (inside: (i: number) => boolean) => {
    const labels = y.filter((_, i) => inside(i));
    const gradient = labels.reduce<number>((sum, label) => sum + p - label, 0);
    return { rows: labels.length, score: gradient ** 2 / (labels.length * p * (1 - p) + 1) };
  };
  const [a, b] = [side(left), side((i) => !left(i))];
  return { gain: a.score + b.score, rows: Math.min(a.rows, b.rows) };
}

function gainOf({ trees, columns }: FittedTrees, rows: LabelledRows): number {
  const feature = first(trees.feature);
  const [column, values] = [at(columns, feature), at(rows.values, feature)];
  const y = rows.y.map((label) => present(label));
  return gain(y, (i) => goesLeft(trees, 0, binOf(at(values, i), column), MISSING)).gain;
}

function bestGain(rows: LabelledRows, least: number): number {
  const y = rows.y.map((label) => present(label));
  let best = 0;
  for (const column of rows.values) {
    for (const edge of [0, 1, 2, 3, 4, 5]) {
      for (const missingLeft of [true, false]) {
        const found = gain(y, (i) => {
          const value = at(column, i);
          return value === null ? missingLeft : value <= edge;
        });
        if (found.rows >= least) best = Math.max(best, found.gain);
      }
    }
  }
  return best;
}

describe('missing values', () => {
  const y = Array.from({ length: 60 }, (_, i): 0 | 1 => (i % 3 === 0 ? 1 : 0));
  const column = y.map((label, i) => (label === 1 ? null : Math.sin(i)));

  test.each([FOREST, { ...FOREST, kind: 'extra_trees' }, BOOSTING] as const)(
    'tell by being missing: $kind',
    (parameters) => {
      const other = y.map((_, i) => Math.cos(5 * i));
      const rows: LabelledRows = { features: ['a', 'b'], values: [column, other], rows: 60, y };
      const probabilities = predict(fitted(rows, parameters), rows);
      for (const [i, p] of probabilities.entries()) expect(present(p) > 0.5).toBe(y[i] === 1);
    },
  );
});

test('balanced class weights: a leaf of all rows is one half, without them the base rate', () => {
  const rows = example();
  const rate = rows.y.filter((label) => label === 1).length / rows.rows;
  const mean = (classWeight: 'balanced' | 'none') =>
    predict(fitted(rows, { ...FOREST, kind: 'extra_trees', minRowsLeaf: 1000, classWeight }), rows)[0];
  expect(mean('none')).toBeCloseTo(rate, 12);
  expect(mean('balanced')).toBeCloseTo(0.5, 12);
});

test('depth and leaf size are kept to', () => {
  const { trees } = fitted(example(), { ...FOREST, maxDepth: 3, minRowsLeaf: 6 });
  const depthBelow = (node: number): number =>
    isLeaf(trees, node) ? 0 : 1 + Math.max(depthBelow(node + 1), depthBelow(at(trees.right, node)));
  for (const root of trees.roots) expect(depthBelow(root)).toBeLessThanOrEqual(3);
  for (const cover of trees.cover) expect(cover).toBeGreaterThanOrEqual(6);
});

test('trees are packed once, node by node as they are', () => {
  const { trees } = fitted(example(), FOREST);
  const packed = packedTrees(trees);
  const { roots: _, ...columns } = trees;
  const unpacked = Object.entries(packed).map(([name, column]) => [name, Array.from<number>(column)] as const);
  expect(Object.fromEntries(unpacked)).toEqual(columns);
  expect(packedTrees(trees)).toBe(packed);
});

test('another seed is another forest', () => {
  expect(fitted(example(), FOREST, 1).trees).not.toEqual(fitted(example(), FOREST, 2).trees);
});

describe.each([FOREST, { ...FOREST, kind: 'extra_trees', classWeight: 'balanced' }, BOOSTING] as const)(
  'Shapley values of $kind',
  (parameters) => {
    const rows = example();
    const model = fitted(rows, parameters);
    const margins = treeMargins(model, rows);

    test('are those of the definition, summed over all subsets of features', () => {
      for (let i = 0; i < 25; i++) {
        const row = rows.values.map((column) => at(column, i));
        const { parts } = present(attribute(model, row));
        expect(parts.map(({ contribution }) => contribution)).toEqual(
          shapley(model, row).map((value) => expect.closeTo(value, 9)),
        );
      }
    });

    test('add up to the margin within 1e-9', () => {
      for (const [i, margin] of margins.entries()) {
        const row = rows.values.map((column) => at(column, i));
        const { parts, baseMargin } = present(attribute(model, row));
        const sum = parts.reduce((total, { contribution }) => total + contribution, baseMargin);
        expect(Math.abs(sum - present(margin))).toBeLessThan(1e-9);
      }
    });
  },
);

/** Shapley (1953) by the definition: 2^M expectations, those of unknown features taken by cover. */
function shapley(model: FittedTrees, row: readonly (number | null)[]): readonly number[] {
  const { trees, columns, features } = model;
  const bins = columns.map((column, j) => binOf(at(row, j), column));
  const expected = (known: number): number => {
    const below = (node: number): number => {
      if (isLeaf(trees, node)) return at(trees.value, node);
      const feature = at(trees.feature, node);
      const [left, right] = [node + 1, at(trees.right, node)];
      if ((known >> feature) & 1) return below(goesLeft(trees, node, at(bins, feature), MISSING) ? left : right);
      const [l, r] = [at(trees.cover, left), at(trees.cover, right)];
      return (l * below(left) + r * below(right)) / (l + r);
    };
    return treeWeight(model) * trees.roots.reduce((sum, root) => sum + below(root), 0);
  };
  const values = Array.from({ length: 2 ** features.length }, (_, known) => expected(known));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  return features.map((_, j) =>
    values.reduce((sum, value, set) => {
      if ((set >> j) & 1) return sum;
      const weight = (factorial(size(set)) * factorial(features.length - size(set) - 1)) / factorial(features.length);
      return sum + weight * (at(values, set | (1 << j)) - value);
    }, 0),
  );
}

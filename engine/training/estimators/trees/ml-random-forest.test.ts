import { RandomForestClassifier } from 'ml-random-forest';
import { describe, expect, test } from 'vitest';
import { at } from '../../../presence/index.ts';
import { randomStream } from '../../random.ts';
import { ESTIMATORS, predict } from '../registry.ts';
import { mlRandomForest } from './declaration.ts';
import type { MlForestParameters } from './types.ts';

const PARAMETERS: MlForestParameters = {
  kind: 'ml_random_forest',
  trees: 15,
  maxDepth: null,
  minRowsSplit: 3,
  featuresPerTree: 3,
};

const random = randomStream(2);
const uniform = () => random.below(2 ** 20) / 2 ** 20;
const columns = Array.from({ length: 4 }, () => Array.from({ length: 150 }, () => uniform() - 0.5));
const y = Array.from({ length: 150 }, (_, i): 0 | 1 =>
  at(at(columns, 0), i) + at(at(columns, 1), i) + 0.3 * uniform() > 0.2 ? 1 : 0,
);
const rows = { features: ['a', 'b', 'c', 'd'], values: columns, rows: 150, y };

test('predicts the share of votes of the library’s own trees, to the bit', () => {
  const forest = new RandomForestClassifier({
    nEstimators: 15,
    maxFeatures: 3,
    replacement: false,
    useSampleBagging: true,
    noOOB: true,
    seed: 9,
    treeOptions: { gainFunction: 'gini', maxDepth: 10_000, minNumSamples: 3, gainThreshold: 0 },
  });
  const matrix = y.map((_, i) => columns.map((column) => at(column, i)));
  forest.train(matrix, [...y]);
  // The votes on rows that it was trained on, and on others.
  const others = Array.from({ length: 300 }, () => columns.map(() => uniform() - 0.5));
  const asked = [...matrix, ...others];
  const votes = forest.predictionValues(asked).to2DArray();
  const { model } = ESTIMATORS.ml_random_forest.fit(rows, { parameters: PARAMETERS, seed: 9, neweyWestLag: 0 });
  if (model === null) throw new Error('nothing was fitted');
  const values = columns.map((_, j) => asked.map((row) => at(row, j)));
  expect(predict(model, { features: rows.features, values, rows: asked.length })).toEqual(
    votes.map((row) => (1 / 15) * row.reduce((sum, vote) => sum + vote, 0)),
  );
});

describe('trees on a share of the rows', () => {
  const x = at(columns, 0);
  const one = { features: ['a'], values: [x], rows: x.length, y };
  const fitted = (parameters: Partial<MlForestParameters>) => {
    const options = { parameters: { ...PARAMETERS, featuresPerTree: 1, ...parameters }, seed: 9, neweyWestLag: 0 };
    const { model } = ESTIMATORS.ml_random_forest.fit(one, options);
    if (model?.kind !== 'ml_random_forest') throw new Error('no forest was fitted');
    return model;
  };

  test('vote as the library’s tree does that is grown on the rows drawn', () => {
    const stream = randomStream(9);
    const votes = Array.from({ length: 15 }, () => {
      const drawn = Array.from({ length: 60 }, () => stream.below(150));
      // The seed by which the library chooses features, of which there is one.
      const seed = stream.below(2 ** 31);
      const treeOptions = { gainFunction: 'gini', maxDepth: 10_000, minNumSamples: 3, gainThreshold: 0 } as const;
      const tree = new RandomForestClassifier({
        seed,
        nEstimators: 1,
        useSampleBagging: false,
        noOOB: true,
        treeOptions,
      });
      tree.train(
        drawn.map((i) => [at(x, i)]),
        drawn.map((i) => at(y, i)),
      );
      return tree.predict(x.map((value) => [value]));
    });
    const shares = x.map((_, i) => (1 / 15) * votes.reduce((sum, vote) => sum + at(vote, i), 0));
    expect(predict(fitted({ rowsPerTree: 0.4 }), one)).toEqual(shares);
    expect(shares).not.toEqual(predict(fitted({}), one));
  });

  test.each([
    [0.25, 38],
    [0.1, 15],
    [0.001, 1],
  ])('draw %f of 150 rows: %i', (rowsPerTree, drawn) => {
    const nodes = (minRowsSplit: number) => fitted({ rowsPerTree, minRowsSplit }).trees.feature.length;
    // A node with no more rows than these is not split: fifteen leaves, until the root has one row more.
    expect(nodes(drawn)).toBe(15);
    if (drawn > 1) expect(nodes(drawn - 1)).toBeGreaterThan(15);
  });

  test('all of them is what the library does by itself', () => {
    const written = { kind: 'ml_random_forest', trees: 15, max_depth: 'none', features_per_tree: 1, min_rows_split: 3 };
    const parametersOf = (share: number) =>
      mlRandomForest.parametersOf(Object.assign({ rows_per_tree: share }, written));
    expect(parametersOf(1)).toEqual({ ...PARAMETERS, featuresPerTree: 1 });
    expect(parametersOf(0.25)).toEqual({ ...PARAMETERS, featuresPerTree: 1, rowsPerTree: 0.25 });
  });
});

test('rows on which the library fails give the base rate, and a warning with its words', () => {
  const tiny = {
    features: ['a', 'b'],
    values: [
      [1, 1, 1],
      [2, 2, 2],
    ],
    rows: 3,
    y: [0, 1, 1] as const,
  };
  const { model, problems } = ESTIMATORS.ml_random_forest.fit(tiny, {
    parameters: PARAMETERS,
    seed: 9,
    neweyWestLag: 0,
  });
  expect(model).toEqual({ kind: 'climatology', probability: 2 / 3, rows: 3 });
  expect(problems).toMatchObject([{ code: 'EWS5001', severity: 'warning' }]);
});

test.each([1, 2, 3, 4, 5])('two rows, seed %i: a model or the base rate, no exception', (seed) => {
  const tiny = { features: ['a'], values: [[1, 2]], rows: 2, y: [0, 1] as const };
  const { model } = ESTIMATORS.ml_random_forest.fit(tiny, { parameters: PARAMETERS, seed, neweyWestLag: 0 });
  expect(model && predict(model, tiny).every((p) => p !== null && p >= 0 && p <= 1)).toBe(true);
});

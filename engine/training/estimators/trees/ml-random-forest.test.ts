import { RandomForestClassifier } from 'ml-random-forest';
import { expect, test } from 'vitest';
import { at } from '../../../presence/index.ts';
import { randomStream } from '../../random.ts';
import type { MlForestParameters } from '../../types.ts';
import { ESTIMATORS, predict } from '../registry.ts';

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

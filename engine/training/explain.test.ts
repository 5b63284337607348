import { expect, test } from 'vitest';
import { at, present } from '../presence/index.ts';
import { margins, probit } from './estimators/glm.ts';
import { explain } from './explain.ts';

const steps = Array.from({ length: 50 }, (_, i) => i);
const rows = {
  features: ['stress', 'growth', 'flat'],
  values: [steps.map((i) => 50 * Math.sin(i)), steps.map((i) => Math.cos(i * i) / 100), steps.map(() => 4)],
  rows: 50,
};
const y = steps.map((i): 0 | 1 => (Math.sin(i) + Math.sin(3 * i * i) > 0.4 ? 1 : 0));
const { model } = probit.fit(
  { ...rows, y },
  { parameters: { kind: 'probit', winsorize: 0.05 }, seed: 1, neweyWestLag: 0 },
);
if (model?.kind !== 'probit') throw new Error('no probit was fitted');

test('contributions add up with the base margin to the margin, for every row', () => {
  const expected = margins(model, rows);
  for (const i of steps) {
    const { margin, baseMargin, contributions } = present(explain(model, rows, i));
    const sum = contributions.reduce((total, { contribution }) => total + contribution, baseMargin);
    expect(Math.abs(sum - present(at(expected, i)))).toBeLessThan(1e-9);
    expect(margin).toBe(expected[i]);
  }
});

test('a feature at its training mean contributes nothing, and a constant one never does', () => {
  const means = model.preparation.map(({ mean }) => mean);
  const typical = { ...rows, values: means.map((mean) => [mean]), rows: 1 };
  expect(explain(model, typical, 0)?.contributions.map(({ contribution }) => Math.abs(contribution))).toEqual([
    0, 0, 0,
  ]);
  expect(explain(model, { ...typical, values: [[1], [0], [900]] }, 0)?.contributions[2]).toEqual({
    feature: 'flat',
    value: 900,
    contribution: 0,
    outsideTraining: true,
  });
});

test('a missing feature leaves nothing to explain', () => {
  expect(explain(model, { ...rows, values: [[1], [null], [4]], rows: 1 }, 0)).toBeNull();
});

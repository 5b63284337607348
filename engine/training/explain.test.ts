import { expect, test } from 'vitest';
import { margins, probit } from './estimators/glm/glm.ts';
import { explain } from './explain.ts';

const at = Array.from({ length: 50 }, (_, i) => i);
const rows = {
  features: ['stress', 'growth', 'flat'],
  values: [at.map((i) => 50 * Math.sin(i)), at.map((i) => Math.cos(i * i) / 100), at.map(() => 4)],
  rows: 50,
};
const y = at.map((i): 0 | 1 => (Math.sin(i) + Math.sin(3 * i * i) > 0.4 ? 1 : 0));
const { model } = probit.fit(
  { ...rows, y },
  { parameters: { kind: 'probit', winsorize: 0.05 }, seed: 1, neweyWestLag: 0 },
);
if (model?.kind !== 'probit') throw new Error('no probit was fitted');

test('contributions add up with the base margin to the margin, for every row', () => {
  const expected = margins(model, rows);
  for (const i of at) {
    const explained = explain(model, rows, i);
    const sum = explained?.contributions.reduce((total, part) => total + part.contribution, explained.baseMargin);
    expect(Math.abs((sum ?? 0) - (expected[i] ?? 1))).toBeLessThan(1e-9);
    expect(explained?.margin).toBe(expected[i]);
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

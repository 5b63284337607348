import { expect, test } from 'vitest';
import { monthEnd } from '../../calendar/index.ts';
import { at, present } from '../../presence/index.ts';
import { backtest } from '../index.ts';
import { randomStream } from '../random.ts';
import type { BacktestInput, EstimatorParameters } from '../types.ts';
import { permutationImportance } from './importance.ts';

const MONTHS = 360;
const OPEN = '9999-12-31';
const random = randomStream(5);
const uniform = () => random.below(2 ** 20) / 2 ** 20;
const asOf = Array.from({ length: MONTHS }, (_, i) => monthEnd(1970 * 12 + i));
const [strong, weak, noise] = [0, 1, 2].map(() => asOf.map(uniform)) as [number[], number[], number[]];
const y = asOf.map((_, i): 0 | 1 => (at(strong, i) + 0.4 * at(weak, i) > 0.9 ? 1 : 0));

function input(estimator: EstimatorParameters): BacktestInput {
  return {
    frame: { asOf, features: ['g.strong', 'g.weak', 'g.noise'], values: [strong, weak, noise] },
    labels: asOf.map((date, i) => ({ date, y: at(y, i), knownFrom: date, knownTo: OPEN })),
    events: [],
    spec: {
      estimator,
      features: ['g.strong', 'g.weak', 'g.noise'],
      protocol: {
        firstCutoff: '1980-01-31',
        refitMonths: 24,
        minimumEpisodes: 1,
        maturity: 'as_known',
        excludeInEvent: false,
      },
      window: { fromMonth: 1, toMonth: 1 },
      loss: { kind: 'alessi_detken', preference: 0.5 },
      leadWindow: { minMonths: 1, maxMonths: 12 },
      persistence: { k: 1, n: 1 },
      bootstrap: { draws: 10, level: 0.9 },
      seed: 3,
    },
    labelKnowledge: 'as_known',
  };
}

const forest = {
  kind: 'random_forest',
  trees: 40,
  maxDepth: null,
  minRowsLeaf: 3,
  featuresPerSplit: 2,
  classWeight: 'none',
} as const;

test.each([{ kind: 'logit', ridge: 0.1 } as const, forest])('ranks features by what they tell: $kind', (estimator) => {
  const given = input(estimator);
  const found = permutationImportance(given, backtest(given));
  const [most, middle, least] = [at(found, 0), at(found, 1), at(found, 2)];
  expect(found.map(({ feature }) => feature)).toEqual(['g.strong', 'g.weak', 'g.noise']);
  expect(most.brierIncrease).toBeGreaterThan(2 * middle.brierIncrease);
  expect(middle.brierIncrease).toBeGreaterThan(4 * Math.abs(least.brierIncrease));
  expect(most.aurocDrop).toBeGreaterThan(0.2);
  expect(Math.abs(present(least.aurocDrop))).toBeLessThan(0.02);
});

test('is the same for the same seed, and another for another', () => {
  const given = input(forest);
  const result = backtest(given);
  const again = permutationImportance(given, result);
  expect(permutationImportance(given, result)).toEqual(again);
  expect(permutationImportance({ ...given, spec: { ...given.spec, seed: 4 } }, result)).not.toEqual(again);
});

test('a feature that the model does not use has none, to the bit', () => {
  const given = input({ kind: 'climatology' });
  for (const { brierIncrease, aurocDrop } of permutationImportance(given, backtest(given))) {
    expect(brierIncrease).toBe(0);
    expect(aurocDrop).toBe(0);
  }
});

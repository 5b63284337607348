import { expect, test } from 'vitest';
import { at, entry, first, present } from '../../presence/index.ts';
import { predict } from '../estimators/registry.ts';
import { permutationImportance } from '../events/importance.ts';
import { backtest } from '../index.ts';
import { randomStream } from '../random.ts';
import { COUNTRIES, panelOf, panelRows, panelSpec } from './panel.fixture.ts';

test('shuffles a feature over the scored dates of all keys, each of them with its own values', () => {
  const input = panelOf(COUNTRIES);
  const result = backtest(input);
  const gaps = new Map(panelRows(COUNTRIES).map(({ asOf, key, gap }) => [`${asOf} ${key}`, gap]));
  const scored = result.refits.flatMap((refit) =>
    result.predictions.flatMap(({ cutoff, asOf, key, probability, y }) =>
      cutoff !== refit.cutoff || probability === null || y === null
        ? []
        : [{ refit, gap: entry(gaps, `${asOf} ${key}`), probability, y }],
    ),
  );
  const brierOf = (probabilities: readonly number[]): number =>
    probabilities.reduce((sum, p, i) => sum + (p - at(scored, i).y) ** 2, 0) / scored.length;
  const random = randomStream(panelSpec.seed);
  let lost = 0;
  for (let draw = 0; draw < 5; draw++) {
    const values = scored.map(({ gap }) => gap);
    for (let i = values.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const [one, other] = [at(values, i), at(values, j)];
      values[i] = other;
      values[j] = one;
    }
    const shuffled = scored.map(({ refit }, i) => {
      const row = { features: ['credit.gap'], values: [[at(values, i)]], rows: 1 };
      return present(first(predict(refit.model, row)));
    });
    lost += (brierOf(shuffled) - brierOf(scored.map(({ probability }) => probability))) / 5;
  }
  const found = first(permutationImportance(input, result));
  expect(scored.length).toBeGreaterThan(1500);
  expect(found.brierIncrease).toBeCloseTo(lost, 12);
  expect(found.brierIncrease).toBeGreaterThan(0.01);
});

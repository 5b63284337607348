import { expect, test } from 'vitest';
import { predict } from '../estimators/registry.ts';
import { permutationImportance } from '../events/importance.ts';
import { backtest } from '../index.ts';
import { randomStream } from '../random.ts';
import { COUNTRIES, panelOf, panelSpec, rowsOf } from './panel.fixture.ts';

test('shuffles a feature over the scored dates of all keys, each of them with its own values', () => {
  const input = panelOf(COUNTRIES);
  const result = backtest(input);
  const gaps = new Map(rowsOf(COUNTRIES).map(({ asOf, key, gap }) => [`${asOf} ${key}`, gap]));
  const scored = result.refits.flatMap((refit) =>
    result.predictions
      .filter(({ cutoff, probability, y }) => cutoff === refit.cutoff && probability !== null && y !== null)
      .map(({ asOf, key, probability, y }) => ({ refit, gap: gaps.get(`${asOf} ${key}`), probability, y })),
  );
  const brierOf = (probabilities: readonly (number | null)[]): number =>
    probabilities.reduce<number>((sum, p, i) => sum + ((p ?? 0) - (scored[i]?.y ?? 0)) ** 2, 0) / scored.length;
  const random = randomStream(panelSpec.seed);
  let lost = 0;
  for (let draw = 0; draw < 5; draw++) {
    const values = scored.map(({ gap }) => gap ?? Number.NaN);
    for (let i = values.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const [one, other] = [values[i] ?? Number.NaN, values[j] ?? Number.NaN];
      values[i] = other;
      values[j] = one;
    }
    const shuffled = scored.map(
      ({ refit }, i) =>
        predict(refit.model, { features: ['credit.gap'], values: [[values[i] ?? null]], rows: 1 })[0] ?? null,
    );
    lost += (brierOf(shuffled) - brierOf(scored.map(({ probability }) => probability))) / 5;
  }
  const [found] = permutationImportance(input, result);
  expect(scored.length).toBeGreaterThan(1500);
  expect(found?.brierIncrease).toBeCloseTo(lost, 12);
  expect(found?.brierIncrease).toBeGreaterThan(0.01);
});

import { expect, it } from 'vitest';
import { tuningOf } from './normalise/tuning.ts';
import { estimatorSchema } from './schemas/estimator.ts';
import { modelSchema } from './schemas/model.ts';

type TuningShape = Parameters<typeof tuningOf>[0];

const estimator = estimatorSchema.parse({ kind: 'random_forest' });

function settings(tuning: object): readonly object[] {
  const shape = modelSchema.shape.tuning.parse(tuning) as TuningShape;
  return tuningOf(shape, estimator, 7).candidates.map(({ set }) => set);
}

it('a grid turns its last parameter fastest, and ends with its budget', () => {
  const space = { trees: [10, 20], max_depth: [1, 2, 3], features_per_split: ['sqrt', 'all'] };
  const all = settings({ space });
  const expected = [10, 20].flatMap((trees) =>
    [1, 2, 3].flatMap((max_depth) =>
      ['sqrt', 'all'].map((features_per_split) => ({ trees, max_depth, features_per_split })),
    ),
  );
  expect(all).toEqual(expected);
  expect(settings({ space, budget: 5 })).toEqual(expected.slice(0, 5));
});

it('a grid of 10^16 candidates is not written out beyond its budget', () => {
  const values = Array.from({ length: 1e4 }, (_, i) => i + 1);
  const begun = performance.now();
  const some = settings({
    space: { trees: values, max_depth: values, features_per_split: values, x: values },
    budget: 2,
  });
  expect(some).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(2000);
});

it('a random search ends where its space has nothing more to draw', () => {
  const begun = performance.now();
  const drawn = settings({ search: 'random', budget: 1000, space: { trees: [10, 20, 30] } });
  expect(drawn.length).toBe(3);
  expect(settings({ search: 'random', budget: 1000, space: { trees: { low: 1, high: 4, whole: true } } }).length).toBe(
    4,
  );
  expect(performance.now() - begun).toBeLessThan(5000);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { ESTIMATORS, predict } from '../../engine/training/estimators/registry.ts';
import { auroc, ranking, rocCurve } from '../../engine/training/measures/roc.ts';
import type { EstimatorParameters } from '../../engine/training/types.ts';
import { exampleRows } from '../oracles/example-rows.ts';

type Discrimination = Readonly<
  Record<'random_forest' | 'extra_trees' | 'gradient_boosting', { readonly mean: number; readonly deviation: number }>
>;

/** How well scikit-learn's trees rank, over many seeds; tests/oracles/figures.test.ts has what takes no time. */
const { discrimination }: { readonly discrimination: Discrimination } = JSON.parse(
  readFileSync(new URL('../oracles/figures.json', import.meta.url), 'utf8'),
);

const FOREST = { trees: 200, maxDepth: null, minRowsLeaf: 5, featuresPerSplit: 'sqrt', classWeight: 'none' } as const;
const TREES: readonly EstimatorParameters[] = [
  { kind: 'random_forest', ...FOREST },
  { kind: 'extra_trees', ...FOREST },
  { ...FOREST, kind: 'gradient_boosting', trees: 100, maxDepth: 3, learningRate: 0.1, l2: 1, featuresPerSplit: 30 },
];

test.each(TREES)(
  'scikit-learn: the AUROC of $kind on other rows lies within four deviations between seeds',
  (parameters) => {
    const wanted = discrimination[parameters.kind as keyof Discrimination];
    const other = exampleRows(202, 700, 60);
    const scores = [1, 2].map((seed) => {
      const { model } = ESTIMATORS[parameters.kind].fit(exampleRows(101, 700, 60), {
        parameters,
        seed,
        neweyWestLag: 0,
      });
      const curve = rocCurve(
        ranking(
          predict(present(model), other).map((p) => present(p)),
          other.y,
        ),
      );
      return auroc(present(curve));
    });
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(Math.abs(mean - wanted.mean)).toBeLessThan(4 * wanted.deviation);
  },
);

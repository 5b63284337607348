import { frozen } from '../../frozen.ts';
import type { Estimator } from '../estimator.ts';
import { completeRows, noRows } from '../rows.ts';
import type { ClimatologyParameters, FittedClimatology } from './types.ts';

/** The base rate of the training labels, whatever the features say. */
export const climatology: Estimator<ClimatologyParameters, FittedClimatology> = {
  reads: 'no_features',
  fit(rows) {
    const { y } = completeRows({ ...rows, features: [], values: [] });
    if (y.length === 0) return frozen({ model: null, problems: [noRows(rows)] });
    return frozen({ model: baseRateModel(y), problems: [] });
  },
  predict(model, rows) {
    return Array.from({ length: rows.rows }, () => model.probability);
  },
  attribute: () => () => null,
};

export function baseRateModel(y: readonly (0 | 1)[]): FittedClimatology {
  const positives = y.reduce<number>((sum, label) => sum + label, 0);
  return { kind: 'climatology', probability: positives / y.length, rows: y.length };
}

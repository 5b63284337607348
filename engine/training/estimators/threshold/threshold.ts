import { frozen } from '../../frozen.ts';
import type { Estimator } from '../estimator.ts';
import { completeRows, noRows, rowAt } from '../rows.ts';
import type { FittedThreshold, ThresholdParameters } from './types.ts';

/**
 * A rule such as Sahm's: 1 where its feature reaches a published value, otherwise 0. The labels move nothing; rows are
 * asked for only because a rule without any cannot be scored.
 */
export const threshold: Estimator<ThresholdParameters, FittedThreshold> = {
  reads: 'complete_rows',
  fit(rows, { parameters }) {
    if (rows.features.length !== 1) throw new Error(`a threshold reads one feature, not ${rows.features.length}`);
    if (completeRows(rows).y.length === 0) return frozen({ model: null, problems: [noRows(rows)] });
    const { at, above } = parameters;
    return frozen({ model: { kind: 'threshold', features: [...rows.features], at, above }, problems: [] });
  },
  predict(model, rows) {
    return Array.from({ length: rows.rows }, (_, i) => {
      const value = rowAt(rows, i)?.[0];
      if (value === undefined) return null;
      return (model.above ? value >= model.at : value <= model.at) ? 1 : 0;
    });
  },
  attribute: () => () => null,
};

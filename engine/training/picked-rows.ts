import { at } from '../presence/index.ts';
import type { FeatureRows } from './estimators/feature-rows.ts';

/** The rows at these positions, in their order. */
export function pickedRows({ features, values }: FeatureRows, positions: readonly number[]): FeatureRows {
  return {
    features,
    values: values.map((column) => positions.map((i) => at(column, i))),
    rows: positions.length,
  };
}

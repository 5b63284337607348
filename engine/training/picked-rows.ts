import { at } from '../presence/index.ts';
import type { FeatureRows } from './estimators/feature-rows.ts';
import { rowName } from './frame.ts';
import type { TrainingFrame } from './types.ts';

/** The rows at these positions, in their order. */
export function pickedRows({ features, values }: FeatureRows, positions: readonly number[]): FeatureRows {
  return {
    features,
    values: values.map((column) => positions.map((i) => at(column, i))),
    rows: positions.length,
  };
}

/** The position of each row of a frame, by its name. */
export function positionsByName({ asOf, keys }: TrainingFrame): ReadonlyMap<string, number> {
  return new Map(asOf.map((date, i) => [rowName(date, keys?.[i]), i]));
}

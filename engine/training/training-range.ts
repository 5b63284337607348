import type { FittedModel } from './estimators/fitted-model.ts';
import type { FittedRegression } from './values/types.ts';

export interface TrainingRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The range of a feature in the rows that a fit learned from, as the fit keeps it: rows that the protocol left out are
 * not among them. null where none of these rows has a value, and of a fit that learns nothing from values.
 */
export function trainingRange(model: FittedModel | FittedRegression, feature: string): TrainingRange | null {
  if (!learnsFromValues(model)) return null;
  const columns = 'preparation' in model ? model.preparation : model.columns;
  const { low, high } = columns.find((column) => column.feature === feature) ?? { low: null, high: null };
  return low === null || high === null ? null : { low, high };
}

/** Neither a rule nor a base rate has a range that a value could lie outside of. */
export function learnsFromValues<Model extends FittedModel | FittedRegression>(
  model: Model,
): model is Exclude<Model, { readonly kind: 'threshold' | 'climatology' }> {
  return model.kind !== 'threshold' && model.kind !== 'climatology';
}

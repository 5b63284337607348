import type { Estimator } from './estimators/estimator.ts';
import { isOfValues } from './estimators/kinds.ts';
import { ESTIMATORS } from './estimators/registry.ts';
import type { InputRules } from './inputs/types.ts';
import { isPresent } from './present.ts';
import type { EstimatorParameters } from './types.ts';
import type { ValueParameters } from './values/types.ts';

type Features = readonly (number | null | undefined)[];

/** Whether a row with these features is learnt from and predicted. */
export function readsRow(reads: Estimator<never, never>['reads'], features: Features): boolean {
  switch (reads) {
    case 'no_features':
      return true;
    case 'complete_rows':
      return features.every(isPresent);
    case 'any_feature':
      return features.some(isPresent);
    default:
      return reads satisfies never;
  }
}

/** What a model reads, by its declaration. */
interface Reading extends InputRules {
  readonly estimator: EstimatorParameters | ValueParameters;
}

/**
 * Whether some refit may read a row, by a model's declaration alone: a regression of a value reads rows without a
 * missing feature. Where each refit chooses its columns nobody knows before which these are, and one feature may be
 * all that it reads.
 */
export function rowReader({ estimator, missing, chooseColumns }: Reading): (features: Features) => boolean {
  const usual = isOfValues(estimator) ? 'complete_rows' : ESTIMATORS[estimator.kind].reads;
  const treated = missing === 'drop' ? 'complete_rows' : 'any_feature';
  const whole = missing === undefined ? usual : treated;
  const reads = chooseColumns === undefined ? whole : 'any_feature';
  return (features) => readsRow(reads, features);
}

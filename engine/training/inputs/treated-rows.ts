import { type Problem, warning } from '../../diagnostics/index.ts';
import type { Estimator } from '../estimators/estimator.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { learnInputs } from './learn-inputs.ts';
import { preparedRows } from './prepared-rows.ts';
import type { FittedInputs, InputRules, MissingRule } from './types.ts';

/** Rows of a refit as its estimator reads them. */
export interface TreatedRows<Rows> {
  readonly rows: Rows;
  /** To be kept with what is fitted, which predicts from such columns; nothing where features are read as they are. */
  readonly kept: { readonly inputs?: FittedInputs };
  readonly notes: readonly Problem[];
  /** Why no row can be read, whatever is in it; null: some may be. */
  readonly unreadable: string | null;
}

/** Makes the columns of a refit as the model declares them, learnt on these rows alone. */
export function treatedRows<Rows extends FeatureRows & { readonly y: readonly (number | null)[] }>(
  rows: Rows,
  rules: InputRules,
  reads: Estimator<never, never>['reads'],
): TreatedRows<Rows> {
  const inputs = learnInputs(rows, rules, usualRule(reads));
  if (inputs === undefined) return { rows, kept: {}, notes: [], unreadable: null };
  return {
    rows: preparedRows(inputs, rows),
    kept: { inputs },
    notes: withoutValue(inputs),
    unreadable: nothingRead(inputs, rules),
  };
}

/** What was fitted to treated rows, which so predicts from features as they are known. The base rate reads none. */
export function keptWith<Model extends { readonly kind: string }>(
  model: Model,
  { kept }: Pick<TreatedRows<unknown>, 'kept'>,
): Model {
  return model.kind === 'climatology' ? model : { ...model, ...kept };
}

/** What an estimator does with a missing value by itself. */
function usualRule(reads: Estimator<never, never>['reads']): MissingRule {
  return reads === 'any_feature' ? 'native' : 'drop';
}

function withoutValue({ columns }: FittedInputs): readonly Problem[] {
  const names = columns.filter(({ leftOut }) => leftOut === 'no_value').map(({ feature }) => feature);
  if (names.length === 0) return [];
  const message = `left out, since no row that is trained on has a value to take a median of: ${names.join(', ')}`;
  return [warning('EWS5002', message, { hint: 'remove them, or move the first cut-off later' })];
}

function nothingRead({ columns }: FittedInputs, { chooseColumns }: InputRules): string | null {
  if (columns.some(({ leftOut }) => leftOut === null)) return null;
  return chooseColumns === undefined
    ? 'no feature has a value in a row with a label'
    : `no feature has a value in ${chooseColumns.minShare * 100}% of the rows with a label`;
}

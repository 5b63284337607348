import { at } from '../../presence/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { isPresent } from '../present.ts';
import type { FittedInputs, InputColumn } from './types.ts';

/** What ends the name of the column that is 1 where a feature is missing and 0 elsewhere. */
const SUFFIX = '__missing';

export function indicatorOf(feature: string): string {
  return `${feature}${SUFFIX}`;
}

/** The feature that a column of an estimator is made of: itself, or the one that an indicator is about. */
export function featureOf({ inputs }: WithInputs, column: string): string {
  return inputs?.columns.find(({ feature }) => indicatorOf(feature) === column)?.feature ?? column;
}

/** A model with the columns that its estimator reads, and how they are made; without `inputs` they are its features. */
interface WithInputs {
  readonly features?: readonly string[];
  readonly inputs?: FittedInputs;
}

/** The columns that a model's estimator reads, made of the features as they are known. */
export function rowsFor<Rows extends FeatureRows>({ inputs }: WithInputs, rows: Rows): Rows {
  return inputs === undefined ? rows : preparedRows(inputs, rows);
}

/** Whether a model reads a feature: a refit may have left it out. */
export function readsFeature({ inputs }: WithInputs, feature: string): boolean {
  return inputs?.columns.every((column) => column.feature !== feature || column.leftOut === null) ?? true;
}

/**
 * Features as an estimator reads them at a refit: those that it chose, medians where values are missing, indicators
 * behind them. A row that is not read has no value in any column, so that every estimator passes it over.
 */
export function preparedRows<Rows extends FeatureRows>(inputs: FittedInputs, rows: Rows): Rows {
  if (inputs.columns.map(({ feature }) => feature).join('\n') !== rows.features.join('\n'))
    throw new Error('rows do not have the features of the refit');
  const used = usedColumns(inputs, rows);
  const isRead = Array.from({ length: rows.rows }, (_, i) => readsPrepared(inputs, used, i));
  const filled = used.map(({ column, values }) => ({
    name: column.feature,
    values: isRead.map((read, i) => (read ? presentOr(values[i], column.median) : null)),
  }));
  const indicators = used
    .filter(({ column }) => column.indicator)
    .map(({ column, values }) => ({
      name: indicatorOf(column.feature),
      values: isRead.map((read, i) => (read ? Number(!isPresent(values[i])) : null)),
    }));
  const columns = [...filled, ...indicators];
  return { ...rows, features: columns.map(({ name }) => name), values: columns.map(({ values }) => values) };
}

interface UsedColumn {
  readonly column: InputColumn;
  readonly values: readonly (number | null)[];
}

function usedColumns({ columns }: FittedInputs, rows: FeatureRows): readonly UsedColumn[] {
  return columns.flatMap((column, j) => (column.leftOut === null ? [{ column, values: at(rows.values, j) }] : []));
}

/** Whether a row is learnt from and predicted: a row that tells nothing at all is not, whatever stands in. */
function readsPrepared({ missing }: FittedInputs, used: readonly UsedColumn[], row: number): boolean {
  const has = ({ values }: UsedColumn): boolean => isPresent(values[row]);
  return missing === 'drop' ? used.length > 0 && used.every(has) : used.some(has);
}

function presentOr(value: number | null | undefined, median: number | null): number | null {
  return isPresent(value) ? value : median;
}

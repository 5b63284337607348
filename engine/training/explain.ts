import { at, first } from '../presence/index.ts';
import type { Attribution } from './estimators/estimator.ts';
import type { FeatureRows } from './estimators/feature-rows.ts';
import type { FittedModel } from './estimators/kinds.ts';
import { attributeRows } from './estimators/registry.ts';
import { type ExplainedColumn, explainedColumns } from './inputs/explained-columns.ts';
import { rowsFor } from './inputs/prepared-rows.ts';
import { pickedRows } from './picked-rows.ts';
import { presentOrNull } from './present.ts';
import type { Contribution, Latest } from './types.ts';

/** Why row i got its margin: the base margin and the contributions add up to it. */
export function explain(model: FittedModel, rows: FeatureRows, i: number): Latest['explanation'] {
  return first(explainRows(model, pickedRows(rows, [i])));
}

/** Explains every row, in order. */
export function explainRows(model: FittedModel, rows: FeatureRows): readonly Latest['explanation'][] {
  const attribute = attributeRows(model);
  const read = rowsFor(model, rows);
  const columns = explainedColumns(model, rows);
  return Array.from({ length: rows.rows }, (_, i) => {
    const attribution = attribute(read.values.map((column) => presentOrNull(column[i])));
    if (attribution === null) return null;
    const { scale, baseMargin, parts } = attribution;
    return {
      scale,
      margin: parts.reduce((sum, { contribution }) => sum + contribution, baseMargin),
      baseMargin,
      contributions: columns.map((column) => contributionOf(column, i, parts)),
    };
  });
}

/** What a column adds to row i; nothing where the estimator does not read it. `parts`: what each does that it reads. */
export function contributionOf(
  { feature, values, position, median }: ExplainedColumn,
  i: number,
  parts: Attribution['parts'],
): Contribution {
  const value = presentOrNull(values[i]);
  if (position === null) return { feature, value, contribution: 0, outsideTraining: false, unread: true };
  const { contribution, low, high } = at(parts, position);
  const outsideTraining = value !== null && (low === null || high === null || value < low || value > high);
  const imputed = value === null && median !== null ? { imputed: median } : {};
  return { feature, value, contribution, outsideTraining, ...imputed };
}

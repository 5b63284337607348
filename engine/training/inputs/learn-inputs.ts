import { at } from '../../presence/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { isPresent } from '../present.ts';
import { quantile } from '../quantile.ts';
import type { FittedInputs, InputColumn, InputRules, MissingRule } from './types.ts';

/** Rows of a refit with their labels; those without one are not learnt from. */
interface RefitRows extends FeatureRows {
  readonly y: readonly (number | null)[];
}

/**
 * Learns from the labelled rows of a refit, and from no others, which features it reads and what stands in for missing
 * values. A feature without any value there has no median: where values are filled in it is left out of the refit.
 * @param usual what the estimator does with missing values unless told otherwise.
 * @returns undefined where nothing is declared, so that the estimator gets the features as they are.
 */
export function learnInputs(
  rows: RefitRows,
  { missing, chooseColumns }: InputRules,
  usual: MissingRule,
): FittedInputs | undefined {
  if (missing === undefined && chooseColumns === undefined) return undefined;
  const rule = missing ?? usual;
  const labelled = rows.y.flatMap((label, i) => (label === null ? [] : [i]));
  const chosen = rows.features.map((feature, j): InputColumn => {
    const share = shareOf(labelled, at(rows.values, j));
    const leftOut = whyLeftOut(share, { rule, minShare: chooseColumns?.minShare ?? null });
    return { feature, share, leftOut, median: null, indicator: false };
  });
  const columns = fills(rule)
    ? chosen.map((column, j) => filled({ column, j }, { rows, labelled, chosen, rule }))
    : chosen;
  return { missing: rule, rows: labelled.length, columns };
}

function fills(rule: MissingRule): boolean {
  return rule === 'impute_median' || rule === 'indicator';
}

function shareOf(labelled: readonly number[], values: readonly (number | null)[]): number {
  if (labelled.length === 0) return 0;
  return labelled.filter((i) => isPresent(values[i])).length / labelled.length;
}

function whyLeftOut(
  share: number,
  { rule, minShare }: { readonly rule: MissingRule; readonly minShare: number | null },
): InputColumn['leftOut'] {
  if (minShare !== null && share < minShare) return 'below_min_share';
  return fills(rule) && share === 0 ? 'no_value' : null;
}

interface Choice {
  readonly rows: RefitRows;
  /** Positions of the rows with a label. */
  readonly labelled: readonly number[];
  readonly chosen: readonly InputColumn[];
  readonly rule: MissingRule;
}

/** A column with its median, over the rows that are trained on: those with a value in any chosen column. */
function filled(
  { column, j }: { readonly column: InputColumn; readonly j: number },
  { rows, labelled, chosen, rule }: Choice,
): InputColumn {
  if (column.leftOut !== null) return column;
  const used = rows.values.filter((_, k) => at(chosen, k).leftOut === null);
  const trained = labelled.filter((i) => used.some((values) => isPresent(values[i])));
  const values = at(rows.values, j);
  // Adding 0 turns -0, which JSON cannot hold, into 0.
  const ascending = trained.flatMap((i) => {
    const value = values[i];
    return isPresent(value) ? [value + 0] : [];
  });
  ascending.sort((a, b) => a - b);
  const indicator = rule === 'indicator' && ascending.length < trained.length;
  return { ...column, median: quantile(ascending, 0.5), indicator };
}

import { at } from '../../../presence/index.ts';
import { isPresent } from '../../present.ts';
import type { LabelledRows } from '../feature-rows.ts';
import { type BinnedColumn, learnBins, trainingBins } from './binning.ts';

/** Labelled rows with at least one feature, cut into bins. */
export interface TrainingRows {
  readonly columns: readonly BinnedColumn[];
  readonly bins: readonly Uint8Array[];
  /** Features with more than one bin in use, missing values counted as one. */
  readonly varying: readonly number[];
  readonly y: readonly (0 | 1)[];
}

export function trainingRows(rows: LabelledRows): TrainingRows {
  const used: number[] = [];
  const y: (0 | 1)[] = [];
  for (const [i, label] of rows.y.entries()) {
    if (label === null || !rows.values.some((column) => isPresent(column[i]))) continue;
    used.push(i);
    y.push(label);
  }
  const values = rows.values.map((column) => used.map((i) => at(column, i)));
  const columns = rows.features.map((feature, j) => learnBins(feature, at(values, j)));
  const bins = columns.map((column, j) => trainingBins(at(values, j), column));
  const varying = bins.flatMap((column, j) => (column.some((bin) => bin !== column[0]) ? [j] : []));
  return { columns, bins, varying, y };
}

/** How many features a split may try, of those that vary. */
export function featuresTried(wanted: 'sqrt' | 'all' | number, varying: number): number {
  if (wanted === 'all') return varying;
  return wanted === 'sqrt' ? Math.max(1, Math.floor(Math.sqrt(varying))) : Math.min(wanted, varying);
}

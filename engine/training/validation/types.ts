import type { Day } from '../../calendar/index.ts';
import type { EstimatorParameters } from '../estimators/kinds.ts';
import type { Measured } from '../results.ts';
import type { ValidationRule } from './rule.ts';

/**
 * What a model says of groups of rows that it was not trained on, but for which it was trained also on what came later:
 * whether a pattern carries over, never what could have been known.
 */
export interface Validation extends ValidationRule {
  /** Keys, episodes or years with a row whose label is known. */
  readonly groups: number;
  /** Rows with a known label, and how many of them are positive. */
  readonly rows: number;
  readonly positives: number;
  /** Rows that a fold predicted, on which `auroc` is. */
  readonly scored: number;
  /** The last day of the labels. */
  readonly labelsThrough: Day;
  /** The parameters of the newest refit, in every fold. */
  readonly parameters: EstimatorParameters;
  readonly cutoff: Day;
  /** Of all folds' predictions together, which mixes their base rates; the interval draws whole groups. */
  readonly auroc: Measured;
  /** The mean of the folds' own; null where no fold has one. */
  readonly meanAuroc: number | null;
  readonly parts: readonly ValidationFold[];
  /** One per row with a known label, in the order of the frame. */
  readonly predictions: readonly ValidatedRow[];
}

export interface ValidationFold {
  /** From 1. */
  readonly number: number;
  readonly groups: readonly string[];
  /** Held out. */
  readonly rows: number;
  readonly positives: number;
  /** Rows trained on, and how many of them are positive. */
  readonly trained: number;
  readonly trainedPositives: number;
  /** Left out of the training because their outcome window overlaps one that is held out. */
  readonly overlapping: number;
  /** Held-out rows that were predicted. */
  readonly scored: number;
  readonly auroc: number | null;
  /** Why it has no AUROC of its own; null: it has one. */
  readonly without: 'one_class_held_out' | 'one_class_trained_on' | 'nothing_predicted' | null;
}

export interface ValidatedRow {
  readonly asOf: Day;
  /** Of a panel. */
  readonly key?: string;
  /** The number of its fold. */
  readonly fold: number;
  /** Not calibrated; null where nothing was predicted. */
  readonly probability: number | null;
  readonly y: 0 | 1;
}

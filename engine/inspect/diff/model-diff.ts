import type { RowName } from './table-diff.ts';

/** What differs between two versions of a model besides its predictions' values. */
export interface ModelDiff {
  /** Decision dates with an alarm in the second version and none in the first; of a value model none. */
  readonly raised: readonly RowName[];
  readonly cleared: readonly RowName[];
  /** The alarm threshold in use: that of the newest refit. Null where nothing was fitted, or there is none. */
  readonly threshold: FigureDiff;
  /** Measures of steps (a) to (d) that differ, as `real_time`, `auroc`. */
  readonly measures: readonly MeasureDiff[];
  /** Gates that are declared on either side and came out otherwise, or are new or gone. */
  readonly gates: readonly GateDiff[];
}

export interface FigureDiff {
  readonly from: number | null;
  readonly to: number | null;
}

export interface MeasureDiff extends FigureDiff {
  readonly step: string;
  readonly measure: string;
  readonly beyond: boolean;
}

export interface GateDiff {
  readonly gate: string;
  readonly from: boolean | null;
  readonly to: boolean | null;
}

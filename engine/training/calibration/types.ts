/** How a model's probabilities are calibrated. auto: as many known episodes allow. */
export type CalibrationChoice = 'auto' | 'platt' | 'isotonic' | 'none';

/** A raw probability that an earlier refit gave, with the label of its date as a later refit knows it. */
export interface CalibrationPair {
  readonly raw: number;
  readonly y: 0 | 1;
  /** Numbered run of positive labels; null for a negative one. */
  readonly run: number | null;
}

/** Probability 1 / (1 + exp(-(intercept + slope * logit(raw)))), the raw one kept off 0 and 1. */
export interface PlattScaling {
  readonly method: 'platt';
  readonly intercept: number;
  /** Above 0. */
  readonly slope: number;
}

/** Linear between the knots, level beyond them. */
export interface IsotonicRegression {
  readonly method: 'isotonic';
  /** At least two; `raw` ascends, `probability` does not fall. */
  readonly knots: readonly IsotonicKnot[];
}

export interface IsotonicKnot {
  readonly raw: number;
  readonly probability: number;
}

/** Raw probabilities are taken as they are. */
export interface NoCalibration {
  readonly method: 'none';
  /**
   * declared: the definition says none. no_probability: a rule. base_rate: the refit predicts a frequency already.
   * few_episodes: fewer than the method waits for. one_class: all labels are alike. not_rising: the labels do not rise
   * with the raw probability, so calibration would undo the ranking. not_converged: no finite fit was found.
   */
  readonly reason:
    | 'declared'
    | 'no_probability'
    | 'base_rate'
    | 'few_episodes'
    | 'one_class'
    | 'not_rising'
    | 'not_converged';
}

/** What a refit does to its raw probabilities, and the pairs that it learnt that from; plain JSON. */
export type Calibration = (PlattScaling | IsotonicRegression | NoCalibration) & {
  readonly pairs: number;
  readonly positives: number;
  /** Distinct runs of positive labels among the pairs. */
  readonly episodes: number;
};

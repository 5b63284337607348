/** A published rule: alarm where its one feature reaches `at`. Nothing is fitted. */
export interface ThresholdParameters {
  readonly kind: 'threshold';
  readonly at: number;
  /** true: alarm at or above `at`; false: at or below. */
  readonly above: boolean;
}

/** The rule as declared: it learns nothing from rows. */
export interface FittedThreshold {
  readonly kind: 'threshold';
  readonly features: readonly string[];
  readonly at: number;
  readonly above: boolean;
}

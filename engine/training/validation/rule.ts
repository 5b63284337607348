/** How rows are parted: by key, by the episode in whose block their outcome begins, or by the year of the date. */
export interface ValidationRule {
  readonly by: 'key' | 'episode' | 'year';
  readonly folds: number;
  readonly seed: number;
}

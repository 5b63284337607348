/** One forward fold: rows to train on, and later rows to validate on, by position. */
export interface Fold {
  readonly train: readonly number[];
  readonly validate: readonly number[];
}

/**
 * Forward folds over rows in date order: `usable` is cut into `folds + 1` stretches of about equal length; each but the
 * first is validated on once, by what was trained on the rows before it. A row trains only if its outcome was over when
 * validation begins: `embargo` rows before that are left out, because nobody had their labels then.
 */
export function forwardFolds(usable: readonly number[], folds: number, embargo: number): readonly Fold[] {
  const start = (k: number): number => Math.floor((k * usable.length) / (folds + 1));
  return Array.from({ length: folds }, (_, k) => {
    const validate = usable.slice(start(k + 1), start(k + 2));
    const first = validate[0] ?? 0;
    return { train: usable.filter((row) => row < first - embargo), validate };
  }).filter(({ train, validate }) => train.length > 0 && validate.length > 0);
}

import { at } from '../../presence/index.ts';

/** One forward fold: rows to train on, and later rows to validate on, by position. */
export interface Fold {
  readonly train: readonly number[];
  readonly validate: readonly number[];
}

/**
 * Forward folds over rows in date order: the decision dates of `usable` are cut into `folds + 1` stretches of about
 * equal length; each but the first is validated on once, by what was trained on the dates before it. A date trains only
 * if its outcome was over when validation begins: `embargo` dates before that are left out, because nobody had their
 * labels then. `dateOf` numbers the decision date of a row; the rows of one date are never parted.
 */
export function forwardFolds(
  usable: readonly number[],
  folds: number,
  embargo: number,
  dateOf: (row: number) => number = (row) => row,
): readonly Fold[] {
  const dates = [...new Set(usable.map(dateOf))];
  if (dates.length === 0) return [];
  const start = (k: number): number => Math.floor((k * dates.length) / (folds + 1));
  return Array.from({ length: folds }, (_, k) => {
    const begin = at(dates, start(k + 1));
    const end = dates[start(k + 2)];
    return {
      train: usable.filter((row) => dateOf(row) < begin - embargo),
      validate: usable.filter((row) => begin <= dateOf(row) && (end === undefined || dateOf(row) < end)),
    };
  }).filter(({ train, validate }) => train.length > 0 && validate.length > 0);
}

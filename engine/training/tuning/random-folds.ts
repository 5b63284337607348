import { at } from '../../presence/index.ts';
import { randomStream } from '../random.ts';
import type { Fold } from './forward-folds.ts';

/**
 * Folds of rows drawn at random, each trained on all others. On time series this is a leak: neighbouring months share
 * their outcome, so what is validated on was as good as trained on. It is there to show how much that flatters. In a
 * panel, with one key per row, whole keys are drawn.
 */
export function randomFolds(
  usable: readonly number[],
  folds: number,
  seed: number,
  keys?: readonly string[],
): readonly Fold[] {
  const random = randomStream(seed);
  const unitOf = (row: number): number | string => (keys === undefined ? row : at(keys, row));
  const shuffled = [...new Set(usable.map(unitOf))];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [shuffled[i], shuffled[j]] = [at(shuffled, j), at(shuffled, i)];
  }
  const start = (k: number): number => Math.floor((k * shuffled.length) / folds);
  return Array.from({ length: folds }, (_, k) => {
    const held = new Set(shuffled.slice(start(k), start(k + 1)));
    const isHeld = (row: number): boolean => held.has(unitOf(row));
    return { train: usable.filter((row) => !isHeld(row)), validate: usable.filter(isHeld) };
  }).filter(({ train, validate }) => train.length > 0 && validate.length > 0);
}

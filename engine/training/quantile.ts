import { at } from '../presence/index.ts';

/**
 * The quantile of ascending values, at least one, by linear interpolation between order statistics (type 7 of Hyndman &
 * Fan, "Sample quantiles in statistical packages", 1996).
 */
export function quantile(ascending: readonly number[], share: number): number {
  const position = (ascending.length - 1) * share;
  const below = Math.floor(position);
  const low = at(ascending, below);
  const high = at(ascending, Math.min(below + 1, ascending.length - 1));
  return low + (position - below) * (high - low);
}

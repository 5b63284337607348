/** The quantile of ascending values by linear interpolation between order statistics (Hyndman & Fan's type 7). */
export function quantile(ascending: readonly number[], share: number): number {
  const position = (ascending.length - 1) * share;
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? low;
  return low + (position - below) * (high - low);
}

/** The weights of a negative row and of a positive one. balanced: both classes weigh half of all rows. */
export function classWeights(y: readonly (0 | 1)[], weighting: 'balanced' | 'none'): readonly [number, number] {
  if (weighting === 'none') return [1, 1];
  const positives = y.filter((label) => label === 1).length;
  return [y.length / (2 * (y.length - positives)), y.length / (2 * positives)];
}

import type { LabelledRows } from '../../engine/training/estimators/feature-rows.ts';

/** The generator of make_figures.py: multiples of 1/256. */
export function uniforms(seed: number, count: number): readonly number[] {
  let state = BigInt(seed);
  return Array.from({ length: count }, () => {
    state = (1103515245n * state + 12345n) % 2147483648n;
    return Number((state >> 16n) % 256n) / 256;
  });
}

/** Row by row the features, then noise that decides the label with the first four. */
export function exampleRows(seed: number, rows: number, features: number): LabelledRows & { y: readonly (0 | 1)[] } {
  const table = uniforms(seed, rows * (features + 1));
  const at = (row: number, column: number): number => table[row * (features + 1) + column] ?? Number.NaN;
  return {
    features: Array.from({ length: features }, (_, j) => `g.x${j}`),
    values: Array.from({ length: features }, (_, j) => Array.from({ length: rows }, (_, i) => at(i, j))),
    rows,
    y: Array.from({ length: rows }, (_, i) =>
      at(i, 0) + 0.8 * at(i, 1) - at(i, 2) * at(i, 3) + 0.8 * at(i, features) > 1.3 ? 1 : 0,
    ),
  };
}

import { at, entry } from '../presence/index.ts';
import { quantile } from './quantile.ts';
import { randomStream } from './random.ts';
import type { Interval } from './results.ts';

/**
 * Percentile intervals from drawing whole blocks with replacement, as many as there are: months of one episode rise and
 * fall together, so they are no independent sample.
 * @param blocks the block of each row.
 * @param statistics gets one weight per row, how often its block was drawn, and returns the values to study. All draws
 * share the weights' array, so it keeps none.
 * @returns an interval for each of them; null where fewer than two blocks leave nothing to draw.
 */
export function blockIntervals(
  blocks: readonly number[],
  options: { readonly draws: number; readonly level: number; readonly seed: number },
  statistics: (weights: ArrayLike<number>) => readonly (number | null)[],
): readonly (Interval | null)[] {
  const distinct = [...new Set(blocks)].sort((a, b) => a - b);
  const position = new Map(distinct.map((block, i) => [block, i]));
  const positions = blocks.map((block) => entry(position, block));
  const width = statistics(blocks.map(() => 1)).length;
  const values: number[][] = Array.from({ length: width }, () => []);
  if (distinct.length < 2 || options.draws < 1) return values.map(() => null);

  const random = randomStream(options.seed);
  const times = new Int32Array(distinct.length);
  const weights = new Float64Array(blocks.length);
  for (let draw = 0; draw < options.draws; draw++) {
    times.fill(0);
    for (let k = 0; k < times.length; k++) (times[random.below(times.length)] as number) += 1;
    for (let i = 0; i < weights.length; i++) weights[i] = times[positions[i] as number] as number;
    const drawn = statistics(weights);
    for (const [i, kept] of values.entries()) {
      const value = at(drawn, i);
      if (value !== null) kept.push(value);
    }
  }
  return values.map((drawn) => {
    if (drawn.length === 0) return null;
    drawn.sort((a, b) => a - b);
    const tail = (1 - options.level) / 2;
    return {
      level: options.level,
      low: quantile(drawn, tail),
      high: quantile(drawn, 1 - tail),
      draws: drawn.length,
      skippedDraws: options.draws - drawn.length,
      episodes: distinct.length,
    };
  });
}

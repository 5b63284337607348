/** Repeatable chance: the same seed, the same draws. */
export interface Chance {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** Fixed for a seed: shifts what must stay unique. */
  readonly offset: number;
}

/** A linear congruential generator (Numerical Recipes' constants), of which the upper bits are used. */
export function chanceOf(seed: number): Chance {
  let state = (seed * 2654435761) >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  below(2);
  return { below, offset: below(1000) };
}

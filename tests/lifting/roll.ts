/** Repeatable choices: everything that is generated follows from the seeds that these were made of. */
export interface Roll {
  /** A whole number from 0 to `n` - 1. */
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  shuffled<T>(values: readonly T[]): readonly T[];
}

/** Choices that follow from `seeds` alone; seeds that differ in one of them have nothing in common. */
export function rollOf(...seeds: readonly number[]): Roll {
  let state = seeds.reduce((mixed, seed) => scramble(mixed ^ Math.imul(seed, 0x9e3779b1)), 0x2545f491);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return scramble(state) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (choices) => {
      const index = below(choices.length);
      if (index >= choices.length) throw new Error('there is nothing to pick from');
      return choices[index] as (typeof choices)[number];
    },
    shuffled: (values) =>
      values
        .map((value) => ({ value, place: next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ value }) => value),
  };
}

/** Spreads a change of one bit over all 32 (the finaliser of MurmurHash3). */
function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

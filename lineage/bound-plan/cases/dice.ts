import fc from 'fast-check';

/** What a generator of texts decides by. fast-check remembers the decisions, and shrinks them when a text fails. */
export interface Dice {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** True in `percent` of a hundred throws. */
  once(percent: number): boolean;
  /** A name that this text does not use yet, e.g. `t3`. */
  fresh(prefix: string): string;
}

/** Texts that `write` makes of decisions. */
export function textsBy(write: (dice: Dice) => string): fc.Arbitrary<string> {
  return fc.gen().map((throwOne) => {
    let names = 0;
    const below = (limit: number): number => throwOne(fc.nat, { max: limit - 1 });
    return write({
      below,
      pick: (items) => items[below(items.length)] ?? items[0],
      // A shrunk decision is 0: the simpler text must be the one without.
      once: (percent) => below(100) >= 100 - percent,
      fresh: (prefix) => `${prefix}${++names}`,
    });
  });
}

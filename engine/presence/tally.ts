/** Counts by key, in the order in which keys were first counted. */
export class Tally<K> {
  readonly #counts = new Map<K, number>();

  /** Tallies what a list holds, each once. */
  static of<K>(keys: Iterable<K>): Tally<K> {
    const tally = new Tally<K>();
    for (const key of keys) tally.add(key);
    return tally;
  }

  /** Counts a key once more, or `by` more; returns how often it was counted, this time among them. */
  add(key: K, by = 1): number {
    const count = this.count(key) + by;
    this.#counts.set(key, count);
    return count;
  }

  /** How often a key was counted: 0 where it never was. */
  count(key: K): number {
    const count = this.#counts.get(key);
    return count === undefined ? 0 : count;
  }

  entries(): readonly (readonly [K, number])[] {
    return [...this.#counts];
  }
}

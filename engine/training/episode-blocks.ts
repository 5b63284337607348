import { monthIndex, monthStart } from '../calendar/index.ts';
import { blockOf, type Episode } from './episodes.ts';

/** A month of a key; without keys a month. */
interface KeyedDate {
  readonly asOf: string;
  readonly key?: string;
}

/**
 * The blocks that are resampled and left out: an episode of a key with the calm before it, and of a key without any
 * event all of its months. Numbered in the order of time, of a panel key by key.
 */
export class EpisodeBlocks {
  readonly #episodes: ReadonlyMap<string | undefined, readonly Episode[]>;
  readonly #keys: ReadonlyMap<string | undefined, number>;
  /** More than any key has. */
  readonly #stride: number;

  /** `rows` are those that will be asked for: their keys are numbered. */
  constructor(episodes: readonly Episode[], rows: readonly { readonly key?: string }[]) {
    const keys = [...new Set(rows.map(({ key }) => key))].sort();
    this.#episodes = new Map(keys.map((key) => [key, episodes.filter((episode) => episode.key === key)]));
    this.#keys = new Map(keys.map((key, i) => [key, i]));
    this.#stride = episodes.length + 1;
  }

  /** The block in which the month `monthsAhead` after a decision date falls. */
  of({ asOf, key }: KeyedDate, monthsAhead: number): number {
    const own = blockOf(monthIndex(asOf) + monthsAhead, this.#episodes.get(key) ?? []);
    return (this.#keys.get(key) ?? 0) * this.#stride + own;
  }

  /**
   * Such as '2001-12..2009-06', of a panel 'AT 2001-12..2009-06': from the month after one trough, or last known month,
   * through the next.
   */
  nameOf(block: number, key: string | undefined): string {
    const ends = (this.#episodes.get(key) ?? []).map(({ last }) => last);
    const [before, end] = [ends[(block % this.#stride) - 1], ends[block % this.#stride]];
    const month = (index: number | undefined, after: number): string =>
      index === undefined ? '' : monthStart(index + after).slice(0, 7);
    const months = `${month(before, 1)}..${month(end, 0)}`;
    return key === undefined ? months : `${key} ${months}`;
  }
}

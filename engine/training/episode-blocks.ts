import { type Day, type Month, monthIndex, monthStart } from '../calendar/index.ts';
import { entry } from '../presence/index.ts';
import { type Episode, episodeBlockOf } from './episodes.ts';

/** A decision date, with its key where the frame is a panel. */
interface KeyedDate {
  readonly asOf: Day;
  readonly key?: string;
}

/**
 * The blocks that are resampled and left out: an episode of a key with the calm before it; a key without any event is
 * one block. They are numbered in the order of time, those of a panel key by key.
 */
export class EpisodeBlocks {
  readonly #episodes: ReadonlyMap<string | undefined, readonly Episode[]>;
  readonly #keys: ReadonlyMap<string | undefined, number>;
  /** More than any key has. */
  readonly #stride: number;

  /** @param rows name all the keys that will be asked for. */
  constructor(episodes: readonly Episode[], rows: readonly { readonly key?: string }[]) {
    const keys = [...new Set(rows.map(({ key }) => key))].sort();
    this.#episodes = new Map(keys.map((key) => [key, episodes.filter((episode) => episode.key === key)]));
    this.#keys = new Map(keys.map((key, i) => [key, i]));
    this.#stride = episodes.length + 1;
  }

  /** The block in which the month `monthsAhead` after a decision date falls. */
  of({ asOf, key }: KeyedDate, monthsAhead: number): number {
    const withinKey = episodeBlockOf(monthIndex(asOf) + monthsAhead, entry(this.#episodes, key));
    return entry(this.#keys, key) * this.#stride + withinKey;
  }

  /**
   * A name such as '2001-12..2009-06', in a panel 'AT 2001-12..2009-06': from the month after one trough, or last known
   * month, through the next. The first block has no beginning, and what follows the last episode no end.
   */
  nameOf(block: number, key: string | undefined): string {
    const ends = entry(this.#episodes, key).map(({ last }) => last);
    const [before, end] = [ends[(block % this.#stride) - 1], ends[block % this.#stride]];
    const from = before === undefined ? '' : monthAt(before + 1);
    const through = end === undefined ? '' : monthAt(end);
    const months = `${from}..${through}`;
    return key === undefined ? months : `${key} ${months}`;
  }
}

function monthAt(index: number): Month {
  return monthStart(index).slice(0, 7);
}

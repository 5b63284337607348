import { at } from '../../presence/index.ts';
import { blockIntervals } from '../bootstrap.ts';
import type { Interval, Measured } from '../results.ts';
import type { ModelSpec } from '../types.ts';

/** How figures of rows get their intervals: by drawing whole blocks of them. */
export interface BlockSampling extends Pick<ModelSpec, 'bootstrap' | 'seed'> {
  /** The block of each row. */
  readonly blocks: readonly number[];
}

/**
 * Figures of rows by name, each with its interval by episode.
 * @param figures gives them; with weights, as if a row were there so often.
 */
export function measuredFigures<Name extends string>(
  names: readonly Name[],
  { blocks, bootstrap, seed }: BlockSampling,
  figures: (weights?: ArrayLike<number>) => Readonly<Record<Name, number | null>>,
): Readonly<Record<Name, Measured>> {
  const point = figures();
  const intervals = blockIntervals(blocks, { ...bootstrap, seed }, (weights) => {
    const drawn = figures(weights);
    return names.map((name) => drawn[name]);
  });
  const measured = names.map((name, i) => [name, withInterval(point[name], at(intervals, i))] as const);
  return Object.fromEntries(measured) as Record<Name, Measured>;
}

/** A figure that the rows do not define has no interval, even where draws of them define it. */
export function withInterval(value: number | null, interval: Interval | null): Measured {
  return { value, interval: value === null ? null : interval };
}

/** A figure less another; null where the rows do not define both. */
export function difference(figure: number | null, reference: number | null): number | null {
  return figure === null || reference === null ? null : figure - reference;
}

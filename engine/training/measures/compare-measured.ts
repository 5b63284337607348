import type { Day } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import { blockIntervals } from '../bootstrap.ts';
import { rowName } from '../frame.ts';
import type { ComparedMeasure, Comparison } from '../results.ts';
import type { ModelSpec } from '../types.ts';
import { difference, withInterval } from './measured.ts';

/** A model with what it is compared by, on the rows that all compared models scored. */
export interface MeasuredModel<Measure extends string> {
  readonly name: string;
  /** The rows' dates, and the block of each. They are the same for all models. */
  readonly rows: { readonly asOf: readonly Day[]; readonly blocks: readonly number[] };
  /** The model's figures; with weights, as if a row were there so often. */
  readonly figures: (weights?: ArrayLike<number>) => Readonly<Record<Measure, number | null>>;
}

/** What every comparison says, be it of models of an event or of a value. */
export interface MeasuredComparison<Measure> extends Omit<Comparison, 'positives' | 'measures'> {
  readonly measures: readonly ComparedMeasure<Measure>[];
}

/**
 * The first model against each of the others. A difference is the other's figure less the first's; its interval
 * resamples whole episodes, the same for both, so that what is hard for both cancels out.
 */
export function compareMeasured<Measure extends string>(
  models: readonly MeasuredModel<Measure>[],
  measures: readonly Measure[],
  { bootstrap, seed }: Pick<ModelSpec, 'bootstrap' | 'seed'>,
): MeasuredComparison<Measure> {
  const [one, ...others] = models;
  if (one === undefined) throw new Error('nothing to compare');
  const { rows } = one;
  const differences = (weights?: ArrayLike<number>): readonly (number | null)[] => {
    const reference = one.figures(weights);
    return others.flatMap(({ figures }) => {
      const drawn = figures(weights);
      return measures.map((measure) => difference(drawn[measure], reference[measure]));
    });
  };
  const intervals = blockIntervals(rows.blocks, { ...bootstrap, seed }, differences);
  const points = differences();
  const values = models.map(({ figures }) => figures());
  return {
    models: models.map(({ name }) => name),
    scored: rows.asOf.length,
    episodes: new Set(rows.blocks).size,
    first: rows.asOf[0] ?? null,
    last: rows.asOf.at(-1) ?? null,
    level: bootstrap.level,
    measures: measures.map((measure, m) => ({
      measure,
      values: values.map((figures) => figures[measure]),
      differences: others.map((_, i) => {
        const position = i * measures.length + m;
        return withInterval(at(points, position), at(intervals, position));
      }),
    })),
  };
}

/** Names of the rows on which all models are scored; none without models. */
export function commonRows(
  models: readonly (readonly { readonly asOf: Day; readonly key?: string }[])[],
): ReadonlySet<string> {
  const [first, ...others] = models.map((scored) => new Set(scored.map(({ asOf, key }) => rowName(asOf, key))));
  return new Set([...(first ?? [])].filter((row) => others.every((other) => other.has(row))));
}

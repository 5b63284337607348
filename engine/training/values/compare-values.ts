import { blockIntervals } from '../bootstrap.ts';
import { episodesOf } from '../episodes.ts';
import { frozen } from '../frozen.ts';
import type { ComparedMeasure, Interval, ValueComparison } from '../results.ts';
import type { EventMonth } from '../types.ts';
import type { ValuePrediction, ValueSpec } from './types.ts';
import { headline, type Scored, scoredValues } from './value-measures.ts';

export interface ComparedValueModel {
  readonly name: string;
  /** Step (a) of its backtest, in date order. */
  readonly predictions: readonly ValuePrediction[];
}

const MEASURES = ['rmse', 'mae', 'r2'] as const;

/**
 * The first model against each of the others on the decision dates that all of them scored. A difference is the other's
 * figure less the first's, in the unit of the label; its interval resamples whole episodes, the same for both. All
 * models must predict one label: `spec` is the first's. Without an event there are no episodes, and no intervals.
 */
export function compareValues(
  models: readonly ComparedValueModel[],
  events: readonly EventMonth[],
  spec: Pick<ValueSpec, 'window' | 'bootstrap' | 'seed'>,
): ValueComparison {
  const episodes = episodesOf(events);
  const common = commonDates(models);
  const rows = models.map(({ predictions }) =>
    scoredValues(
      predictions.filter(({ asOf }) => common.has(asOf)),
      episodes,
      spec,
    ),
  );
  const [first] = rows;
  if (first === undefined) throw new Error('nothing to compare');
  const values = rows.map((each) => figures(each));
  const intervals = differences(rows, spec);
  return frozen({
    models: models.map(({ name }) => name),
    scored: first.y.length,
    episodes: new Set(first.blocks).size,
    first: first.asOf[0] ?? null,
    last: first.asOf.at(-1) ?? null,
    level: spec.bootstrap.level,
    measures: MEASURES.map((measure, m): ComparedMeasure<(typeof MEASURES)[number]> => {
      const of = (model: number): number | null => values[model]?.[m] ?? null;
      return {
        measure,
        values: models.map((_, model) => of(model)),
        differences: models.slice(1).map((_, i) => {
          const value = minus(of(i + 1), of(0));
          return { value, interval: value === null ? null : (intervals[i * MEASURES.length + m] ?? null) };
        }),
      };
    }),
  });
}

/** Dates on which every model has a prediction, a final outcome and no exclusion. */
function commonDates(models: readonly ComparedValueModel[]): ReadonlySet<string> {
  const [first, ...others] = models.map(
    ({ predictions }) =>
      new Set(
        predictions.flatMap(({ asOf, prediction, y, excluded }) =>
          prediction === null || y === null || excluded ? [] : [asOf],
        ),
      ),
  );
  return new Set([...(first ?? [])].filter((asOf) => others.every((other) => other.has(asOf))));
}

/** Of every model but the first all measures' intervals, one model after the other. */
function differences(
  rows: readonly Scored[],
  { bootstrap, seed }: Pick<ValueSpec, 'bootstrap' | 'seed'>,
): readonly (Interval | null)[] {
  return blockIntervals(rows[0]?.blocks ?? [], { ...bootstrap, seed }, (weights) => {
    const [first = [], ...others] = rows.map((each) => figures(each, weights));
    return others.flatMap((values) => values.map((value, m) => minus(value, first[m] ?? null)));
  });
}

/** In the order of MEASURES. */
function figures(rows: Scored, weights?: readonly number[]): readonly (number | null)[] {
  const drawn = headline(rows, weights);
  return MEASURES.map((measure) => drawn[measure]);
}

function minus(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}

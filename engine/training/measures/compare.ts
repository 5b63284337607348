import { blockIntervals } from '../bootstrap.ts';
import { episodesOf } from '../episodes.ts';
import type { Predicts } from '../estimators/kinds.ts';
import { rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import type { ComparedMeasure, Comparison, Interval } from '../results.ts';
import type { EventMonth, ModelSpec, PredictionRow } from '../types.ts';
import { brier, logScore } from './probability-scores.ts';
import { auroc, partialAuroc, ranking, rocCurve } from './roc.ts';
import { type ScoredRows, scoredRows } from './scored.ts';
import { confusion, usefulness } from './usefulness.ts';

export interface ComparedModel {
  readonly name: string;
  readonly predicts: Predicts;
  /** Step (a) of its backtest, in date order. */
  readonly predictions: readonly PredictionRow[];
}

const MEASURES = ['auroc', 'pauroc', 'brier', 'log_score', 'relative_usefulness'] as const;

/**
 * The first model, the champion, against each of the others on the decision dates that all of them scored. A difference
 * is challenger minus champion; its interval resamples whole episodes, the same for both, so that what is hard for both
 * cancels out. Usefulness of all is at the champion's loss, with the alarms that each raised. A rule states no
 * probability, so it has no Brier and no log score. All models must predict one label: `spec` is the champion's.
 */
export function compareModels(
  models: readonly ComparedModel[],
  events: readonly EventMonth[],
  spec: Pick<ModelSpec, 'window' | 'loss' | 'bootstrap' | 'seed'>,
): Comparison {
  const episodes = episodesOf(events);
  const common = commonDates(models);
  const rows = models.map(({ predictions }) =>
    scoredRows(
      predictions.filter(({ asOf, key }) => common.has(rowName(asOf, key))),
      episodes,
      spec.window,
    ),
  );
  const [champion] = rows;
  if (champion === undefined) throw new Error('nothing to compare');
  const stated = models.map(({ predicts }) => predicts === 'probability');
  const values = rows.map((each, i) => figures(each, spec, stated[i] ?? false));
  const intervals = differences(rows, spec, stated);
  return frozen({
    models: models.map(({ name }) => name),
    scored: champion.labels.length,
    positives: champion.labels.filter((label) => label === 1).length,
    episodes: new Set(champion.blocks).size,
    first: champion.asOf[0] ?? null,
    last: champion.asOf.at(-1) ?? null,
    level: spec.bootstrap.level,
    measures: MEASURES.map((measure, m): ComparedMeasure => {
      const of = (model: number): number | null => values[model]?.[m] ?? null;
      return {
        measure,
        values: models.map((_, model) => of(model)),
        differences: models.slice(1).map((_, i) => {
          const [own, other] = [of(0), of(i + 1)];
          const value = own === null || other === null ? null : other - own;
          return { value, interval: value === null ? null : (intervals[i * MEASURES.length + m] ?? null) };
        }),
      };
    }),
  });
}

/** Decision dates, of a panel with their key, on which every model has a probability, a final label and no exclusion. */
export function commonDates(models: readonly Pick<ComparedModel, 'predictions'>[]): ReadonlySet<string> {
  const [first, ...others] = models.map(
    ({ predictions }) =>
      new Set(
        predictions.flatMap(({ asOf, key, probability, alarm, y, excluded }) =>
          probability === null || alarm === null || y === null || excluded ? [] : [rowName(asOf, key)],
        ),
      ),
  );
  return new Set([...(first ?? [])].filter((asOf) => others.every((other) => other.has(asOf))));
}

/** Per challenger every measure's interval, one challenger after the other. */
function differences(
  rows: readonly ScoredRows[],
  spec: Pick<ModelSpec, 'loss' | 'bootstrap' | 'seed'>,
  stated: readonly boolean[],
): readonly (Interval | null)[] {
  const rankings = rows.map(({ probabilities, labels }) => ranking(probabilities, labels));
  return blockIntervals(rows[0]?.blocks ?? [], { ...spec.bootstrap, seed: spec.seed }, (weights) => {
    const [champion = [], ...challengers] = rows.map((each, i) =>
      figures(each, spec, stated[i] ?? false, weights, rankings[i]),
    );
    return challengers.flatMap((values) =>
      values.map((value, m) => {
        const own = champion[m] ?? null;
        return value === null || own === null ? null : value - own;
      }),
    );
  });
}

/** In the order of MEASURES. `stated`: the rows' probabilities are such, and not a rule's alarms. */
function figures(
  rows: ScoredRows,
  { loss }: Pick<ModelSpec, 'loss'>,
  stated: boolean,
  weights?: readonly number[],
  ranked = ranking(rows.probabilities, rows.labels),
): readonly (number | null)[] {
  const curve = rocCurve(ranked, weights);
  return [
    curve && auroc(curve),
    curve && partialAuroc(curve),
    stated ? brier(rows.probabilities, rows.labels, weights) : null,
    rows.labels.length === 0 || !stated ? null : logScore(rows.probabilities, rows.labels, weights),
    usefulness(confusion(rows.alarms, rows.labels, weights), loss)?.relative ?? null,
  ];
}

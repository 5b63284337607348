import { at, first } from '../../presence/index.ts';
import { blockIntervals } from '../bootstrap.ts';
import { episodesOf } from '../episodes.ts';
import { rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import type { ComparedMeasure, Comparison, EventMeasure, Interval } from '../results.ts';
import type { EventMonth, Loss, ModelSpec, PredictionRow, Predicts } from '../types.ts';
import { brier, logScore } from './probability-scores.ts';
import { auroc, partialAuroc, type Ranking, ranking, rocCurve } from './roc.ts';
import { isScored, type ScoredRows, scoredRows } from './scored.ts';
import { confusion, usefulness } from './usefulness.ts';

export interface ComparedModel {
  readonly name: string;
  readonly predicts: Predicts;
  /** Step (a) of its backtest, in date order. */
  readonly predictions: readonly PredictionRow[];
}

const MEASURES = ['auroc', 'pauroc', 'brier', 'log_score', 'relative_usefulness'] as const;

type Figures = Readonly<Record<EventMeasure, number | null>>;

/** A model's rows, those that all models scored. */
interface CommonRows {
  readonly rows: ScoredRows;
  readonly ranked: Ranking;
  /** false for a rule, whose rows hold alarms in place of probabilities. */
  readonly statesProbability: boolean;
}

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
  const compared = models.map(({ predictions, predicts }): CommonRows => {
    const shared = predictions.filter(({ asOf, key }) => common.has(rowName(asOf, key)));
    const rows = scoredRows(shared, episodes, spec.window);
    return { rows, ranked: ranking(rows.probabilities, rows.labels), statesProbability: predicts === 'probability' };
  });
  const [champion] = compared;
  if (champion === undefined) throw new Error('nothing to compare');
  const { rows } = champion;
  const values = compared.map((model) => figures(model, spec.loss));
  const intervals = differenceIntervals(compared, spec);
  return frozen({
    models: models.map(({ name }) => name),
    scored: rows.labels.length,
    positives: rows.labels.filter((label) => label === 1).length,
    episodes: new Set(rows.blocks).size,
    first: rows.asOf[0] ?? null,
    last: rows.asOf.at(-1) ?? null,
    level: spec.bootstrap.level,
    measures: MEASURES.map((measure, m): ComparedMeasure => {
      const figure = values.map((model) => model[measure]);
      const reference = first(figure);
      return {
        measure,
        values: figure,
        differences: figure.slice(1).map((challenger, i) => {
          const value = difference(challenger, reference);
          return { value, interval: value === null ? null : at(intervals, i * MEASURES.length + m) };
        }),
      };
    }),
  });
}

/** Decision dates, in a panel with their key, on which every model has a probability, a final label and no exclusion. */
export function commonDates(models: readonly Pick<ComparedModel, 'predictions'>[]): ReadonlySet<string> {
  const scored = models.map(
    ({ predictions }) => new Set(predictions.filter(isScored).map(({ asOf, key }) => rowName(asOf, key))),
  );
  const [one = new Set<string>(), ...others] = scored;
  return new Set([...one].filter((row) => others.every((other) => other.has(row))));
}

/** The interval of every measure's difference, one challenger after the other. */
function differenceIntervals(
  compared: readonly CommonRows[],
  { bootstrap, seed, loss }: Pick<ModelSpec, 'loss' | 'bootstrap' | 'seed'>,
): readonly (Interval | null)[] {
  return blockIntervals(first(compared).rows.blocks, { ...bootstrap, seed }, (weights) => {
    const drawn = compared.map((model) => figures(model, loss, weights));
    const champion = first(drawn);
    return drawn
      .slice(1)
      .flatMap((challenger) => MEASURES.map((measure) => difference(challenger[measure], champion[measure])));
  });
}

function figures({ rows, ranked, statesProbability }: CommonRows, loss: Loss, weights?: readonly number[]): Figures {
  const curve = rocCurve(ranked, weights);
  const hasLogScore = statesProbability && rows.labels.length > 0;
  return {
    auroc: curve && auroc(curve),
    pauroc: curve && partialAuroc(curve),
    brier: statesProbability ? brier(rows.probabilities, rows.labels, weights) : null,
    log_score: hasLogScore ? logScore(rows.probabilities, rows.labels, weights) : null,
    relative_usefulness: usefulness(confusion(rows.alarms, rows.labels, weights), loss)?.relative ?? null,
  };
}

function difference(value: number | null, reference: number | null): number | null {
  return value === null || reference === null ? null : value - reference;
}

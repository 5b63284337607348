import { at, entry, last } from '../../presence/index.ts';
import { explainRows } from '../explain.ts';
import { frameRows, rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { perKey } from '../panels/per-key.ts';
import { pickedRows, positionsByName } from '../picked-rows.ts';
import type { BacktestResult } from '../results.ts';
import type { BacktestInput, Latest, PredictionRow } from '../types.ts';
import { exceedances, exceeds } from './alarms.ts';

/** One predicted decision date: whether it is in alarm, what became of it, and why its margin came out so. */
export interface AlarmDate {
  readonly prediction: PredictionRow;
  /** Whether the probability reaches the threshold; null without one. */
  readonly exceeded: boolean | null;
  /** How many of the last n dates do, this one included: k of them are an alarm. */
  readonly exceedances: number;
  /** null while there is no alarm. */
  readonly spell: AlarmSpell | null;
  /** By the refit that made the prediction; null where it has no margin or does not read the date. */
  readonly explanation: Latest['explanation'];
}

/** A run of predicted decision dates of a key in alarm, with nothing between them. */
export interface AlarmSpell {
  /** From 1 within the key, in order. */
  readonly number: number;
  readonly outcome: SpellOutcome;
}

/**
 * By final labels. true: the event followed at least one of its scored dates; false: none of
 * them; unscored: the outcome of no date is known, or all lie in the event while such dates are excluded.
 */
export type SpellOutcome = 'true' | 'false' | 'unscored';

/** The alarms of a backtest, one entry a prediction. */
export function alarmHistory(
  { frame, spec }: Pick<BacktestInput, 'frame' | 'spec'>,
  result: Pick<BacktestResult, 'refits' | 'predictions'>,
): readonly AlarmDate[] {
  const { predictions } = result;
  const reached = exceedances(predictions, spec.persistence.n);
  const spells = alarmSpells(predictions);
  const explanations = explained({ frame, spec }, result);
  return frozen(
    predictions.map((prediction, i) => ({
      prediction,
      exceeded: exceeds(prediction),
      exceedances: at(reached, i),
      spell: at(spells, i),
      explanation: at(explanations, i),
    })),
  );
}

/** The spell of each prediction, in date order; a prediction that is no alarm, or undecided, ends its key's. */
export function alarmSpells(predictions: readonly PredictionRow[]): readonly (AlarmSpell | null)[] {
  return perKey(predictions, spellsOf);
}

function spellsOf(predictions: readonly PredictionRow[]): readonly (AlarmSpell | null)[] {
  const runs: PredictionRow[][] = [];
  const runOf = predictions.map((prediction, i) => {
    if (prediction.alarm !== true) return null;
    if (predictions[i - 1]?.alarm !== true) runs.push([]);
    last(runs).push(prediction);
    return runs.length - 1;
  });
  const spells = runs.map((run, i): AlarmSpell => ({ number: i + 1, outcome: outcomeOf(run) }));
  return runOf.map((run) => (run === null ? null : at(spells, run)));
}

function outcomeOf(run: readonly PredictionRow[]): SpellOutcome {
  const scored = run.filter(({ y, excluded }) => y !== null && !excluded);
  if (scored.length === 0) return 'unscored';
  return scored.some(({ y }) => y === 1) ? 'true' : 'false';
}

/** Each refit explains all that it predicted at once. */
function explained(
  { frame, spec }: Pick<BacktestInput, 'frame' | 'spec'>,
  { refits, predictions }: Pick<BacktestResult, 'refits' | 'predictions'>,
): readonly Latest['explanation'][] {
  const rowOf = positionsByName(frame);
  const all = frameRows(frame, spec.features);
  return refits.flatMap(({ cutoff, model }) => {
    const predicted = predictions
      .filter((prediction) => prediction.cutoff === cutoff)
      .map(({ asOf, key }) => entry(rowOf, rowName(asOf, key)));
    return explainRows(model, pickedRows(all, predicted));
  });
}

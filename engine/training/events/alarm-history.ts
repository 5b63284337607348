import { explainRows } from '../explain.ts';
import { frameRows, rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { perKey } from '../panels/per-key.ts';
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
 * By final labels. true: the event followed at least one of its scored dates; false: none of them; unscored: the outcome
 * of no date is known, or all lie in the event while such dates are excluded.
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
      exceedances: reached[i] ?? 0,
      spell: spells[i] ?? null,
      explanation: explanations[i] ?? null,
    })),
  );
}

/** The spell of each prediction, in date order; a prediction without an alarm, or without a decision, ends its key's. */
export function alarmSpells(predictions: readonly PredictionRow[]): readonly (AlarmSpell | null)[] {
  return perKey(predictions, spellsOf);
}

function spellsOf(predictions: readonly PredictionRow[]): readonly (AlarmSpell | null)[] {
  const runs: PredictionRow[][] = [];
  const runOf = predictions.map((prediction, i) => {
    if (prediction.alarm !== true) return null;
    if (predictions[i - 1]?.alarm !== true) runs.push([]);
    runs.at(-1)?.push(prediction);
    return runs.length;
  });
  const spells = runs.map((run, at): AlarmSpell => ({ number: at + 1, outcome: outcomeOf(run) }));
  return runOf.map((number) => (number === null ? null : (spells[number - 1] ?? null)));
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
  const rowOf = new Map(frame.asOf.map((date, i) => [rowName(date, frame.keys?.[i]), i]));
  const all = frameRows(frame, spec.features);
  return refits.flatMap(({ cutoff, model }) => {
    const own = predictions
      .filter((prediction) => prediction.cutoff === cutoff)
      .map(({ asOf, key }) => rowOf.get(rowName(asOf, key)) ?? 0);
    const values = all.values.map((column) => own.map((row) => column[row] ?? null));
    return explainRows(model, { features: all.features, values, rows: own.length });
  });
}

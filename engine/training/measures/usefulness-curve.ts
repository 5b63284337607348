import type { Day } from '../../calendar/index.ts';
import { at, entry } from '../../presence/index.ts';
import { alarms } from '../events/alarms.ts';
import type { UsefulnessPoint } from '../results.ts';
import type { ModelSpec, PredictionRow, Refit } from '../types.ts';
import { alarmThreshold } from './alarm-threshold.ts';
import { confusion, falseAlarmShare, missedShare, usefulness } from './usefulness.ts';

/** 0.05, 0.10 ... 0.95. */
const PREFERENCES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/**
 * How useful the same probabilities are to people of other preferences: for each preference the threshold of every
 * refit follows from the loss as it would have at that preference, and alarms are decided anew. Scored rows count only.
 */
export function usefulnessCurve(
  predictions: readonly PredictionRow[],
  refits: readonly Pick<Refit, 'cutoff' | 'baseRate'>[],
  { loss, persistence }: Pick<ModelSpec, 'loss' | 'persistence'>,
): readonly UsefulnessPoint[] {
  const baseRates = new Map<Day, number>(refits.map(({ cutoff, baseRate }) => [cutoff, baseRate]));
  return PREFERENCES.map((preference) => {
    const other = { kind: loss.kind, preference };
    const rows = predictions.map(({ key, cutoff, probability }) => ({
      ...(key === undefined ? {} : { key }),
      probability,
      threshold: alarmThreshold(other, entry(baseRates, cutoff)),
    }));
    const raised = alarms(rows, persistence);
    const scored = predictions.flatMap(({ y, excluded }, i) => {
      const alarm = at(raised, i);
      return y === null || alarm === null || excluded ? [] : [{ y, alarm }];
    });
    const counts = confusion(
      scored.map(({ alarm }) => alarm),
      scored.map(({ y }) => y),
    );
    return {
      preference,
      relative: usefulness(counts, other)?.relative ?? null,
      t1: missedShare(counts),
      t2: falseAlarmShare(counts),
    };
  });
}

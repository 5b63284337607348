import { episodesOf } from '../episodes.ts';
import { frozen } from '../frozen.ts';
import { presentOrNull } from '../present.ts';
import type { TrainingFrame } from '../types.ts';
import type { ValueBacktest, ValueBacktestInput, ValueRival, ValueRivalScores } from './types.ts';
import { measureValues } from './value-measures.ts';

/**
 * The model beside the simple predictions that it declares, on the decision dates that both predict. The skill is the
 * model's against the rival, with an interval that resamples whole episodes, the same for both.
 */
export function compareValueRivals(
  { frame, events, spec }: Pick<ValueBacktestInput, 'frame' | 'events' | 'spec'>,
  rivals: readonly ValueRival[],
  { predictions }: Pick<ValueBacktest, 'predictions'>,
): readonly ValueRivalScores[] {
  const episodes = episodesOf(events);
  return frozen(
    rivals.map((rival): ValueRivalScores => {
      const known = knownValues(frame, rival.feature);
      // The rival in climatology's place: the skill is against it.
      const beside = predictions.flatMap((row) => {
        const value = known.get(row.asOf) ?? null;
        return value === null ? [] : [{ ...row, baseline: value }];
      });
      const measures = measureValues(beside, episodes, spec);
      if (measures === null) return { ...rival, ...NO_COMMON_DATE };
      const { scored, baselineRmse, baselineMae, rmse, skill } = measures;
      return { ...rival, scored, rmse: baselineRmse, mae: baselineMae, ownRmse: rmse.value, skill };
    }),
  );
}

const NO_COMMON_DATE = {
  scored: 0,
  rmse: null,
  mae: null,
  ownRmse: null,
  skill: { value: null, interval: null },
} as const;

/** What each decision date knew of a feature. */
function knownValues({ asOf, features, values }: TrainingFrame, feature: string): ReadonlyMap<string, number | null> {
  const column = values[features.indexOf(feature)];
  if (column === undefined) throw new Error(`the frame has no column ${feature}`);
  return new Map(asOf.map((date, i) => [date, presentOrNull(column[i])]));
}

import { rowName } from '../frame.ts';
import type { UsefulnessPoint } from '../results.ts';
import type { Loss, ModelSpec, Refit } from '../types.ts';
import { type ComparedModel, commonDates } from './compare.ts';
import { usefulnessCurve } from './usefulness-curve.ts';

export interface RefittedModel extends Pick<ComparedModel, 'predictions'> {
  readonly refits: readonly Pick<Refit, 'cutoff' | 'baseRate'>[];
  readonly persistence: ModelSpec['persistence'];
}

/**
 * Usefulness at every preference of models of one label, one curve each, on the decision dates that all of them scored
 * and at one kind of loss: curves of their own dates could not be held against each other. Alarms are decided on all
 * dates that a model predicts, since a persistence rule looks back.
 */
export function usefulnessTogether(
  models: readonly RefittedModel[],
  loss: Loss,
): readonly (readonly UsefulnessPoint[])[] {
  const common = commonDates(models);
  return models.map(({ predictions, refits, persistence }) => {
    const rows = predictions.map((row) => (common.has(rowName(row.asOf, row.key)) ? row : { ...row, excluded: true }));
    return usefulnessCurve(rows, refits, { loss, persistence });
  });
}

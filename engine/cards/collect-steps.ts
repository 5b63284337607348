import type { StepInputs } from './card-input.ts';
import type { NotMeasurable, StepId } from './common-card-body.ts';

type CollectedStep<Measures> =
  | { readonly kind: 'measured'; readonly id: StepId; readonly measures: Measures }
  | { readonly kind: 'not_measurable'; readonly id: StepId; readonly reason: NotMeasurable };

/** (a) to (d), in the order in which they are shown. */
const STEPS = [
  ['real_time', 'realTime'],
  ['labels_final', 'labelsFinal'],
  ['values_final', 'valuesFinal'],
  ['lag_removed', 'lagRemoved'],
] as const;

/** The steps that were run, each with its measures or why it has none. */
export function collectSteps<Measures>(
  inputs: StepInputs<{ readonly measures: Measures | null }>,
): readonly CollectedStep<Measures>[] {
  return STEPS.flatMap(([id, name]) => {
    const result = inputs[name];
    return result === undefined ? [] : [collectStep(id, result)];
  });
}

function collectStep<Measures>(
  id: StepId,
  result: { readonly measures: Measures | null } | 'no_vintages',
): CollectedStep<Measures> {
  if (result === 'no_vintages') return { kind: 'not_measurable', id, reason: 'no_vintages' };
  if (result.measures === null) return { kind: 'not_measurable', id, reason: 'nothing_predicted' };
  return { kind: 'measured', id, measures: result.measures };
}

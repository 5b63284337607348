import { type Cited, each, tagged } from './cited.ts';
import type { StepId } from './common-card-body.ts';

/** A step of real time against revised that was measured. */
export interface MeasuredStep<Measures> {
  readonly id: StepId;
  readonly measures: Measures;
}

type AnyStep<Measures> =
  | (MeasuredStep<Measures> & { readonly kind: 'measured' })
  | { readonly kind: 'not_measurable'; readonly id: StepId };

/** The steps that were measured, in their order. */
export function measuredSteps<Measures>(
  steps: Cited<readonly AnyStep<Measures>[]>,
): readonly Cited<MeasuredStep<Measures>>[] {
  return each(steps).flatMap((step) => tagged(step, 'kind', 'measured') ?? []);
}

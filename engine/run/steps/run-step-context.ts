import type { TrainingContext } from '../../steps/index.ts';
import type { Bodies } from '../bodies.ts';

/** What a step of a run may use: a trainer, and the bodies that go through the run. */
export interface RunStepContext extends TrainingContext {
  readonly bodies: Bodies;
}

import type { Gap } from '../../cards/index.ts';
import { nothingSharedYet, type SharedBySteps, SharedWork, type TrainingContext } from '../../steps/index.ts';
import type { Bodies } from '../bodies.ts';
import type { GroupTests } from './test-findings.ts';

/** What a step of a run may use: a trainer, and the bodies that go through the run. */
export interface RunStepContext extends TrainingContext {
  readonly bodies: Bodies;
  readonly shared: SharedByRun;
}

/** What the steps of a run compute once for all of them, tests among them. */
export interface SharedByRun extends SharedBySteps {
  /** The tests of a group's columns. */
  readonly columnTests: SharedWork<GroupTests>;
  /** What is late or lost of the sources of a model. */
  readonly inputGaps: SharedWork<readonly Gap[]>;
}

/** For a run that begins. */
export function nothingSharedInRun(): SharedByRun {
  return { ...nothingSharedYet(), columnTests: new SharedWork(), inputGaps: new SharedWork() };
}

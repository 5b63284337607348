import type { PlanStage } from '../plan/index.ts';
import type { BuildOptions } from './build-options.ts';

/** Whether a command executes stages of a kind: `ews run` leaves tests, `ews test` everything else. */
export function executedBy(command: BuildOptions['command']): (stage: Pick<PlanStage, 'kind'>) => boolean {
  if (command === 'build') return () => true;
  return (stage) => (stage.kind === 'test') === (command === 'test');
}

import type { FileDigest } from '../lake/index.ts';
import type { Plan, Settle } from '../plan/index.ts';
import type { NodeResult } from './events.ts';
import type { Prepared } from './prepare.ts';

/** A run whose sources have been asked. */
export interface IngestedRun extends Prepared {
  /** What became of its sources. */
  readonly ingested: readonly NodeResult[];
  /** How many steps it has, of which ingesting each source is one. */
  readonly total: number;
}

/** A run before anything is computed. */
export interface PlannedRun extends IngestedRun {
  readonly plan: Plan;
  readonly settle: Settle;
  /** What was written of what the plan rests on; absent where that is nothing new. */
  readonly intent?: FileDigest;
}

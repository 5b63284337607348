import { BARRIER_PARTS, type BarrierPart, WAYS_OUT, type WayOut } from '../../jobs/index.ts';

/** What keeps a training job apart from everything else, in the order in which cards list it. */
export const ISOLATION_CHECKS: readonly IsolationCheck[] = ['own_process', ...WAYS_OUT, 'memory_limit', 'time_limit'];

export type IsolationCheck = 'own_process' | WayOut | 'memory_limit' | 'time_limit';

/** What training is put behind. The guard is no barrier: it gives what is reached for an error with words. */
export const TRAINING_BARRIERS: readonly TrainingBarrier[] = [...BARRIER_PARTS, 'guard'];

export type TrainingBarrier = BarrierPart | 'guard';

export interface IsolationFinding {
  readonly check: IsolationCheck;
  readonly held: boolean;
}

export interface BarrierFinding {
  readonly barrier: TrainingBarrier;
  /** Whether training was behind it; where not, this machine does not offer it, or another does its work. */
  readonly present: boolean;
}

/**
 * What a target demanded of the isolation of a training job, and what was found to hold: by the parent, of a probe that
 * it started behind the same barriers, never by the process that trains.
 */
export interface Isolation {
  readonly demanded: 'required' | 'best_effort';
  /** One per barrier. */
  readonly barriers: readonly BarrierFinding[];
  /** One per check: a way out that is closed, or a limit that is kept. */
  readonly checks: readonly IsolationFinding[];
  /** The ways out that Node's permission model closes, and nothing else does. */
  readonly onNodeAlone: readonly IsolationCheck[];
}

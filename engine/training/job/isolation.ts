/** What keeps a training job apart from everything else, in the order in which cards list it. */
export const ISOLATION_CHECKS = [
  'own_process',
  'empty_environment',
  'no_network',
  'no_files',
  'memory_limit',
  'time_limit',
] as const;

export type IsolationCheck = (typeof ISOLATION_CHECKS)[number];

export interface IsolationFinding {
  readonly check: IsolationCheck;
  readonly held: boolean;
}

/**
 * What a target demanded of the isolation of a training job, and what was found to hold before the job got its data.
 */
export interface Isolation {
  readonly demanded: 'required' | 'best_effort';
  /** One per check, each found by trying it. */
  readonly checks: readonly IsolationFinding[];
}

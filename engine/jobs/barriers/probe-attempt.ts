import type { ProbeTargets } from './ways-out.ts';

/** What came of an attempt; one that throws has said so by its code. */
export interface AttemptOutcome {
  readonly said: string;
  readonly brought?: string;
}

export type Attempt = (targets: ProbeTargets) => Promise<AttemptOutcome>;

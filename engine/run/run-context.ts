import type { Definitions } from '../project/index.ts';
import type { Effects } from '../steps/index.ts';
import type { Emit } from './events.ts';

/** What every part of a run is given: what it is a run of, by what means, whom to tell, and when to stop. */
export interface RunContext {
  readonly definitions: Definitions;
  readonly effects: Effects;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

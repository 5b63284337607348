import type { Graph } from '../../compile/index.ts';
import type { Ruled } from './stage-rules.ts';

/** What the stages of a project are made with. */
export interface StageMaking {
  readonly graph: Graph;
  readonly ruled: Ruled;
}

import type { NodeId } from '../compile/index.ts';
import type { FileDigest } from '../lake/index.ts';
import type { KnownContents } from '../plan/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { Bodies } from './bodies.ts';
import type { NodeResult } from './events.ts';
import type { PlannedRun } from './planned-run.ts';

/** A run of which every node has come to its end. */
export interface FinishInput {
  readonly run: BegunRun;
  readonly planned: PlannedRun;
  readonly results: readonly NodeResult[];
  /** What the rows hold that it made. */
  readonly contents: ReadonlyMap<NodeId, KnownContents>;
  readonly bodies: Bodies;
  /** Of what was written of how the run was asked for. */
  readonly invocation: FileDigest;
}

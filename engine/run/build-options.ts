import type { KeptTexts } from '../cards/index.ts';
import type { NodeId, NodeKind } from '../compile/index.ts';
import type { DeferredState, LeftToDo, ProjectState, RunInvocation, StepRevisions } from '../plan/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { PageFacts } from './page-facts.ts';

/** What of a project to run, and how. Times are seconds. */
export interface BuildOptions {
  /** `build`: everything; `run`: without tests; `test`: only tests, on what is stored. */
  readonly command: 'build' | 'run' | 'test';
  readonly run: string;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  /** Kinds of nodes that are left, whatever is selected. */
  readonly without?: readonly NodeKind[] | undefined;
  /** Told, when the plan is made, which of those a build with them would make: before anything is computed. */
  readonly tellLater?: ((nodes: readonly NodeId[]) => void) | undefined;
  /** What `state:` compares with. */
  readonly state?: ProjectState | undefined;
  /** What is taken for inputs that are neither made nor current. */
  readonly deferTo?: DeferredState | undefined;
  /** Nothing else is done. What failed of the same before is told from its object. */
  readonly retry?: LeftToDo | undefined;
  readonly target: TargetDefinition;
  readonly environment: string;
  readonly threads: number;
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  /** False: build on what is stored, however old. */
  readonly ingest: boolean;
  /** Raised only by tests: what an engine with another revision would do. */
  readonly revisions?: StepRevisions;
  /** Draws the run's pages, HTML files by name: `index.html` first of all; without it a run has none. */
  readonly renderPages?: (facts: PageFacts) => Promise<ReadonlyMap<string, string>>;
  /** Texts of other runs; without them all is rendered anew. */
  readonly keptTexts?: KeptTexts | undefined;
  /**
   * Of the engine that draws cards and pages, and of all else that decides their bytes; without it those of the run
   * before are never taken for what this one would draw.
   */
  readonly revision?: string | undefined;
  /** What of it was typed, for `ews retry`. */
  readonly typed?: Pick<RunInvocation, 'vars' | 'state' | 'threads'> | undefined;
}

/** What of the options decides a plan. */
export type PlanOptions = Pick<
  BuildOptions,
  | 'select'
  | 'exclude'
  | 'without'
  | 'state'
  | 'retry'
  | 'deferTo'
  | 'target'
  | 'environment'
  | 'fullRefresh'
  | 'revisions'
> &
  Partial<Pick<BuildOptions, 'command'>>;

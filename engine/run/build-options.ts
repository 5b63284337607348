import type { StepRevisions } from '../plan/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { PageFacts } from './page-facts.ts';

/** What of a project to run, and how. Times are seconds. */
export interface BuildOptions {
  /** `build`: everything; `run`: without tests; `test`: only tests, on what is stored. */
  readonly command: 'build' | 'run' | 'test';
  readonly run: string;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
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
}

/** What of the options decides a plan. */
export type PlanOptions = Pick<
  BuildOptions,
  'select' | 'exclude' | 'target' | 'environment' | 'fullRefresh' | 'revisions'
> &
  Partial<Pick<BuildOptions, 'command'>>;

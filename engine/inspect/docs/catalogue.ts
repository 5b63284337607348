import type { Day } from '../../calendar/index.ts';
import type { NodeKind } from '../../compile/index.ts';
import type { TestOutcome } from '../../plan/index.ts';
import type { LeftBehind } from '../../standing/index.ts';
import type { RunOutcome } from '../runs/run-summary.ts';
import type { SourceFreshness } from '../source-freshness.ts';

/**
 * All that a project defines, beside what a run has of it. Definitions are those of the project now: what changed since
 * the run says so. No text holds what looks like a secret.
 */
export interface Catalogue {
  readonly project: string;
  readonly run: CataloguedRun;
  /** In topological order: sources first. */
  readonly nodes: readonly CataloguedNode[];
  readonly functions: readonly CataloguedFunction[];
  /** Texts of definitions by project-relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** Nodes that the run has and that are not defined any more. */
  readonly gone: readonly string[];
  /** What has to be said wherever the data are told of. */
  readonly notices: readonly string[];
}

/** The run that a catalogue is of. Null is what the lake does not say of it. */
export interface CataloguedRun {
  readonly id: string;
  /** When it was committed: UTC, ISO 8601. */
  readonly at: string | null;
  readonly outcome: RunOutcome;
  /** What is wrong with its record. */
  readonly problem: string | null;
  readonly environment: string;
  /** Whether it is the newest of its environment. */
  readonly newest: boolean;
  readonly commit: string | null;
  readonly actor: string | null;
  readonly command: string | null;
  readonly target: string | null;
  readonly version: string | null;
  readonly data: readonly CataloguedData[];
}

/** The observations of a source that a run used. */
export interface CataloguedData {
  readonly source: string;
  /** Its position in the history of the source, and the digest of that. */
  readonly position: number;
  readonly sha256: string;
}

export interface CataloguedNode {
  readonly id: string;
  readonly kind: Exclude<NodeKind, 'test'>;
  readonly description: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** Project-relative paths, the query first. */
  readonly files: readonly string[];
  /** What its kind has to say: estimator, window, licence. */
  readonly facts: readonly CataloguedFact[];
  readonly columns: readonly CataloguedColumn[];
  readonly tests: readonly CataloguedTest[];
  /** Nodes that it reads, and that read it; of tests nothing is told here. */
  readonly inputs: readonly string[];
  readonly readers: readonly string[];
  /** Functions that are written out in its query. */
  readonly functions: readonly string[];
  /** Of a relation of a source that is judged. */
  readonly freshness: CataloguedFreshness | null;
  readonly built: CataloguedBuild | null;
  /** Below the folder of a run, where it has a page of its own. */
  readonly page: string | null;
}

export interface CataloguedFact {
  readonly term: string;
  readonly text: string;
}

export interface CataloguedColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string | null;
}

export interface CataloguedTest {
  /** `not null`, `from 0 to 100`, `unit test`. */
  readonly rule: string;
  /** Null: it is of the whole node. */
  readonly column: string | null;
  readonly severity: 'error' | 'warn';
  /** The path of its query, where it has one of its own. */
  readonly sql: string | null;
  readonly result: (TestOutcomeTold & Pick<CataloguedBuild, 'builtBy' | 'changed'>) | null;
}

type TestOutcomeTold = Pick<TestOutcome, 'status' | 'failures'>;

/** What a run has of a node. */
export interface CataloguedBuild {
  readonly status: LeftBehind['status'];
  readonly builtBy: string;
  readonly rows: number | null;
  readonly note: string;
  readonly fingerprint: string;
  /** The definition is another one now than it was made of. */
  readonly changed: boolean;
}

export interface CataloguedFreshness {
  readonly newest: Day | null;
  readonly due: Day | null;
  readonly status: SourceFreshness['series'][number]['status'];
  readonly reason: string;
  readonly completeThrough: Day | null;
  /** The day on which it was judged. */
  readonly judged: Day;
}

export interface CataloguedFunction {
  /** `lib.growth`, as it is called. */
  readonly id: string;
  readonly description: string;
  readonly formula: string | null;
  readonly source: string | null;
  readonly file: string;
  /** `(a DOUBLE, months INTEGER := 12)`. */
  readonly parameters: string;
  readonly returns: string;
  readonly sql: string;
  readonly cases: number;
  /** Functions that its body calls, and nodes and functions that call it. */
  readonly calls: readonly string[];
  readonly calledBy: readonly string[];
}

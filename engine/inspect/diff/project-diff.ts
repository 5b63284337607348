import type { LineageDiff } from '../../../lineage/index.ts';
import type { NodeId, NodeKind } from '../../compile/index.ts';
import type { DefinitionAspect, TestOutcome } from '../../plan/index.ts';
import type { ModelDiff } from './model-diff.ts';
import type { ComparedState } from './project-state.ts';
import type { TableDiff } from './table-diff.ts';

/** All in which two states of a project differ. Plain data: it is printed as it is by `--json`. */
export interface ProjectDiff {
  readonly schema: 'ews.diff/1';
  readonly project: string;
  readonly from: DiffedSide;
  readonly to: DiffedSide;
  /** Relative: values that differ by less are told, and count for nothing. */
  readonly tolerance: number;
  /** Whether nothing differs at all. */
  readonly empty: boolean;
  readonly definitions: readonly DefinitionDiff[];
  /** Columns, edges and settings. */
  readonly columns: LineageDiff;
  readonly data: readonly DataDiff[];
  /** What is made otherwise: a build of the second state over the first makes it anew. */
  readonly reruns: readonly Rerun[];
  /** Of nodes with rows that are made otherwise. */
  readonly results: readonly ResultsDiff[];
  readonly tests: readonly TestDiff[];
  /** Ids of the models that are reached by what differs; one that is only made anew is not. */
  readonly models: readonly NodeId[];
}

export type DiffedSide = Pick<ComparedState, 'name' | 'kind'>;

export interface DefinitionDiff {
  readonly node: NodeId;
  readonly kind: NodeKind;
  /** `not made`: one side alone has made it, and the other, a run, defined it too and did not come to it. */
  readonly change: 'added' | 'removed' | 'changed' | 'not made';
  /** In which ways it differs; empty where it is new or gone, or was not made. */
  readonly aspects: readonly DefinitionAspect[];
}

/** Why a value moved: the first thing on the way to it that is another one. */
export interface Cause {
  readonly kind: 'definition' | 'data' | 'calendar' | 'engine' | 'numerics' | 'seed' | 'unknown';
  /** Where that is; null for what is the same everywhere, such as the engine. */
  readonly node: NodeId | null;
}

/** How what a relation of a source says differs. */
export interface DataDiff {
  readonly relation: NodeId;
  /**
   * `observations`: two runs hold other ones. `file`, `declaration`: the states have other files, or declare otherwise
   * what is read and when it was known, and the lake holds what follows from one of them alone: what that changes does
   * not show until it is ingested.
   */
  readonly how: 'observations' | 'file' | 'declaration';
  /** The files that differ. */
  readonly files: readonly string[];
  /** Null where the two cannot be compared row by row. */
  readonly rows: DataRows | null;
}

/** Dates, with keys where there are some, of a relation. */
export interface DataRows {
  /** Of which the first run had no value. */
  readonly added: number;
  /** Of which it had other values, or knew them on other days. */
  readonly revised: number;
  /** Of which the second run has none. */
  readonly gone: number;
}

export interface Rerun {
  readonly node: NodeId;
  readonly kind: NodeKind;
  readonly causes: readonly Cause[];
  /** What of it is another one, in the words of a plan. */
  readonly reason: string;
}

/** What became of a node's rows. */
export type ResultsDiff = NodeResults & {
  readonly node: NodeId;
  readonly kind: NodeKind;
  /** Relations behind it whose files or declarations differ: what is compared is of what the lake holds of these. */
  readonly otherData: readonly NodeId[];
};

export type NodeResults =
  | { readonly state: 'compared'; readonly table: TableDiff; readonly model: ModelDiff | null }
  /** Nothing is stored of it on these sides. */
  | { readonly state: 'not built'; readonly sides: readonly ('from' | 'to')[] }
  /** It is made alike of data that differ, of which the lake holds one side's alone. */
  | { readonly state: 'other data' }
  /** Its rows cannot be told from each other in the same way on both sides. */
  | { readonly state: 'not comparable'; readonly why: string };

/** A test that came out otherwise. */
export interface TestDiff {
  readonly test: NodeId;
  readonly from: TestOutcome;
  readonly to: TestOutcome;
}

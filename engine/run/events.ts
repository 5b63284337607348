import type { Day } from '../calendar/index.ts';
import type { NodeId, NodeKind } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { IngestionId } from '../ids/index.ts';
import type { CorrectionReport, IngestProgress, IngestTally } from '../ingest/index.ts';
import type { ObjectId } from '../lake/index.ts';
import type { Plan, PlanStage, TestOutcome, TrainingIsolation } from '../plan/index.ts';
import type { Standing } from '../standing/index.ts';

export type NodeStatus = 'ok' | 'reused' | 'failed' | 'skipped' | 'left';

/** What became of one node. A test that found rows is `ok` as a step, and says so in `test`. */
export interface NodeResult {
  /** A node's id, or that of the ingestion of a whole source. */
  readonly id: NodeId | IngestionId;
  readonly kind: NodeKind;
  readonly status: NodeStatus;
  readonly seconds: number;
  readonly rows: number | null;
  /** `lifted`, `47 refits`, or why it was skipped. */
  readonly note: string;
  readonly test?: TestOutcome;
  readonly isolation?: TrainingIsolation;
  /** Why it failed, or its warnings: also those of a node that is reused. */
  readonly problems: readonly Problem[];
  /** Series of a source that could not be had: their stored rows are of earlier. The others serve. */
  readonly withheld?: readonly NodeId[];
  readonly objects: readonly ObjectId[];
  /** What ingesting a source did to what is known. */
  readonly ingested?: IngestTally;
  /** What correcting a source rewrote, or would rewrite, by relation or source. */
  readonly corrections?: Readonly<Record<string, CorrectionReport>>;
}

/** One model's newest prediction. */
export type LatestPrediction = LatestEvent | LatestValue;

interface LatestCommon {
  readonly model: string;
  /** The project's owner declared it the champion of its label. */
  readonly champion: boolean;
  readonly description: string;
  readonly asOf: Day;
  /** Outcome months as text: `in month 2023-10`, `from 2022-11 to 2023-10`. */
  readonly outcome: string;
  /** The last predictions, oldest first; null where one is missing. */
  readonly history: readonly (number | null)[];
  /** How good it was, against the simplest rival. */
  readonly summary: string;
  /** For how many series what was known had been published, and when; absent where nothing ever was. */
  readonly published?: string;
  /** Whose numbers these are, and whether the run or an earlier one made them. */
  readonly standing: Standing;
  /** Nobody looked later what became of outcomes; null where nothing was predicted. */
  readonly outcomesThrough: Day | null;
}

export interface LatestEvent extends LatestCommon {
  /** The key of a panel whose probability is the highest. */
  readonly key?: string;
  readonly predicts: 'probability' | 'alarm';
  /** null when a feature is missing. Of a rule: 1 for alarm, 0 for none. */
  readonly probability: number | null;
  readonly threshold: number;
  readonly alarm: boolean | null;
}

export interface LatestValue extends LatestCommon {
  readonly predicts: 'value';
  /** In the label's unit; null when a feature is missing. */
  readonly value: number | null;
  /** Mean of the outcomes known at the cut-off. */
  readonly baseline: number;
}

/** The end of the flow: what a run did. Its objects are in the lake. */
export interface RunResult {
  readonly run: string;
  readonly environment: string;
  /** False when a node or a test failed. */
  readonly ok: boolean;
  readonly nodes: readonly NodeResult[];
  readonly predictions: readonly LatestPrediction[];
  /** Problems of the run as a whole, e.g. old data. */
  readonly problems: readonly Problem[];
  readonly seconds: number;
  /** Path of the run's folder within the store; absent when nothing was committed. */
  readonly folder: string;
  /** Where the environment stands with it; not in what the run stores of itself, which is written before. */
  readonly commit?: Commit;
}

/**
 * The position of the environment's ref that a run made. Whoever writes its digest down can tell later what was
 * changed.
 */
export interface Commit {
  readonly position: number;
  /** The digest of the position's file: the head, from which everything before it follows. */
  readonly sha256: string;
  readonly manifestSha256: string;
}

/** What a run tells while it goes. Plain data: the terminal, JSON and the run page show the same. */
export type RunEvent =
  | {
      readonly kind: 'run_started';
      readonly run: string;
      readonly at: string;
      readonly environment: string;
      readonly target: string;
      /** No file declares the target. */
      readonly implied?: true;
      readonly threads: number;
      /** Nothing that this target reads or writes is on a network. */
      readonly offline: boolean;
    }
  | {
      readonly kind: 'compiled';
      readonly counts: Readonly<Record<NodeKind, number>>;
      readonly dates: {
        readonly first: Day;
        readonly last: Day;
        readonly count: number;
        /** Groups and labels that stop before `last`, where their own sources are complete. */
        readonly shorter: readonly { readonly node: NodeId; readonly last: Day }[];
      };
    }
  | { readonly kind: 'ingest_progress'; readonly progress: IngestProgress }
  | { readonly kind: 'planned'; readonly plan: Plan; readonly total: number }
  /** A stage that the plan left open, as it was decided once its inputs were made. */
  | { readonly kind: 'settled'; readonly stage: PlanStage }
  | { readonly kind: 'node_started'; readonly id: NodeResult['id'] }
  | { readonly kind: 'node_finished'; readonly result: NodeResult; readonly done: number; readonly total: number }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'run_finished'; readonly result: RunResult };

export type Emit = (event: RunEvent) => void;

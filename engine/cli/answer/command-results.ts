import type { LineageDiff, TraceJson } from '../../../lineage/index.ts';
import type { Day } from '../../calendar/index.ts';
import type { CardBody, CardComparison, CardDocument, EventCardBody, TuningTrace } from '../../cards/index.ts';
import type { Problem, ProblemCode } from '../../diagnostics/index.ts';
import type {
  EnvironmentDetail,
  EnvironmentSummary,
  ExplainedDate,
  ExplainedPrediction,
  ExplainedValue,
  ExportedNode,
  FitReport,
  ProjectDiff,
  RunSummary,
  SourceFreshness,
  ValueWhatIf,
  VerifiedChain,
  WhatIf,
} from '../../inspect/index.ts';
import type { GcReport } from '../../lake/index.ts';
import type { Plan, WhyOfNode } from '../../plan/index.ts';
import type { ShownJson } from '../../report/index.ts';
import type { AttestReport, DeletedEnvironment, NodeResult, RunResult } from '../../run/index.ts';
import type { Standing } from '../../standing/index.ts';
import type { Check } from '../check.ts';
import type { FailOn } from '../fail-on.ts';
import type { ListedFunction } from '../listed-functions.ts';
import type { CompiledGraphJson, ListedNode, ListedSource } from '../node-json.ts';
import type { ToldInputUnits, ToldUnits } from './told-units.ts';

/**
 * What each command gives with `--json`. The JSON Schemas of `schemas/output` are made from this, and a command that is
 * not here can give nothing.
 */
export interface CommandResults {
  readonly init: InitResult;
  readonly explain: readonly ExplainedCode[];
  readonly completion: { readonly shell: string; readonly script: string };
  readonly build: RunResult & RetriedRun;
  readonly run: RunResult & RetriedRun;
  readonly test: RunResult & RetriedRun;
  readonly retry: (RunResult & RetriedRun) | NothingToRetry;
  readonly ingest: readonly NodeResult[];
  readonly 'source attest': AttestReport;
  readonly 'source freshness': readonly SourceFreshness[];
  readonly 'model backtest': ToldBacktest;
  readonly 'model compare': ComparedModels;
  readonly 'model explain': ExplainedModel<ExplainedDate | ExplainedValue>;
  readonly 'model tune': TunedModel;
  readonly 'model what-if': ExplainedModel<WhatIf | ValueWhatIf>;
  readonly 'model fit': FitReport;
  readonly plan: Plan;
  readonly why: WhyResult;
  readonly compile: CompiledGraphJson;
  readonly ls: readonly (ListedNode | ListedSource | ListedFunction)[];
  readonly show: ShownJson;
  readonly lineage: TraceJson | ExplainedPrediction | WrittenFile;
  readonly 'lineage verify': VerifiedChain;
  readonly 'lineage diff': { readonly from: string; readonly to: string } & LineageDiff;
  readonly diff: ProjectDiff & { readonly failed: readonly FailOn[] };
  readonly card: CardDocument;
  readonly open: { readonly path: string };
  readonly docs: WrittenCatalogue;
  readonly debug: { readonly checks: readonly Check[]; readonly problems: readonly Problem[] };
  readonly clean: CleanResult;
  readonly runs: { readonly runs: readonly RunSummary[] };
  readonly 'env list': { readonly environments: readonly (EnvironmentSummary & Guarded)[] };
  readonly 'env show': EnvironmentDetail & Guarded;
  readonly 'env delete': DeletedEnvironment;
  readonly gc: GcReport;
  readonly export: ExportedNode & { readonly output: string; readonly bytes: number };
  readonly artifacts: { readonly run: string; readonly output: string; readonly files: readonly string[] };
}

/** A command as it stands in an envelope: its words with spaces between them. */
export type CommandName = keyof CommandResults;

interface RetriedRun {
  /** The run whose rest it did. */
  readonly retries?: string;
}

/** Of what a run was asked for, nothing failed and nothing is left. */
export interface NothingToRetry {
  readonly retries: string;
  readonly run: null;
  readonly nodes: readonly [];
}

interface Guarded {
  /** A target of the project protects it. */
  readonly protected: boolean;
}

export interface InitResult {
  readonly folder: string;
  readonly written: readonly string[];
  readonly notes: readonly string[];
  /** Commands to type next. */
  readonly next: readonly string[];
}

export interface ExplainedCode {
  readonly code: ProblemCode;
  readonly title: string;
  /** Path and text of its page, where codes were asked for. */
  readonly file?: string;
  readonly page?: string;
}

/** What went to a file that was asked for. */
export interface WrittenFile {
  readonly output: string;
}

/** A catalogue that was written as a page. */
export interface WrittenCatalogue extends WrittenFile {
  readonly run: string;
  readonly nodes: number;
  readonly functions: number;
  readonly bytes: number;
}

export interface CleanResult {
  readonly removed: readonly RemovedFolder[];
  readonly kept: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

export interface RemovedFolder {
  /** Relative to the project. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** A model as its card has it, and whose numbers these are. */
interface GroundedModel {
  readonly model: string;
  readonly version: string;
  readonly standing: Standing | null;
  /** Nobody looked later what became of outcomes. */
  readonly outcomesThrough: Day | null;
}

export interface ToldBacktest
  extends GroundedModel,
    Pick<CardBody, 'label' | 'method' | 'performance' | 'rivals' | 'history'> {
  readonly units: ToldUnits;
  /** How far step (a) may be called real time, and for which series. */
  readonly basis: CardBody['data']['basis'];
  readonly published: CardBody['data']['published'];
  /** How each refit's probabilities were calibrated, from the oldest; null of what gives none. */
  readonly calibrations: readonly RefitCalibration[] | null;
}

export type RefitCalibration = Pick<EventCardBody['stability']['refits'][number], 'cutoff' | 'calibration'>;

export interface TunedModel extends GroundedModel {
  /** What is searched, as it is declared; null of a model that is not tuned. */
  readonly search: NonNullable<EventCardBody['method']['spec']['tuning']> | null;
  readonly tuning: readonly TuningTrace[];
}

export type ComparedModels = CardComparison & {
  readonly units: ToldUnits;
  readonly standings: Readonly<Record<string, Standing>>;
};

export type ExplainedModel<Said> = {
  readonly model: string;
  readonly outcomesThrough: Day;
  readonly standing: Standing | null;
  readonly units: ToldInputUnits;
} & Said;

/** With what differs in the columns, settings and rows of each node that is defined otherwise, a line each. */
export type WhyResult = WhyOfNode & { readonly columns: Readonly<Record<string, readonly string[]>> };

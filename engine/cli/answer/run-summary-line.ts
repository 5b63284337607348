import type { ProblemCode, Severity } from '../../diagnostics/index.ts';
import { Tally } from '../../presence/index.ts';
import type { LatestPrediction, NodeResult, NodeStatus } from '../../run/index.ts';
import type { Gathered } from './answer.ts';

/** The last line of a run's log, however it ended: what a dashboard or an alert needs of it. */
export interface RunSummaryLine {
  readonly kind: 'run_summary';
  readonly command: string;
  /** null where it ended before it began: the project does not read. */
  readonly run: string | null;
  readonly environment: string | null;
  readonly target: string | null;
  readonly ok: boolean;
  /** 1: the project, a node or a test failed; 2: usage or a bug; 130: interrupted. */
  readonly exitCode: number;
  /** Since the process began, or a watch saw the save. */
  readonly seconds: number;
  /** Nodes by what became of them, and tests that found rows. */
  readonly nodes: Readonly<Record<NodeStatus, number>> & { readonly failedTests: number };
  /** Nodes that it meant to do and did not come to; null where it did not come to a plan. */
  readonly unfinished: number | null;
  /** Ids of nodes and tests that failed, the first of them. */
  readonly failed: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly { readonly code: ProblemCode; readonly severity: Severity; readonly count: number }[];
  /** The newest prediction of every model, champions first. */
  readonly predictions: readonly SummedPrediction[];
  /** The folder of the run in the lake; null where nothing was committed. */
  readonly folder: string | null;
  /** The position of its environment that it made. */
  readonly position: number | null;
}

export interface SummedPrediction {
  readonly model: string;
  readonly champion: boolean;
  readonly asOf: string;
  /** A probability, an alarm as 0 or 1, or a value in the unit of the label; null where a feature is missing. */
  readonly value: number | null;
}

/** How a run ended. */
export interface RunEnd {
  readonly command: string;
  readonly exitCode: number;
  readonly seconds: number;
}

export function runSummaryLine({ problems, run }: Gathered, { command, exitCode, seconds }: RunEnd): RunSummaryLine {
  const { started, result, total } = run;
  const nodes = result?.nodes ?? run.nodes;
  const failed = nodes.filter(({ status, test }) => status === 'failed' || test?.status === 'fail');
  const severities = Tally.of(problems.map(({ severity }) => severity));
  return {
    kind: 'run_summary',
    command,
    run: started?.run ?? null,
    environment: started?.environment ?? null,
    target: started?.target ?? null,
    ok: exitCode === 0,
    exitCode,
    seconds,
    nodes: countsOf(nodes),
    unfinished: total === null ? null : Math.max(0, total - run.nodes.length),
    failed: failed.map(({ id }) => id),
    errors: severities.count('error'),
    warnings: severities.count('warning'),
    problems: countedProblems(problems),
    predictions: (result?.predictions ?? []).map(summedPrediction),
    folder: result?.folder ?? null,
    position: result?.commit?.position ?? null,
  };
}

function countsOf(nodes: readonly NodeResult[]): RunSummaryLine['nodes'] {
  const statuses = Tally.of(nodes.map(({ status }) => status));
  return {
    ok: statuses.count('ok'),
    reused: statuses.count('reused'),
    failed: statuses.count('failed'),
    skipped: statuses.count('skipped'),
    left: statuses.count('left'),
    failedTests: nodes.filter(({ test }) => test?.status === 'fail').length,
  };
}

function countedProblems(problems: Gathered['problems']): RunSummaryLine['problems'] {
  const counts = Tally.of(problems.map(({ code, severity }) => `${severity} ${code}`));
  const firsts = new Map(problems.map(({ code, severity }) => [`${severity} ${code}`, { code, severity }]));
  return [...firsts].map(([key, first]) => ({ ...first, count: counts.count(key) }));
}

function summedPrediction(prediction: LatestPrediction): SummedPrediction {
  const { model, champion, asOf } = prediction;
  if (prediction.predicts === 'value') return { model, champion, asOf, value: prediction.value };
  return { model, champion, asOf, value: prediction.probability };
}

import type { Problem } from '../../diagnostics/index.ts';
import type { NodeResult, RunEvent, RunResult } from '../../run/index.ts';
import type { CommandName, CommandResults } from './command-results.ts';

/** What a command comes to, gathered while it works: what machines are told of it is told when it has ended. */
export interface Answer {
  /** A problem that was said, or that stands in the result. */
  readonly found: (problem: Problem) => void;
  /** What `--json` is asked for. */
  readonly gave: <Name extends CommandName>(command: Name, result: CommandResults[Name]) => void;
  /** What a run tells while it goes. */
  readonly heard: (event: RunEvent) => void;
  /** All that was gathered since the last time: a watch ends many times. */
  readonly taken: () => Gathered;
}

/** A run as it was heard of. */
export interface HeardRun {
  /** Absent where it ended before it began. */
  readonly started?: Extract<RunEvent, { kind: 'run_started' }>;
  readonly total: number | null;
  readonly nodes: readonly NodeResult[];
  readonly result?: RunResult;
}

export interface Gathered {
  /** Each once, in the order in which they were found. */
  readonly problems: readonly Problem[];
  readonly run: HeardRun;
  /** undefined where the command gave none. */
  readonly result: unknown;
}

/** @param onGiven is told of a result as soon as it is given */
export function gatherAnswer(onGiven: (result: unknown) => void = () => undefined): Answer {
  let problems = new Map<string, Problem>();
  let run: HeardRun = NO_RUN;
  let result: unknown;
  const found = (problem: Problem): void => void problems.set(JSON.stringify(problem), problem);
  return {
    found,
    gave: (_command, given) => {
      result = given;
      onGiven(given);
    },
    heard: (event) => {
      for (const problem of problemsOf(event)) found(problem);
      run = heardAlso(run, event);
    },
    taken: () => {
      const gathered = { problems: [...problems.values()], run, result };
      problems = new Map();
      run = NO_RUN;
      result = undefined;
      return gathered;
    },
  };
}

const NO_RUN: HeardRun = { total: null, nodes: [] };

function problemsOf(event: RunEvent): readonly Problem[] {
  if (event.kind === 'problem') return [event.problem];
  if (event.kind === 'node_finished' || event.kind === 'run_finished') return event.result.problems;
  return [];
}

function heardAlso(run: HeardRun, event: RunEvent): HeardRun {
  if (event.kind === 'run_started') return { ...run, started: event };
  if (event.kind === 'planned') return { ...run, total: event.total };
  if (event.kind === 'node_finished') return { ...run, total: event.total, nodes: [...run.nodes, event.result] };
  if (event.kind === 'run_finished') return { ...run, result: event.result };
  return run;
}

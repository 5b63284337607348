import type { ModelNode } from '../../compile/index.ts';
import { hasErrors, type Problem, ProblemError } from '../../diagnostics/index.ts';
import type {
  BacktestInput,
  BacktestResult,
  EventMonth,
  FeatureImportance,
  Isolation,
  ModelSpec,
  TrainingJob,
  TrainingResults,
} from '../../training/index.ts';
import type { TrainingContext } from '../context.ts';
import { finalFrames } from '../final-frames.ts';
import type { Trained } from '../trainer/index.ts';
import type { ModelFrame } from './frame.ts';

/** The backtests from real time (a) to revised (d), each flattering more than the one before. */
export interface TrainedSteps {
  readonly realTime: BacktestResult;
  readonly labelsFinal: BacktestResult;
  /** Without vintages nobody can tell what a revision changed. */
  readonly valuesFinal: BacktestResult | 'no_vintages';
  readonly lagRemoved: BacktestResult;
}

export interface StepsInput {
  readonly known: ModelFrame;
  readonly events: readonly EventMonth[];
  readonly spec: ModelSpec;
  /** Whether the features have vintages. */
  readonly vintages: boolean;
}

/**
 * Trains all steps, each in a process of its own, as many at a time as the trainer allows. Throws ProblemError where a
 * job was stopped, and where step (a) has errors; the others only show what is not there.
 */
export async function trainSteps(
  context: TrainingContext,
  node: ModelNode,
  { known, events, spec, vintages }: StepsInput,
): Promise<{
  readonly steps: TrainedSteps;
  /** Of step (a). */
  readonly importance: readonly FeatureImportance[];
  readonly isolation: Isolation;
}> {
  const { frame, labels } = known;
  const final = await finalFrames(context, node, known);
  const input = { frame, labels, events, spec };
  const revised: readonly BacktestInput[] = [
    { ...input, labelKnowledge: 'final' },
    { ...input, frame: final.lagRemoved, labelKnowledge: 'final' },
    ...(vintages ? [{ ...input, frame: final.valuesFinal, labelKnowledge: 'final' as const }] : []),
  ];
  const jobs = [
    train(context, node, { kind: 'evaluate', input: { ...input, labelKnowledge: 'as_known' } }),
    ...revised.map((each) => train(context, node, { kind: 'backtest', input: each })),
  ] as const;
  const [evaluated, ...steps] = await allEnded(jobs);
  const { backtest: realTime, importance } = evaluated.result;
  const [labelsFinal, lagRemoved, valuesFinal] = steps.map(({ result }) => result);
  if (labelsFinal === undefined || lagRemoved === undefined) throw new Error('a step is missing');
  if (hasErrors(realTime.problems)) throw new ProblemError(realTime.problems.map((each) => placedAt(node, each)));
  return {
    steps: { realTime, labelsFinal, valuesFinal: valuesFinal ?? 'no_vintages', lagRemoved },
    importance,
    isolation: evaluated.isolation,
  };
}

/** A job in a process of its own; what goes wrong there is placed at the model's definition. */
async function train<Kind extends TrainingJob['kind']>(
  context: TrainingContext,
  node: ModelNode,
  job: Extract<TrainingJob, { kind: Kind }>,
): Promise<Trained<TrainingResults[Kind]>> {
  try {
    return await context.trainer.train<Kind>(job, context.signal);
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError(error.problems.map((each) => placedAt(node, each))) : error;
  }
}

/** All results; the first failure only once all have ended, so that nothing goes on behind a failed step. */
async function allEnded<const T extends readonly Promise<unknown>[]>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** A problem at the model's definition, unless it has a place already. */
export function placedAt(node: ModelNode, problem: Problem): Problem {
  return problem.span === undefined
    ? { ...problem, span: { file: node.path, line: 1, column: 1, length: 1 } }
    : problem;
}

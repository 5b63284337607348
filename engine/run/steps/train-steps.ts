import type { CardTask } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { type Problem, ProblemError, placedAt, throwErrors, topOf } from '../../diagnostics/index.ts';
import {
  anySpec,
  finalFrames,
  type ModelFrame,
  outcomesThrough,
  rivalsOf,
  type Trained,
  type TrainingContext,
  valueRivalsOf,
} from '../../steps/index.ts';
import type {
  EventMonth,
  Isolation,
  LabelVersion,
  TrainingFrame,
  TrainingJob,
  TrainingResults,
} from '../../training/index.ts';

export interface StepsInput {
  readonly known: ModelFrame;
  readonly events: readonly EventMonth[];
  /** Where the protocol excludes by the event. */
  readonly eventVersions: readonly LabelVersion[] | undefined;
  /** Whether the features have vintages. */
  readonly vintages: boolean;
}

export interface TrainedSteps {
  readonly task: CardTask;
  readonly isolation: Isolation;
}

/**
 * The backtests of a model from real time (a) to revised (d), each flattering more than the one before: every one in a
 * process of its own, as many at a time as the trainer allows. Without vintages nobody can tell what a revision changed,
 * so there is no step (c). Throws ProblemError where a job was stopped, and where step (a) has errors.
 */
export async function trainSteps(context: TrainingContext, node: ModelNode, input: StepsInput): Promise<TrainedSteps> {
  const frames = await revisedFrames(context, node, input);
  const { task, spec } = anySpec(node);
  const { frame, labels } = input.known;
  const { events, eventVersions } = input;
  const through = outcomesThrough(context.graph, node);
  const data = { frame, labels, events, outcomesThrough: through, ...(eventVersions && { eventVersions }) };
  if (task === 'event') {
    const own = { ...data, spec };
    const jobs = frames.map((revised) =>
      train(context, node, { kind: 'scored_walk', input: { ...own, frame: revised, labelKnowledge: 'final' } }),
    );
    const evaluation = train(context, node, {
      kind: 'evaluate',
      input: { ...own, labelKnowledge: 'as_known' },
      rivals: rivalsOf(node),
    });
    const [{ result, isolation }, revised] = await bothEnded(evaluation, jobs);
    const { backtest, alarms, rocBand, importance, rivals } = result;
    const steps = stepsOf(sound(backtest, node), revised);
    return {
      task: { task, spec, steps, alarms, rocBand, importance, rivals, gates: node.definition.gates },
      isolation,
    };
  }
  const own = { ...data, spec };
  const jobs = frames.map((revised) =>
    train(context, node, { kind: 'scored_value_walk', input: { ...own, frame: revised, labelKnowledge: 'final' } }),
  );
  const first = train(context, node, {
    kind: 'value_evaluate',
    input: { ...own, labelKnowledge: 'as_known' },
    rivals: valueRivalsOf(node),
  });
  const [{ result, isolation }, revised] = await bothEnded(first, jobs);
  const { backtest, rivals } = result;
  return { task: { task, spec, steps: stepsOf(sound(backtest, node), revised), rivals }, isolation };
}

/** Of steps (b), (d) and, where there are vintages, (c), in this order. */
async function revisedFrames(
  context: TrainingContext,
  node: ModelNode,
  { known, vintages }: StepsInput,
): Promise<readonly TrainingFrame[]> {
  const { lagRemoved, valuesFinal } = await finalFrames(context, node, known);
  return [known.frame, lagRemoved, ...(vintages ? [valuesFinal] : [])];
}

function stepsOf<Result, Scores>(realTime: Result, revised: readonly Trained<Scores>[]) {
  const [labelsFinal, lagRemoved, valuesFinal] = revised;
  if (labelsFinal === undefined || lagRemoved === undefined) throw new Error('a step is missing');
  return {
    realTime,
    labelsFinal: labelsFinal.result,
    valuesFinal: valuesFinal?.result ?? ('no_vintages' as const),
    lagRemoved: lagRemoved.result,
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
    throw error instanceof ProblemError ? new ProblemError(placedAt(topOf(node.path), error.problems)) : error;
  }
}

/** All results; the first failure only once all have ended, so that nothing goes on behind a failed step. */
async function bothEnded<First, Other>(
  first: Promise<First>,
  others: readonly Promise<Other>[],
): Promise<readonly [First, readonly Other[]]> {
  await Promise.allSettled([first, ...others]);
  return [await first, await Promise.all(others)];
}

/** The result, unless it is none. */
function sound<Result extends { readonly problems: readonly Problem[] }>(result: Result, node: ModelNode): Result {
  throwErrors(result.problems, topOf(node.path));
  return result;
}

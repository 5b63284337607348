import type { CardTask } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { ProblemError, placedAt, throwErrors, topOf } from '../../diagnostics/index.ts';
import {
  anySpec,
  finalFrames,
  type ModelFrame,
  type ModelTrainer,
  outcomesThrough,
  rivalsOf,
  type Trained,
  type TrainingContext,
  valueRivalsOf,
} from '../../steps/index.ts';
import {
  type EventMonth,
  type Isolation,
  type LabelVersion,
  type ModelSpec,
  type TrainingFrame,
  type TrainingJob,
  type TrainingResults,
  type ValueSpec,
  validationProblems,
  type WalkInput,
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
 * The backtests of a model from real time (a) to revised (d), each flattering more than the one before: in processes of
 * the model's own, as many at a time as the trainer allows. Without vintages nobody can tell what a revision changed,
 * so there is no step (c). Throws ProblemError where a job was stopped, and where step (a) has errors.
 */
export function trainSteps(context: TrainingContext, node: ModelNode, input: StepsInput): Promise<TrainedSteps> {
  return context.trainer.forModel((trainer) => taskOf({ context, node, input, trainer }));
}

async function taskOf(model: SteppedModel): Promise<TrainedSteps> {
  const { node } = model;
  const declared = anySpec(node);
  if (declared.task === 'event') {
    refuseGroups(model, declared.spec);
    const { evaluation, steps, isolation } = await runSteps<'event'>(model, declared.spec, {
      evaluate: (walk) => ({ kind: 'evaluate', input: walk, rivals: rivalsOf(node) }),
      score: (walk) => ({ kind: 'scored_walk', input: walk }),
    });
    const { backtest: _, ...figures } = evaluation;
    return { task: { ...declared, steps, ...figures, gates: node.definition.gates }, isolation };
  }
  const { evaluation, steps, isolation } = await runSteps<'value'>(model, declared.spec, {
    evaluate: (walk) => ({ kind: 'value_evaluate', input: walk, rivals: valueRivalsOf(node) }),
    score: (walk) => ({ kind: 'scored_value_walk', input: walk }),
  });
  return { task: { ...declared, steps, rivals: evaluation.rivals }, isolation };
}

/** Rows that cannot be parted as the model declares are told before anything is trained. */
function refuseGroups({ context, node, input }: SteppedModel, spec: ModelSpec): void {
  const { known, events } = input;
  const through = outcomesThrough(context.graph, node);
  const { frame, labels } = known;
  const problems = validationProblems({
    frame,
    labels,
    events,
    spec,
    labelKnowledge: 'final',
    outcomesThrough: through,
  });
  throwErrors(problems, node.definition.yaml.spanOf(['validate']));
}

/** A model with what its steps go over, and what trains it. */
interface SteppedModel {
  readonly context: TrainingContext;
  readonly node: ModelNode;
  readonly input: StepsInput;
  readonly trainer: ModelTrainer;
}

/** What a model of each task declares, and the kinds of its steps' jobs. */
interface Tasks {
  readonly event: { readonly spec: ModelSpec; readonly evaluate: 'evaluate'; readonly score: 'scored_walk' };
  readonly value: {
    readonly spec: ValueSpec;
    readonly evaluate: 'value_evaluate';
    readonly score: 'scored_value_walk';
  };
}

type JobOf<Kind extends TrainingJob['kind']> = Extract<TrainingJob, { readonly kind: Kind }>;

interface StepJobs<Task extends keyof Tasks> {
  /** Step (a), with all that is told of it and held beside it. */
  readonly evaluate: (walk: WalkInput<Tasks[Task]['spec']>) => JobOf<Tasks[Task]['evaluate']>;
  /** Any other step, which is there to be compared. */
  readonly score: (walk: WalkInput<Tasks[Task]['spec']>) => JobOf<Tasks[Task]['score']>;
}

async function runSteps<Task extends keyof Tasks>(
  model: SteppedModel,
  spec: Tasks[Task]['spec'],
  jobs: StepJobs<Task>,
) {
  const { context, node, input } = model;
  const { known, events, eventVersions, vintages } = input;
  const { frame, labels } = known;
  const through = outcomesThrough(context.graph, node);
  const data = { frame, labels, events, spec, outcomesThrough: through, ...(eventVersions && { eventVersions }) };
  const scored = (walked: TrainingFrame) =>
    train<Tasks[Task]['score']>(model, jobs.score({ ...data, frame: walked, labelKnowledge: 'final' }));
  // Step (a) takes longest, and is asked for first: else a processor has nothing to do at the end of every model.
  const first = train<Tasks[Task]['evaluate']>(model, jobs.evaluate({ ...data, labelKnowledge: 'as_known' }));
  const final = finalFrames(context, node, known);
  const others = {
    labelsFinal: scored(frame),
    lagRemoved: final.then((frames) => scored(frames.lagRemoved)),
    valuesFinal: vintages ? final.then((frames) => scored(frames.valuesFinal)) : null,
  };
  // The first failure is told only once all have ended, so that nothing goes on behind a failed step.
  await Promise.allSettled([first, ...Object.values(others)]);
  const { result: evaluation, isolation } = await first;
  const labelsFinal = await others.labelsFinal;
  const lagRemoved = await others.lagRemoved;
  const valuesFinal = await others.valuesFinal;
  const realTime: TrainingResults[Tasks[Task]['evaluate']]['backtest'] = evaluation.backtest;
  throwErrors(realTime.problems, topOf(node.path));
  const steps = {
    realTime,
    labelsFinal: labelsFinal.result,
    lagRemoved: lagRemoved.result,
    valuesFinal: valuesFinal?.result ?? ('no_vintages' as const),
  };
  return { evaluation, steps, isolation };
}

/** A job in one of the model's processes; what goes wrong there is placed at the model's definition. */
async function train<Kind extends TrainingJob['kind']>(
  { context, node, trainer }: SteppedModel,
  job: JobOf<Kind>,
): Promise<Trained<TrainingResults[Kind]>> {
  try {
    return await trainer.train<Kind>(job, context.signal);
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError(placedAt(topOf(node.path), error.problems)) : error;
  }
}

import {
  ISOLATION_CHECKS,
  type Isolation,
  type IsolationFinding,
  type TrainingJob,
  type TrainingResults,
} from '../../training/index.ts';
import { launchOf, type TrainingProgram, trainingProgram } from './launch.ts';
import { memoryBytes } from './memory-bytes.ts';
import { networkNamespace } from './network-namespace.ts';
import { isolationProblem } from './training-problems.ts';
import { isolationOf, runTrainingProcess } from './training-process.ts';

/** Trains models, each job in a process of its own. */
export interface Trainer {
  /** Throws what `runTrainingProcess` throws, and ProblemError EWS5023 where a required isolation does not hold. */
  train<Kind extends TrainingJob['kind']>(
    job: Extract<TrainingJob, { kind: Kind }>,
    signal: AbortSignal,
  ): Promise<Trained<TrainingResults[Kind]>>;
}

export interface Trained<Result> {
  readonly result: Result;
  readonly isolation: Isolation;
}

export interface TrainerOptions {
  readonly demanded: Isolation['demanded'];
  /** Memory of one job, `2GB`. */
  readonly memory: string;
  /** Jobs at a time. */
  readonly width: number;
  readonly program?: TrainingProgram;
  /** Words before the command that give it a network namespace; asked of the platform when left out. */
  readonly namespace?: readonly string[] | null;
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { demanded, width, program = trainingProgram() } = options;
  const memory = memoryBytes(options.memory);
  let namespace: Promise<readonly string[] | null> | undefined;
  const places = limiter(width);
  const admit = (found: readonly IsolationFinding[]): void => {
    const missing = found.filter(({ held }) => !held).map(({ check }) => check);
    if (demanded === 'required' && missing.length > 0) throw isolationProblem(missing);
  };
  return {
    async train<Kind extends TrainingJob['kind']>(job: Extract<TrainingJob, { kind: Kind }>, signal: AbortSignal) {
      namespace ??= options.namespace === undefined ? networkNamespace() : Promise.resolve(options.namespace);
      const launch = launchOf(program, Math.ceil(memory / 1024 ** 2), await namespace);
      const { result, found } = await places(() => runTrainingProcess(launch, job, { memory, signal, admit }));
      return { result: result as TrainingResults[Kind], isolation: { demanded, checks: found } };
    },
  };
}

/** How training would be isolated on this machine, by trying it: one finding per check. */
export async function isolationHere(): Promise<readonly IsolationFinding[]> {
  const found = await isolationOf(launchOf(trainingProgram(), PROBE_MEGABYTES, await networkNamespace()));
  return ISOLATION_CHECKS.map((check) => found.find((each) => each.check === check) ?? { check, held: false });
}

const PROBE_MEGABYTES = 256;

/** Runs at most `width` at a time, in the order of asking. */
function limiter(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, width);
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

import type { LaunchTools } from '../../jobs/index.ts';
import {
  ISOLATION_CHECKS,
  type Isolation,
  type IsolationFinding,
  type TrainingJob,
  type TrainingResults,
} from '../../training/index.ts';
import { type TrainingProgram, trainingProgram } from './launch.ts';
import { memoryBytes } from './memory-bytes.ts';
import { trainingPlace } from './training-place.ts';
import { isolationProblem } from './training-problems.ts';
import { isolationOf, runTrainingProcess, type TrainingPlace } from './training-process.ts';

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
  /** What processes are started with; looked for on the machine when left out. */
  readonly tools?: LaunchTools;
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { demanded, width, program = trainingProgram() } = options;
  const memory = memoryBytes(options.memory);
  let place: Promise<TrainingPlace> | undefined;
  const places = limiter(width);
  const admit = (found: readonly IsolationFinding[]): void => {
    const missing = found.filter(({ held }) => !held).map(({ check }) => check);
    if (demanded === 'required' && missing.length > 0) throw isolationProblem(missing);
  };
  return {
    async train<Kind extends TrainingJob['kind']>(job: Extract<TrainingJob, { kind: Kind }>, signal: AbortSignal) {
      place ??= trainingPlace(program, memory, options.tools);
      const here = await place;
      const { result, found } = await places(() => runTrainingProcess(here, job, { memory, signal, admit }));
      return { result: result as TrainingResults[Kind], isolation: { demanded, checks: found } };
    },
  };
}

/** How training would be isolated on this machine, by trying it: one finding per check. */
export async function isolationHere(): Promise<readonly IsolationFinding[]> {
  const found = await isolationOf(await trainingPlace(trainingProgram(), PROBE_MEMORY));
  return ISOLATION_CHECKS.map((check) => found.find((each) => each.check === check) ?? { check, held: false });
}

const PROBE_MEMORY = 256 * 2 ** 20;

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

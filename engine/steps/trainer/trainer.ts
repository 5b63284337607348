import type { BarredProgram } from '../../jobs/index.ts';
import type { Isolation, IsolationCheck, TrainingJob, TrainingResults } from '../../training/index.ts';
import { isolationBehind } from './isolation-findings.ts';
import { trainingProgram } from './launch.ts';
import { memoryBytes } from './memory-bytes.ts';
import { judgedPlace, type MachineTools, type TrainingPlace } from './training-place.ts';
import { isolationProblem } from './training-problems.ts';
import { runTrainingProcess } from './training-process.ts';

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
  readonly program?: BarredProgram;
  /** What processes are started with; looked for on the machine when left out. */
  readonly tools?: MachineTools;
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { demanded, width, program = trainingProgram() } = options;
  const memory = memoryBytes(options.memory);
  let found: Promise<AdmittedPlace> | undefined;
  const places = limiter(width);
  return {
    async train<Kind extends TrainingJob['kind']>(job: Extract<TrainingJob, { kind: Kind }>, signal: AbortSignal) {
      // Judged once: every job of a run is behind the same barrier.
      found ??= judgedPlace(program, memory, options.tools).then((place) => admitted(place, demanded));
      const { place, isolation, missing } = await found;
      if (demanded === 'required' && missing.length > 0) throw isolationProblem(missing);
      const result = await places(() => runTrainingProcess(place, job, { memory, signal }));
      return { result: result as TrainingResults[Kind], isolation };
    },
  };
}

interface AdmittedPlace {
  readonly place: TrainingPlace;
  readonly isolation: Isolation;
  readonly missing: readonly IsolationCheck[];
}

function admitted(place: TrainingPlace, demanded: Isolation['demanded']): AdmittedPlace {
  const isolation = { demanded, ...isolationBehind(place.judged) };
  const missing = isolation.checks.flatMap(({ check, held }) => (held ? [] : [check]));
  return { place, isolation, missing };
}

/** How training would be isolated on this machine, by trying it. */
export async function isolationHere(): Promise<Omit<Isolation, 'demanded'>> {
  return isolationBehind((await judgedPlace(trainingProgram(), PROBE_MEMORY)).judged);
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

import type { BarredProgram } from '../../jobs/index.ts';
import type { Isolation, IsolationCheck, TrainingJob, TrainingResults } from '../../training/index.ts';
import { Cores } from './cores.ts';
import { isolationBehind } from './isolation-findings.ts';
import { trainingProgram } from './launch.ts';
import { memoryBytes } from './memory-bytes.ts';
import { ModelProcesses } from './model-processes.ts';
import { judgedPlace, type MachineTools, type TrainingPlace } from './training-place.ts';
import { isolationProblem } from './training-problems.ts';

/** Trains models, none of them in a process that has trained another. */
export interface Trainer extends ModelTrainer {
  /** Lends `work` a trainer of one model, whose processes go from job to job and are ended with it. */
  forModel<Result>(work: (trainer: ModelTrainer) => Promise<Result>): Promise<Result>;
  /**
   * Does work that keeps a core busy, except while it trains a model: no model starts a second process for that core.
   */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface ModelTrainer {
  /**
   * Throws what `TrainingProcess.run` throws, and ProblemError EWS5023 where a required isolation does not hold. A
   * `Trainer` runs each job in a process of its own.
   */
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
  /** Jobs at a time: cores that training may use. */
  readonly width: number;
  readonly program?: BarredProgram;
  /** What processes are started with; looked for on the machine when left out. */
  readonly tools?: MachineTools;
}

export function createTrainer(options: TrainerOptions): Trainer {
  const { demanded, width, program = trainingProgram() } = options;
  const memory = memoryBytes(options.memory);
  let found: Promise<AdmittedPlace> | undefined;
  const cores = new Cores(width);
  const trainerIn = (processes: ModelProcesses): ModelTrainer => ({
    async train<Kind extends TrainingJob['kind']>(job: Extract<TrainingJob, { kind: Kind }>, signal: AbortSignal) {
      // Judged once: every job of a run is behind the same barrier.
      found ??= judgedPlace(program, memory, options.tools).then((place) => admitted(place, demanded));
      const { place, isolation, missing } = await found;
      if (demanded === 'required' && missing.length > 0) throw isolationProblem(missing);
      const result = await processes.run(place, job, { memory, signal });
      return { result: result as TrainingResults[Kind], isolation };
    },
  });
  const forModel: Trainer['forModel'] = async (work) => {
    const processes = new ModelProcesses(cores);
    try {
      return await cores.training(processes, () => work(trainerIn(processes)));
    } finally {
      processes.end();
    }
  };
  const during: Trainer['during'] = (work) => cores.during(work);
  return { forModel, during, train: (job, signal) => forModel((trainer) => trainer.train(job, signal)) };
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

import type { TrainingJob } from '../../training/index.ts';
import type { Cores, Crew } from './cores.ts';
import type { TrainingPlace } from './training-place.ts';
import { type ProcessLimits, TrainingProcess } from './training-process.ts';

/**
 * The processes that train one model, and no other: what a library leaves behind in one of them reaches only the model
 * that it belongs to anyway. One is kept as long as the model has jobs to come, and a second one where a core would
 * have nothing to do otherwise.
 */
export class ModelProcesses {
  readonly #cores: Cores;
  readonly #idle: TrainingProcess[] = [];
  /** Jobs that have not had their turn. */
  #waiting = 0;
  #busy = 0;
  #ended = false;

  constructor(cores: Cores) {
    this.#cores = cores;
  }

  /** Jobs that compute. */
  busy(): number {
    return this.#busy;
  }

  /** Throws what `TrainingProcess.run` throws. */
  run(place: TrainingPlace, job: TrainingJob, limits: ProcessLimits): Promise<unknown> {
    this.#waiting += 1;
    return this.#cores.turn(this.#crew(place, limits), async (process) => {
      try {
        const result = await process.run(job, limits);
        this.#keep(process, limits.memory);
        return result;
      } finally {
        this.#busy -= 1;
      }
    });
  }

  /** Ends those that wait for a job. One that computes is ended by its signal. */
  end(): void {
    this.#ended = true;
    for (const process of this.#idle.splice(0)) process.end();
  }

  /** What one job sees of the model's processes. */
  #crew(place: TrainingPlace, { memory, signal }: ProcessLimits): Crew<TrainingProcess> {
    return {
      idle: () => this.#idle.length,
      busy: () => this.busy(),
      take: () => {
        this.#waiting -= 1;
        signal.throwIfAborted();
        const process = this.#kept(memory) ?? new TrainingProcess(place);
        this.#busy += 1;
        return process;
      },
    };
  }

  /** One that was kept and is still sound. */
  #kept(memory: number): TrainingProcess | undefined {
    for (let process = this.#idle.pop(); process !== undefined; process = this.#idle.pop()) {
      if (process.canGoOn(memory)) return process;
      process.end();
    }
    return undefined;
  }

  #keep(process: TrainingProcess, memory: number): void {
    const wanted = this.#ended ? 0 : Math.max(1, this.#waiting);
    if (this.#idle.length < wanted && process.canGoOn(memory)) this.#idle.push(process);
    else process.end();
  }
}

import { JobEnded, WorkerProcess } from '../../jobs/index.ts';
import type { TrainingAnswer, TrainingJob } from '../../training/index.ts';
import type { TrainingPlace } from './training-place.ts';
import { diedProblem, memoryProblem, notFiniteProblem, reachedProblem } from './training-problems.ts';

export interface ProcessLimits {
  /** Memory of its own in bytes: pages of programs and libraries, which all processes share, do not count. */
  readonly memory: number;
  readonly signal: AbortSignal;
}

/** What libraries say where the kernel's own limit on memory refuses them more. */
const MEMORY_WORDS = /heap out of memory|Array buffer allocation failed|Invalid array length|Cannot allocate memory/;

/** The share of a job's memory that a process may still hold after one and get another. */
const KEPT_SHARE = 0.25;

/** A process that trains: it answers one job after another, and none after one that failed. */
export class TrainingProcess {
  readonly #worker: WorkerProcess;

  constructor({ launch, tools, orphans }: TrainingPlace) {
    this.#worker = new WorkerProcess(launch, { prlimit: tools.prlimit, environment: {} });
    const { pid } = this.#worker;
    if (pid === undefined || orphans === null) return;
    orphans.watch(pid);
    void this.#worker.gone.then(() => orphans.forget(pid));
  }

  /**
   * The result of a job, as its program answered it. Throws ProblemError EWS5020 when it used more memory than it may,
   * EWS5021 when it reached for what it may not have, EWS5022 when it died, EWS5032 when it computed no number; the
   * signal's reason when that was aborted, and Error for a fault of the engine's. Whatever it throws, the process is
   * ended: nobody knows what a job that failed has left behind.
   */
  async run(job: TrainingJob, { memory, signal }: ProcessLimits): Promise<unknown> {
    const worker = this.#worker;
    try {
      signal.throwIfAborted();
      await worker.ready;
      worker.begin({ limits: { memory, scratch: 0 }, scratch: null, signal });
      return await resultOf(worker, job, memory);
    } catch (error) {
      this.end();
      signal.throwIfAborted();
      if (!(error instanceof JobEnded)) throw error;
      const byMemory = error.ending === 'memory' || MEMORY_WORDS.test(worker.words);
      throw byMemory ? memoryProblem(memory) : diedProblem(error.message, worker.words);
    } finally {
      worker.end();
    }
  }

  /**
   * Whether it can be given one more job that may use `memory`, and would have most of it to itself: what the jobs
   * before have left to the garbage collector counts as the next one's.
   */
  canGoOn(memory: number): boolean {
    const held = this.#worker.ownMemory();
    return this.#worker.isSound && held !== null && held <= KEPT_SHARE * memory;
  }

  end(): void {
    this.#worker.kill('cancelled', 'its work was done');
  }
}

async function resultOf(worker: WorkerProcess, job: TrainingJob, memory: number): Promise<unknown> {
  const { head, body } = await worker.ask({ kind: 'ask', question: null }, [Buffer.from(JSON.stringify(job))]);
  const said = head as TrainingAnswer;
  switch (said.kind) {
    case 'done':
      return (JSON.parse(Buffer.from(body).toString('utf8')) as { readonly result?: unknown }).result;
    case 'refused':
      throw reachedProblem(said.message);
    case 'not_finite':
      throw notFiniteProblem(said.message);
    case 'failed':
      if (MEMORY_WORDS.test(said.message)) throw memoryProblem(memory);
      throw new Error(`training failed: ${said.message}\n${said.stack}`);
    default:
      throw diedProblem(`it answered ${(said satisfies never as TrainingAnswer).kind}`, worker.words);
  }
}

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

/**
 * The result of one job, as its program answered it, in a process of its own that lives as long as the job. Throws
 * ProblemError EWS5020 when it used more memory than it may, EWS5021 when it reached for what it may not have, EWS5022
 * when it died, EWS5032 when it computed no number; the signal's reason when that was aborted, and Error for a fault of
 * the engine's.
 */
export async function runTrainingProcess(
  place: TrainingPlace,
  job: TrainingJob,
  { memory, signal }: ProcessLimits,
): Promise<unknown> {
  signal.throwIfAborted();
  const worker = startedIn(place);
  try {
    await worker.ready;
    worker.begin({ limits: { memory, scratch: 0 }, scratch: null, signal });
    return await resultOf(worker, job, memory);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof JobEnded)) throw error;
    const byMemory = error.ending === 'memory' || MEMORY_WORDS.test(worker.words);
    throw byMemory ? memoryProblem(memory) : diedProblem(error.message, worker.words);
  } finally {
    stop(worker);
  }
}

function startedIn({ launch, tools, orphans }: TrainingPlace): WorkerProcess {
  const worker = new WorkerProcess(launch, { prlimit: tools.prlimit, environment: {} });
  const { pid } = worker;
  if (pid !== undefined && orphans !== null) {
    orphans.watch(pid);
    void worker.gone.then(() => orphans.forget(pid));
  }
  return worker;
}

function stop(worker: WorkerProcess): void {
  worker.end();
  worker.kill('cancelled', 'its work was done');
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

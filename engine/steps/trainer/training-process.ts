import { JobEnded, type LaunchTools, type OrphanGuard, type WorkerLaunch, WorkerProcess } from '../../jobs/index.ts';
import {
  ISOLATION_CHECKS,
  type IsolationCheck,
  type IsolationFinding,
  type TrainingAnswer,
  type TrainingJob,
  type TrainingQuestion,
} from '../../training/index.ts';
import { diedProblem, memoryProblem, notFiniteProblem, reachedProblem } from './training-problems.ts';

/** How training processes are started and ended here. */
export interface TrainingPlace {
  readonly launch: WorkerLaunch;
  readonly tools: LaunchTools;
  /** Ends processes with their parent where the kernel does not. */
  readonly orphans: OrphanGuard | null;
}

export interface ProcessLimits {
  /** Memory of its own in bytes: pages of programs and libraries, which all processes share, do not count. */
  readonly memory: number;
  readonly signal: AbortSignal;
  /** Throws where a process that is isolated so may not have the job. */
  readonly admit: (found: readonly IsolationFinding[]) => void;
}

export interface ProcessOutcome {
  /** As the job's program answered it. */
  readonly result: unknown;
  readonly found: readonly IsolationFinding[];
}

/** What libraries say where the kernel's own limit on memory refuses them more. */
const MEMORY_WORDS = /heap out of memory|Array buffer allocation failed|Invalid array length|Cannot allocate memory/;

/**
 * One job in a process of its own, which lives as long as the job. Throws ProblemError EWS5020 when it used more memory
 * than it may, EWS5021 when it reached for what it may not have, EWS5022 when it died, EWS5032 when it computed no
 * number; the signal's reason when that was aborted, and Error for a fault of the engine's.
 */
export async function runTrainingProcess(
  place: TrainingPlace,
  job: TrainingJob,
  { memory, signal, admit }: ProcessLimits,
): Promise<ProcessOutcome> {
  signal.throwIfAborted();
  const worker = startedIn(place);
  try {
    await worker.ready;
    worker.begin({ limits: { memory, scratch: 0 }, scratch: null, signal });
    const found = await findingsOf(worker);
    admit(found);
    return { result: await resultOf(worker, job, memory), found };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof JobEnded)) throw error;
    const byMemory = error.ending === 'memory' || MEMORY_WORDS.test(worker.words);
    throw byMemory ? memoryProblem(memory) : diedProblem(error.message, worker.words);
  } finally {
    stop(worker);
  }
}

/** How a process that is started so is isolated, found by starting one that gets no job; empty where none starts. */
export async function isolationOf(place: TrainingPlace): Promise<readonly IsolationFinding[]> {
  const worker = startedIn(place);
  try {
    await worker.ready;
    return await findingsOf(worker);
  } catch (error) {
    if (!(error instanceof JobEnded)) throw error;
    return [];
  } finally {
    stop(worker);
    await worker.gone;
  }
}

function startedIn({ launch, tools, orphans }: TrainingPlace): WorkerProcess {
  const worker = new WorkerProcess(launch, tools.prlimit);
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

async function ask(worker: WorkerProcess, question: TrainingQuestion, body: readonly Uint8Array[] = []) {
  const { head, body: answered } = await worker.ask({ kind: 'ask', question }, body);
  return { said: head as TrainingAnswer, body: answered };
}

async function resultOf(worker: WorkerProcess, job: TrainingJob, memory: number): Promise<unknown> {
  const { said, body } = await ask(worker, 'job', [Buffer.from(JSON.stringify(job))]);
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
    case 'isolated':
      throw diedProblem('it answered what it was not asked', worker.words);
    default:
      throw diedProblem(`it answered ${(said satisfies never as TrainingAnswer).kind}`, worker.words);
  }
}

/** The process's own findings, and those that only its parent can make. */
async function findingsOf(worker: WorkerProcess): Promise<readonly IsolationFinding[]> {
  const { said } = await ask(worker, 'isolation');
  const own = said.kind === 'isolated' ? said.checks : [];
  const held = new Map<IsolationCheck, boolean>(own.map((each) => [each.check, each.held]));
  held.set('own_process', worker.pid !== undefined && worker.pid !== process.pid);
  held.set('memory_limit', worker.ownMemory() !== null);
  held.set('time_limit', true);
  return ISOLATION_CHECKS.map((check) => ({ check, held: held.get(check) ?? false }));
}

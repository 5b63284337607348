import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import {
  ISOLATION_CHECKS,
  type IsolationCheck,
  type IsolationFinding,
  type TrainingJob,
  type TrainingMessage,
} from '../../training/index.ts';
import type { Launch } from './launch.ts';
import { residentBytes, watchMemory } from './memory-watchdog.ts';
import { diedProblem, memoryProblem, notFiniteProblem, reachedProblem } from './training-problems.ts';

/** An answer of more bytes is no answer. */
const LONGEST_ANSWER = 256 * 1024 * 1024;
/** So much of what a process prints is kept, to say why it died. */
const KEPT_WORDS = 16 * 1024;

export interface ProcessLimits {
  /** Resident memory in bytes. */
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

/**
 * One job in a process of its own, which lives as long as the job. Throws ProblemError EWS5020 when it used more memory
 * than it may, EWS5021 when it reached for what it may not have, EWS5022 when it died, EWS5032 when it computed no
 * number; the signal's reason when that was aborted, and Error for a fault of the engine's.
 */
export async function runTrainingProcess(
  launch: Launch,
  job: TrainingJob,
  limits: ProcessLimits,
): Promise<ProcessOutcome> {
  const { signal, memory } = limits;
  signal.throwIfAborted();
  const child = start(launch);
  const kill = (): void => void child.kill('SIGKILL');
  let overrun = false;
  const watchdog = watchMemory(child.pid, memory, () => {
    overrun = true;
    kill();
  });
  signal.addEventListener('abort', kill, { once: true });
  const ended = endOf(child);
  try {
    const { ending, found } = await converse(child, job, limits.admit);
    signal.throwIfAborted();
    if (ending?.kind === 'done') return { result: ending.result, found };
    if (ending?.kind === 'refused') throw reachedProblem(ending.message);
    if (ending?.kind === 'not_finite') throw notFiniteProblem(ending.message);
    if (ending?.kind === 'failed') throw new Error(`training failed: ${ending.message}\n${ending.stack}`);
    const { how, words } = await ended;
    throw overrun || words.includes('heap out of memory') ? memoryProblem(memory) : diedProblem(how, words);
  } finally {
    watchdog.stop();
    signal.removeEventListener('abort', kill);
    kill();
  }
}

/** How a process that is started so is isolated, found by starting one that gets no job; empty where none starts. */
export async function isolationOf(launch: Launch): Promise<readonly IsolationFinding[]> {
  const child = start(launch);
  const ended = endOf(child);
  try {
    for await (const line of linesOf(child.stdout)) {
      const message = JSON.parse(line) as TrainingMessage;
      return message.kind === 'ready' ? await allFindings(child, message.checks) : [];
    }
    return [];
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

function start({ command, args }: Launch): ChildProcess & { readonly stdout: Readable } {
  return spawn(command, args, { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
}

type LastMessage = Exclude<TrainingMessage, { kind: 'ready' }>;

/** Hears how the process is isolated, gives it the job if that will do, and waits for its answer. */
async function converse(
  child: ChildProcess & { readonly stdout: Readable },
  job: TrainingJob,
  admit: ProcessLimits['admit'],
): Promise<{ readonly ending: LastMessage | undefined; readonly found: readonly IsolationFinding[] }> {
  let found: readonly IsolationFinding[] = [];
  for await (const line of linesOf(child.stdout)) {
    const message = JSON.parse(line) as TrainingMessage;
    if (message.kind !== 'ready') return { ending: message, found };
    found = await allFindings(child, message.checks);
    admit(found);
    child.stdin?.end(JSON.stringify(job));
  }
  return { ending: undefined, found };
}

/** The process's own findings, and those that only its parent can make. */
async function allFindings(
  child: ChildProcess,
  own: readonly IsolationFinding[],
): Promise<readonly IsolationFinding[]> {
  const held = new Map<IsolationCheck, boolean>(own.map((each) => [each.check, each.held]));
  held.set('own_process', child.pid !== undefined && child.pid !== process.pid);
  held.set('memory_limit', (await residentBytes(child.pid)) !== null);
  held.set('time_limit', true);
  return ISOLATION_CHECKS.map((check) => ({ check, held: held.get(check) ?? false }));
}

/** How a process ended, in words, and the last of what it printed. */
async function endOf(child: ChildProcess): Promise<{ readonly how: string; readonly words: string }> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-KEPT_WORDS);
  });
  // A process that dies before it has read its job breaks the pipe; how it ended tells more.
  child.stdin?.on('error', () => undefined);
  try {
    const [code, signal] = await once(child, 'close');
    return { how: signal === null ? `with exit code ${code}` : `by ${signal}`, words };
  } catch (error) {
    return { how: error instanceof Error ? `before it began: ${error.message}` : 'before it began', words };
  }
}

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...pending, chunk.subarray(from, at)]).toString('utf8');
      pending = [];
      length = 0;
      from = at + 1;
    }
    pending.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_ANSWER) throw new Error(`a training process answered with more than ${LONGEST_ANSWER} bytes`);
  }
}

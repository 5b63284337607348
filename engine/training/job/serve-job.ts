import { text } from 'node:stream/consumers';
import { NotFiniteError } from '../frozen.ts';
import { FOUND, REACHED, RefusedError } from './guard.ts';
import type { TrainingJob, TrainingMessage } from './messages.ts';

/**
 * A training process from its start to its end: says how it is isolated, reads one job from standard input, and answers
 * on standard output. Whatever else is printed goes to standard error, so that no library can spoil the answer.
 */
export async function serveJob(work: (job: TrainingJob) => unknown): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const say = (message: TrainingMessage): Promise<void> =>
    new Promise((resolve) => void write(`${JSON.stringify(message)}\n`, () => resolve()));
  const end = async (error: unknown): Promise<never> => {
    await say(failure(error));
    process.exit(0);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);

  await say({ kind: 'ready', checks: FOUND });
  const job: TrainingJob = JSON.parse(await text(process.stdin));
  try {
    const result = await work(job);
    // A job that hid its error reached for it all the same.
    const [reached] = REACHED;
    await say(reached === undefined ? { kind: 'done', result } : refusal(reached));
  } catch (error) {
    await say(failure(error));
  }
  process.exit(0);
}

function refusal(reached: string): TrainingMessage {
  return { kind: 'refused', message: `it tried to ${reached}` };
}

function failure(error: unknown): TrainingMessage {
  for (let at = error; at instanceof Error; at = at.cause) {
    const reached = at instanceof RefusedError ? at.message : reachedFor(at);
    if (reached !== null) return refusal(reached);
  }
  if (error instanceof NotFiniteError) return { kind: 'not_finite', message: error.message };
  if (!(error instanceof Error)) return { kind: 'failed', message: String(error), stack: '' };
  const { message, stack = '' } = error;
  return { kind: 'failed', message, stack };
}

/** What Node itself denied, in words; null for any other error. */
function reachedFor(error: Error): string | null {
  const { code, permission, resource } = error as { code?: unknown; permission?: unknown; resource?: unknown };
  if (code === 'ERR_DLOPEN_DISABLED') return 'load a native addon';
  if (code !== 'ERR_ACCESS_DENIED') return null;
  switch (permission) {
    case 'FileSystemRead':
      return `read ${resource}`;
    case 'FileSystemWrite':
      return `write ${resource}`;
    case 'ChildProcess':
      return 'start a program';
    case 'WorkerThreads':
      return 'start a thread';
    default:
      return `use ${permission}`;
  }
}

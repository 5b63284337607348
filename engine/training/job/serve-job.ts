import { FrameReader, type ParentMessage, type WorkerMessage, writeFrameSync } from '../../jobs/index.ts';
import { NotFiniteError } from '../frozen.ts';
import { REACHED, RefusedError } from './guard.ts';
import type { TrainingAnswer, TrainingJob } from './messages.ts';

/** The descriptor of answers: standard output belongs to nobody, so that a library that prints spoils nothing. */
const ANSWERS = 3;

/**
 * A training process from its start to its end: it answers one job of a model after another, and says nothing of
 * itself. It ends when its input does, or with an error that no job caught.
 */
export async function serveJob(work: (job: TrainingJob) => unknown): Promise<void> {
  const reader = new FrameReader();
  let asked: number | null = null;
  const end = (error: unknown): never => {
    if (asked !== null) answer(asked, failure(error));
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);

  say({ kind: 'ready' });
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    for (const { head, body } of reader.push(chunk)) {
      const message = head as ParentMessage;
      asked = message.id;
      await serve(message, body, work);
      asked = null;
    }
  }
  // Its parent is gone, or wants no more: a library's timers are nobody's business.
  process.exit(0);
}

async function serve(message: ParentMessage, body: Uint8Array, work: (job: TrainingJob) => unknown): Promise<void> {
  if (message.kind !== 'ask') throw new Error(`a training process is asked to ${message.kind}`);
  try {
    const result = await work(JSON.parse(Buffer.from(body).toString('utf8')) as TrainingJob);
    // A job that hid its error reached for it all the same.
    const [reached] = REACHED;
    if (reached !== undefined) answer(message.id, refusal(reached));
    else answer(message.id, { kind: 'done' }, Buffer.from(JSON.stringify({ result })));
  } catch (error) {
    answer(message.id, failure(error));
  }
}

function answer(id: number, said: TrainingAnswer, body: Uint8Array = new Uint8Array()): void {
  say({ kind: 'answer', id, answer: said }, body);
}

function say(message: WorkerMessage, body: Uint8Array = new Uint8Array()): void {
  writeFrameSync(ANSWERS, message, [body]);
}

function refusal(reached: string): TrainingAnswer {
  return { kind: 'refused', message: `it tried to ${reached}` };
}

function failure(error: unknown): TrainingAnswer {
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

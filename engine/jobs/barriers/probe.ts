import { FrameReader, writeFrameSync } from '../frame.ts';
import type { ParentMessage, WorkerMessage } from '../messages.ts';
import { FILE_ATTEMPTS } from './file-attempts.ts';
import { NETWORK_ATTEMPTS } from './network-attempts.ts';
import type { Attempt } from './probe-attempt.ts';
import { PROCESS_ATTEMPTS } from './process-attempts.ts';
import { type ProbeAttempt, type ProbeTargets, WAYS_OUT, type WayOut } from './ways-out.ts';

/** A program that tries to leave the place it was put in. It stays until it is ended, so that it can be reached. */
const ANSWERS = 3;
const PATIENCE_MS = 5000;

const ATTEMPTS: Readonly<Record<WayOut, Attempt>> = { ...NETWORK_ATTEMPTS, ...PROCESS_ATTEMPTS, ...FILE_ATTEMPTS };

/** V8's flags come last: whoever sets them may not live long. */
const LAST: WayOut = 'v8_files';

const reader = new FrameReader();
say({ kind: 'ready' });
for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
  for (const { head } of reader.push(chunk)) {
    const message = head as ParentMessage;
    if (message.kind !== 'ask') throw new Error(`a probe is asked to ${message.kind}`);
    say({ kind: 'answer', id: message.id, answer: await tryAll(message.question as ProbeTargets) });
  }
}
process.exit(0);

async function tryAll(targets: ProbeTargets): Promise<readonly ProbeAttempt[]> {
  const tried = WAYS_OUT.filter((way) => targets.untried?.includes(way) !== true);
  const first = await Promise.all(tried.filter((way) => way !== LAST).map((way) => attempted(way, targets)));
  return tried.includes(LAST) ? [...first, await attempted(LAST, targets)] : first;
}

async function attempted(way: WayOut, targets: ProbeTargets): Promise<ProbeAttempt> {
  try {
    const { said, brought } = await patiently(ATTEMPTS[way](targets));
    return brought === undefined ? { way, said } : { way, said, brought };
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    return { way, said: String(code ?? message) };
  }
}

/** What is not answered soon is not answered. */
async function patiently<T>(attempt: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  try {
    return await Promise.race([attempt, late]);
  } finally {
    clearTimeout(timer);
  }
}

function say(message: WorkerMessage): void {
  writeFrameSync(ANSWERS, message);
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Frame, FrameReader, frameParts } from './frame.ts';
import { JobEnded, type JobEnding, JobFailed, type JobLimits } from './job-ended.ts';
import type { WorkerLaunch } from './launch.ts';
import type { WorkerMessage } from './messages.ts';
import { openBytes } from './open-bytes.ts';
import { dataSegments, innermost, ownMemory } from './process-memory.ts';
import { folderBytes } from './scratch.ts';

const MEMORY_EVERY_MS = 20;
/** A folder is looked at each fifth time. */
const SCRATCH_EVERY = 5;
const KEPT_WORDS = 16 * 1024;
/** How far above a job's memory the kernel's own limit lies, which a busy parent cannot miss. */
const HARD_LIMIT = 1.5;
const ANSWERS = 3;

/** One question to a worker, and who waits for its answer. */
interface Question {
  readonly id: number;
  readonly resolve: (answer: Frame) => void;
  readonly reject: (reason: Error) => void;
}

/** A job's limits, where it may write, and when it is cancelled. */
export interface Terms {
  readonly limits: JobLimits;
  /** Null where it may write nowhere. */
  readonly scratch: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** What a process is limited by, and the variables that it sees. */
interface ProcessMeans {
  readonly prlimit: string | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** A worker's process as its parent sees it: it asks, listens, watches, and ends it. */
export class WorkerProcess {
  /** Settled when the process is gone, however it went. */
  readonly gone: Promise<void>;
  /** Resolves once it takes jobs; rejects where it ends before. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #input: Writable;
  readonly #prlimit: string | null;
  #words = '';
  #ending: JobEnded | null = null;
  #isGone = false;
  #question: Question | null = null;
  #terms: Terms | null = null;
  #watch: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  #answerClock: NodeJS.Timeout | undefined;
  #asked = 0;
  #hardLimit = 0;
  #baseData = 0;

  constructor(launch: WorkerLaunch, { prlimit, environment }: ProcessMeans) {
    this.#prlimit = prlimit;
    // Its own process group: Ctrl-C is this process's to hear. It has the environment that it is given; standard output
    // is nobody's.
    const given = launch.given === undefined ? [] : [openBytes(launch.given)];
    this.#child = spawn(launch.command, [...launch.args], {
      env: { ...environment },
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...given],
    });
    for (const descriptor of given) closeSync(descriptor);
    this.#input = this.#child.stdin as Writable;
    this.#keepWords();
    let heard: (() => void) | undefined;
    let refused: ((reason: Error) => void) | undefined;
    this.ready = new Promise<void>((resolve, reject) => {
      heard = resolve;
      refused = reject;
    });
    this.ready.catch(() => undefined);
    this.#listen(() => heard?.());
    this.gone = new Promise<void>((resolve) => {
      const end = (how: string): void => {
        if (this.#isGone) return;
        this.#isGone = true;
        const ended = this.#ending ?? new JobEnded('died', `its process ended ${how}`, this.#words);
        refused?.(new JobEnded('never_started', `no worker starts: it ended ${how}`, this.#words));
        this.#settle((question) => question.reject(ended));
        // A job whose holder forgets it would keep the parent looking, and so alive.
        this.end();
        resolve();
      };
      this.#child.once('close', (code, signal) => end(signal === null ? `with exit code ${code}` : `by ${signal}`));
      this.#child.once('error', (error) => end(`before it began: ${error.message}`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Bytes that it alone holds; null where this machine does not tell. */
  ownMemory(): number | null {
    return this.#child.pid === undefined ? null : ownMemory(innermost(this.#child.pid));
  }

  /**
   * Bytes that jobs before left in it: what it alone holds, or the data segments that it asked for since it was ready,
   * whichever is more; 0 where this machine tells neither.
   */
  leftBytes(): number {
    const pid = this.#child.pid === undefined ? undefined : innermost(this.#child.pid);
    const segments = pid === undefined ? null : dataSegments(pid);
    const asked = segments === null || this.#baseData === 0 ? null : segments - this.#baseData;
    const told = [this.ownMemory(), asked].filter((bytes) => bytes !== null);
    return Math.max(0, ...told.filter((bytes) => !Number.isNaN(bytes)));
  }

  /** Bytes of a job's memory by which the kernel's own limit was last set; 0 before the first. */
  get hardLimit(): number {
    return this.#hardLimit;
  }

  /** The last of what it printed. */
  get words(): string {
    return this.#words;
  }

  /** Whether it can be asked: it is there, and nothing was found wrong with it. */
  get isSound(): boolean {
    return !this.#isGone && this.#ending === null;
  }

  /** Begins a job: from here on its limits are kept. One that is gone keeps none, and refuses what it is asked. */
  begin(terms: Terms): void {
    this.end();
    if (!this.isSound) return;
    this.#terms = terms;
    const { limits, signal } = terms;
    this.#limitHard(limits.memory);
    const { seconds } = limits;
    if (seconds !== undefined) this.#clock = setTimeout(() => this.#late(seconds), seconds * 1000);
    signal?.addEventListener('abort', this.#cancel, { once: true });
    let looks = 0;
    this.#watch = setInterval(() => this.#look(looks++), MEMORY_EVERY_MS);
    if (signal?.aborted) this.#cancel();
  }

  /** Starts the job's clock anew: the limit is one of each answer. */
  rewind(): void {
    this.#clock?.refresh();
  }

  /**
   * Asks, and waits for the answer.
   * @throws JobEnded where the worker was ended or ended itself, JobFailed where the job threw.
   */
  ask(head: object, body: readonly Uint8Array[] = []): Promise<Frame> {
    return new Promise((resolve, reject) => {
      if (!this.isSound) return reject(this.#ending ?? new JobEnded('died', 'its process has ended', this.#words));
      if (this.#question !== null) return reject(new Error('a worker answers one question at a time'));
      this.#question = { id: ++this.#asked, resolve, reject };
      if ('kind' in head && head.kind === 'ask') this.#startAnswerClock();
      // In one piece: each piece wakes the worker.
      this.#input.cork();
      for (const part of frameParts({ ...head, id: this.#asked }, body)) this.#input.write(part);
      this.#input.uncork();
    });
  }

  /** Ends the job: its limits are no longer kept. */
  end(): void {
    this.#terms?.signal?.removeEventListener('abort', this.#cancel);
    this.#terms = null;
    clearTimeout(this.#clock);
    clearTimeout(this.#answerClock);
    clearInterval(this.#watch);
  }

  /** Ends the process. What is asked of it is rejected with the first ending. */
  kill(ending: JobEnding, message: string): void {
    this.#ending ??= new JobEnded(ending, message, this.#words);
    this.#child.kill('SIGKILL');
    if (this.#child.pid !== undefined && !this.#isGone) killGroup(this.#child.pid);
  }

  #startAnswerClock(): void {
    const seconds = this.#terms?.limits.answerSeconds;
    if (seconds !== undefined) this.#answerClock = setTimeout(() => this.#late(seconds), seconds * 1000);
  }

  #late(seconds: number): void {
    this.kill('time', `it ran longer than ${seconds} s`);
  }

  #cancel = (): void => this.kill('cancelled', 'it was cancelled');

  #look(times: number): void {
    const terms = this.#terms;
    const pid = this.#child.pid;
    if (terms === null || pid === undefined) return;
    const { limits, scratch } = terms;
    const held = ownMemory(innermost(pid));
    if (held !== null && held > limits.memory) {
      this.kill('memory', `it used ${megabytes(held)} of memory and may use ${megabytes(limits.memory)}`);
      return;
    }
    if (scratch === null || times % SCRATCH_EVERY !== 0) return;
    const written = folderBytes(scratch);
    if (written <= limits.scratch) return;
    this.kill('scratch', `it wrote ${megabytes(written)} of scratch and may write ${megabytes(limits.scratch)}`);
  }

  /** The kernel's own stop, above what the process held when it was ready: Node 24 holds 0.64 GB then, Node 20 0.12. */
  #limitHard(memory: number): void {
    const pid = this.#child.pid === undefined ? undefined : innermost(this.#child.pid);
    if (this.#prlimit === null || pid === undefined || this.#hardLimit === memory) return;
    if (this.#baseData === 0) this.#baseData = dataSegments(pid) ?? Number.NaN;
    const bytes = Math.round(this.#baseData + HARD_LIMIT * memory);
    if (Number.isNaN(bytes)) return;
    this.#hardLimit = memory;
    // The soft limit alone: it can be raised again for a job that may have more.
    spawnSync(this.#prlimit, ['--pid', String(pid), `--data=${bytes}:`], { env: {} });
  }

  #keepWords(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#words = `${this.#words}${text}`.slice(-KEPT_WORDS);
      });
    }
    for (const stream of this.#child.stdio) stream?.on('error', () => undefined);
  }

  #listen(ready: () => void): void {
    const reader = new FrameReader();
    (this.#child.stdio[ANSWERS] as Readable).on('data', (chunk: Uint8Array) => {
      try {
        for (const frame of reader.push(chunk)) this.#hear(frame, ready);
      } catch (error) {
        this.kill('protocol', `what it answered is no answer: ${error instanceof Error ? error.message : error}`);
      }
    });
  }

  #hear(frame: Frame, ready: () => void): void {
    if (!this.isSound) return;
    const message = frame.head as WorkerMessage;
    if (message.kind === 'ready') ready();
    else if (message.id !== this.#question?.id) this.kill('protocol', 'it answered what it was not asked');
    else if (message.kind === 'answer') {
      this.#settle((question) => question.resolve({ head: message.answer, body: frame.body }));
    } else {
      this.#settle((question) => question.reject(new JobFailed(message.message, message.stack)));
      // What a job that threw has left behind, nobody knows.
      this.kill('died', 'its last job threw');
    }
  }

  #settle(say: (question: Question) => void): void {
    const question = this.#question;
    this.#question = null;
    clearTimeout(this.#answerClock);
    if (question !== null) say(question);
  }
}

/** Kills what a process that leads a group has started: of a barrier that is just made, not all ends with the first. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It is gone already, as it should be.
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

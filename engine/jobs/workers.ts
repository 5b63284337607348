import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from './frame.ts';
import { JobEnded, type JobLimits } from './job-ended.ts';
import { type LaunchTools, type WorkerLaunch, workerLaunch } from './launch.ts';
import { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
import { openScratch } from './scratch.ts';
import { WorkerProcess } from './worker-process.ts';

/** What is asked for: a room of the worker, and what the job may use. */
export interface JobRequest {
  readonly room: string;
  readonly limits: JobLimits;
  /** A folder of the caller's that the job writes into; without one it gets one of its own. */
  readonly scratch?: string;
  readonly signal?: AbortSignal | undefined;
}

/** A job under way: a worker that answers nobody else until it is closed. */
export interface WorkerJob {
  /** The folder that it writes into; its own goes away with it. */
  readonly scratch: string;
  /** @throws JobEnded where its worker was ended or ended itself, JobFailed where it threw. */
  ask(question: unknown, body?: readonly Uint8Array[]): Promise<Frame>;
  /** Starts the clock of its limit anew. */
  rewind(): void;
  /** Ends the job; its worker takes the next one if it is sound. */
  close(): void;
}

/** Runs jobs in processes that can be ended. */
export interface Workers {
  /** Starts so many workers ahead of what they are needed for. */
  warm(count: number): void;
  /** @throws JobEnded where no worker starts. */
  open(request: JobRequest): Promise<WorkerJob>;
  /** Ends all workers and removes their scratch. */
  close(): Promise<void>;
}

export interface WorkersOptions {
  /** What Node is started with: its flags, the program's first file. */
  readonly node: readonly string[];
  /** Asked when the first worker is started. */
  readonly tools: () => Promise<LaunchTools>;
  /** Says below which folder each process has one of its own; asked when the first job needs it. */
  readonly scratchRoot: () => string;
  /** How many idle workers are kept for the next jobs. */
  readonly width: number;
  /** The only variables that workers see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The largest file that a worker may write. */
  readonly fileBytes: number;
}

/** A worker in which jobs before left more than this share of a job's memory is not taken for it. */
const LEFT_SHARE = 0.5;

/** Workers on this machine. Nothing is started, and no folder made, before it is asked for. */
export function localWorkers(options: WorkersOptions): Workers {
  return new LocalWorkers(options);
}

class LocalWorkers implements Workers {
  readonly #options: WorkersOptions;
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();
  /** Workers whose last job is being put away: sooner ready than one that has to start. */
  readonly #closing = new Set<Promise<void>>();
  #scratch: string | undefined;
  #tools: Promise<LaunchTools> | undefined;
  #guard: OrphanGuard | undefined;
  #opened = 0;
  #closed = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  warm(count: number): void {
    for (let started = this.#all.size; started < count; started++) void this.#startAhead();
  }

  async open({ room, limits, signal, scratch: given }: JobRequest): Promise<WorkerJob> {
    signal?.throwIfAborted();
    const worker = await this.#ready(limits);
    const scratch = given ?? this.#ownScratch();
    worker.begin({ limits, scratch, signal });
    let closed = false;
    // Whoever closes twice must not close the next job of the worker, nor have it kept twice.
    const close = (): void => {
      if (closed) return;
      closed = true;
      worker.end();
      this.#putAway(worker);
      if (given === undefined) rmSync(scratch, { recursive: true, force: true });
    };
    try {
      await worker.ask({ kind: 'open', room, scratch });
    } catch (error) {
      close();
      throw error;
    }
    return {
      scratch,
      ask: (question, body) => worker.ask({ kind: 'ask', question }, body),
      rewind: () => worker.rewind(),
      close,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#all];
    for (const worker of all) worker.kill('cancelled', 'its work was no longer wanted');
    await Promise.all(all.map(({ gone }) => gone));
    this.#guard?.close();
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true });
  }

  #ownScratch(): string {
    this.#scratch ??= openScratch(this.#options.scratchRoot());
    this.#opened += 1;
    const folder = path.join(this.#scratch, String(this.#opened));
    mkdirSync(folder);
    return folder;
  }

  /** A worker of which a job's limits hold the job alone to account. */
  async #ready({ memory }: JobLimits): Promise<WorkerProcess> {
    for (;;) {
      const worker = this.#takeIdle(memory);
      if (worker?.isSound) {
        if (worker.leftBytes() <= LEFT_SHARE * memory) return worker;
        worker.kill('cancelled', 'it held memory of the job before');
      }
      if (worker !== undefined) continue;
      if (this.#closing.size === 0) break;
      await Promise.race(this.#closing);
    }
    const worker = await this.#start();
    await worker.ready;
    return worker;
  }

  /** One whose limit is this already, where there is one: setting it takes a process of its own. */
  #takeIdle(memory: number): WorkerProcess | undefined {
    const place = this.#idle.findIndex((worker) => worker.hardLimit === memory);
    return this.#idle.splice(Math.max(0, place), 1)[0];
  }

  async #startAhead(): Promise<void> {
    // Why none starts is told to whoever needs one.
    const worker = await this.#start().catch(() => undefined);
    await worker?.ready.then(
      () => this.#keep(worker),
      () => undefined,
    );
  }

  #putAway(worker: WorkerProcess): void {
    if (!worker.isSound) return;
    const put = worker.ask({ kind: 'close' }).then(
      () => this.#keep(worker),
      () => undefined,
    );
    this.#closing.add(put);
    void put.then(() => this.#closing.delete(put));
  }

  async #start(): Promise<WorkerProcess> {
    this.#tools ??= this.#options.tools();
    const tools = await this.#tools;
    if (this.#closed) throw new JobEnded('cancelled', 'its work was no longer wanted', '');
    const launch: WorkerLaunch = workerLaunch(tools, this.#options.node, { fileBytes: this.#options.fileBytes });
    const worker = new WorkerProcess(launch, { prlimit: tools.prlimit, environment: this.#options.environment ?? {} });
    this.#all.add(worker);
    if (tools.setpriv === null && worker.pid !== undefined) {
      this.#guard ??= startOrphanGuard();
      this.#guard.watch(worker.pid);
    }
    void worker.gone.then(() => {
      this.#all.delete(worker);
      if (worker.pid !== undefined) this.#guard?.forget(worker.pid);
    });
    return worker;
  }

  /** Keeps a worker for the next job, unless there are enough. */
  #keep(worker: WorkerProcess): void {
    if (this.#closed || this.#idle.length >= this.#options.width) worker.kill('cancelled', 'there are enough workers');
    else this.#idle.push(worker);
  }
}

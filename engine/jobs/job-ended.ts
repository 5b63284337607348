/** Bytes and seconds that one job may use; what is not given is not limited. */
export interface JobLimits {
  /** Of wall time, until the job ends. */
  readonly seconds?: number;
  /** Of wall time for one answer: between two questions no clock runs, nor while a worker loads what it needs. */
  readonly answerSeconds?: number;
  /** Memory of its own in bytes: what all workers share, programs and libraries, does not count. */
  readonly memory: number;
  /** Bytes in its scratch folder. */
  readonly scratch: number;
}

/** What ended a job's worker. `died`: nobody here ended it; `protocol`: it answered what it was not asked. */
export type JobEnding = 'time' | 'memory' | 'scratch' | 'cancelled' | 'died' | 'protocol' | 'never_started';

/** A job that has no answer: its worker was ended, or ended itself. */
export class JobEnded extends Error {
  override readonly name = 'JobEnded';
  readonly ending: JobEnding;
  /** What the worker printed last: a library's words, or V8's. */
  readonly lastWords: string;

  constructor(ending: JobEnding, message: string, lastWords = '') {
    super(message);
    this.ending = ending;
    this.lastWords = lastWords;
  }
}

/** A job that threw; the worker that ran it is ended, for nobody knows what it left behind. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  /** Where it threw, in the worker. */
  readonly remoteStack: string;

  constructor(message: string, remoteStack: string) {
    super(message);
    this.remoteStack = remoteStack;
  }
}

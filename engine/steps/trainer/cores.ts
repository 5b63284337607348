/** A model that has jobs, as cores are shared out: how many of its processes wait for one, and how many compute. */
export interface Crew<Process> {
  idle(): number;
  busy(): number;
  /** One of those that wait, else a new one. What it throws, who asked for the turn gets. */
  take(): Process;
}

/** A job that has not had its turn. */
interface Waiting {
  readonly crew: Crew<unknown>;
  readonly begin: () => void;
}

/**
 * Shares cores among the jobs of models, in the order of asking. A model that computes nothing comes first: it has a
 * core by right. A further job goes to a process that its model has kept; where all of them compute, it waits for one
 * while every core has work: to start a process and to warm it up costs as much as a small job.
 */
export class Cores {
  readonly #width: number;
  readonly #waiting: Waiting[] = [];
  /** Jobs that compute. */
  #jobs = 0;
  /** Work under way, each of which keeps a core busy unless it trains. */
  #works = 0;
  /** Models in training: each has a core, and more where more of its jobs compute. */
  readonly #models = new Set<Pick<Crew<unknown>, 'busy'>>();

  constructor(width: number) {
    this.#width = Math.max(1, width);
  }

  /** Does work that keeps a core busy, but while it trains a model. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#works += 1;
    try {
      return await work();
    } finally {
      this.#works -= 1;
      this.#shareOut();
    }
  }

  /** Trains a model, within such work or by itself: its jobs ask for their turns. */
  async training<Result>(model: Pick<Crew<unknown>, 'busy'>, train: () => Promise<Result>): Promise<Result> {
    this.#models.add(model);
    try {
      return await train();
    } finally {
      this.#models.delete(model);
      this.#shareOut();
    }
  }

  /** Does a job of a crew when its turn has come, in one of its processes. */
  async turn<Process, Result>(crew: Crew<Process>, work: (process: Process) => Promise<Result>): Promise<Result> {
    const process = await new Promise<Process>((resolve, reject) => {
      this.#waiting.push({ crew, begin: () => this.#begin(crew, resolve, reject) });
      this.#shareOut();
    });
    try {
      return await work(process);
    } finally {
      this.#jobs -= 1;
      this.#shareOut();
    }
  }

  #begin<Process>(crew: Crew<Process>, resolve: (process: Process) => void, reject: (error: unknown) => void): void {
    try {
      const process = crew.take();
      this.#jobs += 1;
      resolve(process);
    } catch (error) {
      reject(error);
    }
  }

  #shareOut(): void {
    while (this.#jobs < this.#width) {
      const next = this.#next();
      if (next === undefined) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.begin();
    }
  }

  #next(): Waiting | undefined {
    const first = this.#waiting.find(({ crew }) => crew.busy() === 0);
    if (first !== undefined) return first;
    const kept = this.#waiting.find(({ crew }) => crew.idle() > 0);
    if (kept !== undefined) return kept;
    const besides = Math.max(0, this.#works - this.#models.size);
    const about = [...this.#models].filter((model) => model.busy() === 0).length;
    return this.#jobs + besides + about < this.#width ? this.#waiting[0] : undefined;
  }
}

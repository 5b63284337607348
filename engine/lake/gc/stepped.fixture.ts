import type { SweptStore } from '../store.ts';

/** A process that was ended: whatever it was doing stays as it is. */
class Ended extends Error {}

/** A request that waits to be let through. */
interface Waiting {
  readonly request: string;
  readonly go: () => void;
  readonly end: (error: Error) => void;
}

/** A process of which every request to the store waits until it is let through. */
export class SteppedProcess {
  readonly #waiting: Waiting[] = [];
  #isEnded = false;
  #isOver = false;
  #failure: unknown;

  constructor(store: SweptStore, work: (store: SweptStore) => Promise<unknown>) {
    work(inTurns(store, (request) => this.#turn(request))).then(
      () => {
        this.#isOver = true;
      },
      (error: unknown) => {
        this.#isOver = true;
        this.#failure = error;
      },
    );
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Lets so many requests through, or as many as it makes; false where it was over before. */
  async step(requests: number): Promise<boolean> {
    for (let request = 0; request < requests; request++) {
      if (!(await this.#isWaiting())) return false;
      this.#waiting.shift()?.go();
    }
    return this.#isWaiting();
  }

  /** Lets it work until it is about to make such a request; false where it never does. */
  async stepTo(request: keyof SweptStore): Promise<boolean> {
    while (await this.#isWaiting()) {
      if (this.#waiting.some((waiting) => waiting.request === request)) return true;
      this.#waiting.shift()?.go();
    }
    return false;
  }

  /** Lets it work until it is done, and says how many requests it took. Throws what it throws. */
  async finish(): Promise<number> {
    let requests = 0;
    while (await this.step(1)) requests += 1;
    if (this.#failure !== undefined && !(this.#failure instanceof Ended)) throw this.#failure;
    return requests;
  }

  /** Ends it before its next request. */
  async end(): Promise<void> {
    this.#isEnded = true;
    for (const { end } of this.#waiting.splice(0)) end(new Ended());
    await this.finish();
  }

  async #isWaiting(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#isOver) await new Promise((resolve) => setImmediate(resolve));
    return this.#waiting.length > 0;
  }

  #turn(request: string): Promise<void> {
    if (this.#isEnded) return Promise.reject(new Ended());
    return new Promise((go, end) => void this.#waiting.push({ request, go, end }));
  }
}

const REQUESTS: ReadonlySet<string | symbol> = new Set([
  'read',
  'write',
  'createExclusive',
  'writePacked',
  'list',
  'localPath',
  'clock',
  'survey',
  'remove',
] satisfies readonly (keyof SweptStore)[]);

/** The store, with `turn` waited for before every request. */
export function inTurns(store: SweptStore, turn: (request: string) => Promise<void>): SweptStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const request = value.bind(target) as (...given: readonly unknown[]) => Promise<unknown>;
      if (!REQUESTS.has(name)) return request;
      return async (...given: readonly unknown[]) => {
        await turn(String(name));
        return request(...given);
      };
    },
  });
}

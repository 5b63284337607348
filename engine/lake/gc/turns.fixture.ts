import type { SweptStore } from '../store.ts';
import type { GcDice } from './dice.fixture.ts';
import { inTurns } from './stepped.fixture.ts';

/** A process that died: whatever it was doing ends here. */
class Killed extends Error {}

/** Lets processes take turns by chance, each until it dies. */
export class Turns {
  readonly #dice: GcDice;
  readonly #store: SweptStore;
  #waiting: (() => void)[] | undefined;

  constructor(store: SweptStore, dice: GcDice) {
    this.#store = store;
    this.#dice = dice;
  }

  /**
   * A process works with the store and dies after so many requests, if that is said: what it wrote stays behind. Who
   * comes second is refused, and nothing is lost by it.
   */
  async process(requests: number | undefined, work: (store: SweptStore) => Promise<unknown>): Promise<void> {
    let made = 0;
    const turn = async (): Promise<void> => {
      if (made === requests) throw new Killed();
      made += 1;
      const waiting = this.#waiting;
      if (waiting !== undefined) await new Promise<void>((resolve) => void waiting.push(resolve));
    };
    await refused(() => work(inTurns(this.#store, turn))).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  get isAlone(): boolean {
    return this.#waiting === undefined;
  }

  /** Runs writers at once, one request at a time. */
  async interleave(writers: readonly (() => Promise<unknown>)[]): Promise<void> {
    const waiting: (() => void)[] = [];
    this.#waiting = waiting;
    let alive = writers.length;
    const done = Promise.all(
      writers.map((writer) =>
        writer().finally(() => {
          alive -= 1;
        }),
      ),
    );
    // Who fails is heard of when all are done.
    done.catch(() => undefined);
    while (alive > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      waiting.splice(this.#dice(Math.max(1, waiting.length)), 1)[0]?.();
    }
    this.#waiting = undefined;
    await done;
  }
}

/** Another collector, or an environment that ended: who comes second is refused, and nothing is lost by it. */
async function refused(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    const codes = (error as { readonly problems?: readonly { readonly code: string }[] }).problems ?? [];
    if (codes.length === 0 || !codes.every(({ code }) => code === 'EWS4033' || code === 'EWS4001')) throw error;
  });
}

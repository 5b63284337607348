import type { OpenLineageEvent } from '../../../lineage/index.ts';
import type { Network } from '../context.ts';
import { type Answer, type Endpoint, postEvent } from './post-event.ts';

const ATTEMPTS = 4;
/** Events in a row that were tried as often as they may be: then nothing more is tried. */
const GIVE_UP_AFTER = 3;
const FIRST_WAIT_MS = 250;

/** How many events did not arrive, by the reason why; empty: all did. */
export type Lost = ReadonlyMap<string, number>;

export type DeliveryEffects = Pick<Network, 'fetch' | 'sleep' | 'random'>;

/**
 * Posts events in the background, one after another in the order in which they came: nobody waits for the endpoint before
 * `close`. Faults are counted, never thrown.
 */
export class Delivery {
  readonly #endpoint: Endpoint;
  readonly #effects: DeliveryEffects;
  readonly #queue: OpenLineageEvent[] = [];
  readonly #lost = new Map<string, number>();
  readonly #over = new AbortController();
  #working: Promise<void> | undefined;
  #sent = 0;
  #taken = 0;
  #failedInARow = 0;
  /** Why nothing is tried any more. */
  #closed: string | undefined;

  /** `closed`: why nothing can be tried at all. */
  constructor(endpoint: Endpoint, effects: DeliveryEffects, closed?: string) {
    this.#endpoint = endpoint;
    this.#effects = effects;
    this.#closed = closed;
  }

  get sent(): number {
    return this.#sent;
  }

  send(event: OpenLineageEvent): void {
    this.#sent += 1;
    this.#queue.push(event);
    this.#working ??= this.#work();
  }

  /** Waits until everything was tried, but no longer than the deadline: what is not taken then is lost. */
  async close(deadlineMs: number): Promise<Lost> {
    const early = new AbortController();
    const deadline = this.#effects.sleep(deadlineMs, early.signal).catch(() => undefined);
    await Promise.race([this.#working, deadline]);
    early.abort();
    this.#over.abort();
    const left = this.#sent - this.#taken - [...this.#lost.values()].reduce((sum, count) => sum + count, 0);
    if (left > 0) this.#lost.set(`not taken within ${deadlineMs / 1000} s of the end of the build`, left);
    return this.#lost;
  }

  async #work(): Promise<void> {
    // The first event waits for those that are told together with it, and the build for none of them.
    await Promise.resolve();
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      const answer: Answer =
        this.#closed === undefined ? await this.#deliver(event) : { kind: 'closed', reason: this.#closed };
      if (this.#over.signal.aborted) return;
      this.#count(answer);
    }
    this.#working = undefined;
  }

  /** The last answer: an event is tried again while that may help. */
  async #deliver(event: OpenLineageEvent): Promise<Answer> {
    const { fetch, sleep, random } = this.#effects;
    const { signal } = this.#over;
    for (let attempt = 1; ; attempt++) {
      const answer = await postEvent(event, this.#endpoint, fetch, signal);
      if (answer.kind !== 'passing' || attempt === ATTEMPTS || signal.aborted) return answer;
      const full = FIRST_WAIT_MS * 2 ** (attempt - 1);
      await sleep(Math.ceil(full / 2 + (full / 2) * random()), signal).catch(() => undefined);
    }
  }

  #count(answer: Answer): void {
    if (answer.kind === 'taken') {
      this.#taken += 1;
      this.#failedInARow = 0;
      return;
    }
    this.#lost.set(answer.reason, (this.#lost.get(answer.reason) ?? 0) + 1);
    if (answer.kind === 'passing') this.#failedInARow += 1;
    if (answer.kind === 'closed' || this.#failedInARow === GIVE_UP_AFTER) this.#closed ??= answer.reason;
  }
}

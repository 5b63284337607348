import type { OpenLineageEvent } from '../../../lineage/index.ts';
import { Tally } from '../../presence/index.ts';
import type { Network } from '../../steps/index.ts';
import { type Endpoint, type PostOutcome, postEvent } from './post-event.ts';

/** How often an event is tried, and after how many given up in a row nothing more is tried. */
interface Patience {
  readonly attempts: number;
  readonly events: number;
}

/** While the build goes on nobody waits: an outage of some twenty seconds is sat out. In the end somebody does. */
const MEANWHILE: Patience = { attempts: 6, events: 3 };
const IN_THE_END: Patience = { attempts: 4, events: 1 };
const FIRST_WAIT_MS = 250;

/** How many events did not arrive, by the reason why; empty: all did. */
export type Lost = ReadonlyMap<string, number>;

export type DeliveryEffects = Pick<Network, 'fetch' | 'sleep' | 'random'>;

/**
 * Posts events in the background, one after another in the order in which they came: nobody waits for the endpoint
 * before `close`. Faults are counted, never thrown.
 */
export class Delivery {
  readonly #endpoint: Endpoint;
  readonly #effects: DeliveryEffects;
  readonly #queue: OpenLineageEvent[] = [];
  readonly #lost = new Tally<string>();
  /** The build is over. */
  readonly #ending = new AbortController();
  /** Nothing counts any more. */
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

  /**
   * Waits until everything was tried, but no longer than the deadline, nor than somebody interrupts it: what is not
   * taken then is lost.
   */
  async close(deadlineMs: number, interrupt?: AbortSignal): Promise<Lost> {
    this.#ending.abort();
    const early = new AbortController();
    const stop = (): void => early.abort();
    interrupt?.addEventListener('abort', stop, { once: true });
    if (interrupt?.aborted === true) stop();
    const deadline = this.#effects.sleep(deadlineMs, early.signal).catch(() => undefined);
    await Promise.race([this.#working, deadline]);
    interrupt?.removeEventListener('abort', stop);
    stop();
    this.#over.abort();
    const left = this.#sent - this.#taken - this.#lost.entries().reduce((sum, [, count]) => sum + count, 0);
    const waited = `not taken within ${deadlineMs / 1000} s of the end of the build`;
    if (left > 0) this.#lost.add(interrupt?.aborted === true ? 'interrupted' : waited, left);
    return new Map(this.#lost.entries());
  }

  async #work(): Promise<void> {
    // The first event waits for those that are told together with it, and the build for none of them.
    await Promise.resolve();
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      const answer: PostOutcome =
        this.#closed === undefined ? await this.#deliver(event) : { kind: 'closed', reason: this.#closed };
      if (this.#over.signal.aborted) return;
      this.#count(answer);
    }
    this.#working = undefined;
  }

  /** The last answer: an event is tried again while that may help. */
  async #deliver(event: OpenLineageEvent): Promise<PostOutcome> {
    for (let attempt = 1; ; attempt++) {
      const answer = await postEvent(event, this.#endpoint, this.#effects.fetch, this.#over.signal);
      if (answer.kind !== 'passing' || attempt >= this.#patience().attempts) return answer;
      await this.#wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
      if (this.#over.signal.aborted) return answer;
    }
  }

  /** Half of it is chance, so that builds that failed together part. The end of the build cuts a wait short, once. */
  async #wait(ms: number): Promise<void> {
    const { sleep, random } = this.#effects;
    const signal = this.#ending.signal.aborted ? this.#over.signal : this.#ending.signal;
    await sleep(Math.ceil(ms / 2 + (ms / 2) * random()), signal).catch(() => undefined);
  }

  #patience(): Patience {
    return this.#ending.signal.aborted ? IN_THE_END : MEANWHILE;
  }

  #count(answer: PostOutcome): void {
    if (answer.kind === 'taken') {
      this.#taken += 1;
      this.#failedInARow = 0;
      return;
    }
    this.#lost.add(answer.reason);
    if (answer.kind === 'passing') this.#failedInARow += 1;
    const hopeless = answer.kind === 'closed' || this.#failedInARow >= this.#patience().events;
    if (hopeless) this.#closed ??= answer.reason;
  }
}

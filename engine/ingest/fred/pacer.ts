import type { FredEffects } from './types.ts';

/** Keeps the requests of one client apart, whoever of its callers sends them. */
export interface Pacer {
  /** Resolves when the next request may be sent; turns are given in the order of asking. */
  turn(): Promise<void>;
  /** No request before so many seconds from now. */
  hold(seconds: number): void;
}

/** FRED enforces its rate by the second too, so requests are spread evenly: `60 / requestsPerMinute` seconds apart. */
export function openPacer(requestsPerMinute: number, effects: FredEffects): Pacer {
  const spacing = 60 / requestsPerMinute;
  let free = Number.NEGATIVE_INFINITY;
  let queue: Promise<void> = Promise.resolve();

  async function wait(): Promise<void> {
    // A hold may come while one sleeps. Time slept is taken on trust: a clock that stands still must not spin here.
    for (let target: number | undefined; target !== free; ) {
      target = free;
      const ms = Math.ceil((target - effects.elapsed()) * 1000);
      if (ms > 0) await effects.sleep(ms, effects.signal);
    }
    effects.signal?.throwIfAborted();
    free = Math.max(effects.elapsed(), free) + spacing;
  }

  return {
    turn() {
      const mine = queue.then(wait);
      queue = mine.catch(() => undefined);
      return mine;
    },
    hold(seconds) {
      free = Math.max(free, effects.elapsed() + seconds);
    },
  };
}

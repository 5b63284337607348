import type { FredEffects } from './fred-client.ts';

/** A clock that moves only when someone sleeps. */
export interface FakeClock extends Pick<FredEffects, 'elapsed' | 'now' | 'sleep'> {
  /** Milliseconds of each sleep. */
  readonly slept: readonly number[];
}

export function fakeClock(start = '2024-10-30T12:00:00Z'): FakeClock {
  const slept: number[] = [];
  let ms = 0;
  return {
    slept,
    elapsed: () => ms / 1000,
    now: () => new Date(Date.parse(start) + ms),
    async sleep(duration, signal) {
      signal?.throwIfAborted();
      slept.push(duration);
      ms += duration;
    },
  };
}

/**
 * Tries of a request: so many by the SDK where it got no answer, so many by `tried` where the SDK would not try again.
 */
const ATTEMPTS = 8;

/** How the SDK's client repeats a request that got no answer, or one that asks for patience. */
export const SDK_RETRY = { retryMode: 'standard', maxAttempts: ATTEMPTS } as const;

/** How tries are spread over time. */
export interface RetryEffects {
  /** Waits so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** In 0..1. */
  readonly random: () => number;
}

/** A failure, its cause, that the SDK does not repeat and that another try may mend. */
export class Passing extends Error {}

/** Works until it succeeds or fails for good: the cause of the last `Passing` failure is thrown as it was. */
export async function tried<T>(work: () => Promise<T>, { sleep, random }: RetryEffects): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (attempt === ATTEMPTS) throw error.cause;
      await sleep(pause(attempt, random()));
    }
  }
}

/** Milliseconds before the next attempt, spread by `chance` so that writers that met do not meet again. */
function pause(attempt: number, chance: number): number {
  return chance * Math.min(2000, 50 * 2 ** attempt);
}

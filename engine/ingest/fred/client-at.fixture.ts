import { type FredEffects, type FredOptions, openFred } from './fred-client.ts';

/** A key of the right form that is nobody's. */
export const TEST_KEY = '0123456789abcdef0123456789abcdef';

/** Real fetch and clock; never paced, and never asleep. */
export function testEffects(changes: Partial<FredEffects> = {}): FredEffects {
  return {
    fetch: globalThis.fetch,
    now: () => new Date('2024-10-30T12:00:00Z'),
    elapsed: () => performance.now() / 1000,
    sleep: async () => undefined,
    random: () => 0.5,
    ...changes,
  };
}

function testOptions(url: string, changes: Partial<FredOptions> = {}): FredOptions {
  return { url, key: TEST_KEY, requestsPerMinute: 1e9, timeoutMs: 10_000, attempts: 4, ...changes };
}

export function clientAt(url: string, options: Partial<FredOptions> = {}, effects: Partial<FredEffects> = {}) {
  return openFred(testOptions(url, options), testEffects(effects));
}

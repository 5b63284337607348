import type { Network } from '../../engine/run/index.ts';

/** Longer than every pause between two attempts, shorter than the time that a build waits in the end. */
const PATIENCE_MS = 5000;

/** The real network of this machine, on which pauses take no time and a deadline never comes. */
export function impatientNetwork(openLineageKey?: string): Network {
  return {
    fetch: globalThis.fetch,
    sleep: (ms, signal) => (ms < PATIENCE_MS ? Promise.resolve() : untilAborted(signal)),
    random: () => 0.5,
    fredKey: undefined,
    openLineageKey,
  };
}

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

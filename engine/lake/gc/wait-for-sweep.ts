import { setTimeout } from 'node:timers/promises';
import type { Store } from '../store.ts';
import { sweepUnderWay } from './gc-log.ts';

/**
 * How long a sweep may be under way, by the clock of the place: one that has not ended by then never will. Whoever
 * sweeps stops removing long before.
 */
export const SWEEP_LEASE_MS = 15 * 60_000;
/** Within this time of its beginning a sweep removes, by the clock of its own process. */
export const SWEEP_MS = 5 * 60_000;

const PAUSE_MS = 500;

/** Waits so many milliseconds. */
export type Pause = (ms: number) => Promise<unknown>;

/**
 * Waits until nobody removes anything, and tells where the log of garbage collection stands then: 0 before its first
 * step. Who names something that may have been condemned asks before he looks for it and again after he named it: if
 * both numbers are equal, nothing was removed in between, and whoever removes from now on sees the name.
 */
export async function noSweep(store: Store, pause: Pause = setTimeout): Promise<number> {
  for (;;) {
    const { at, sweep } = await sweepUnderWay(store);
    if (sweep === undefined || (await store.clock()) - Date.parse(sweep.at) > SWEEP_LEASE_MS) return at;
    await pause(PAUSE_MS);
  }
}

import { ProblemError, problemError } from '../../diagnostics/index.ts';
import type { Store } from '../store.ts';
import { type GcLog, openSweep, readGcLog } from './gc-log.ts';
import { SWEEP_LEASE_MS } from './wait-for-sweep.ts';

/** The log while nobody removes anything. ProblemError EWS4033 where another collector does. */
export async function idleLog(store: Store): Promise<GcLog> {
  const log = await readGcLog(store);
  const running = openSweep(log);
  if (running === undefined || (await store.clock()) - Date.parse(running.at) > SWEEP_LEASE_MS) return log;
  throw anotherCollector();
}

/**
 * Looks at a lake from which nothing may be removed meanwhile. What cannot be found because another collector was at it
 * is no damage: ProblemError EWS4033.
 */
export async function undisturbed<T>(store: Store, { head }: GcLog, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const isGone = error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4031');
    if (isGone && (await readGcLog(store)).head?.n !== head?.n) throw anotherCollector();
    throw error;
  }
}

export function anotherCollector(): ProblemError {
  const message = 'another garbage collection is under way';
  return problemError('EWS4033', message, { hint: 'wait until it has ended, or fifteen minutes if it was killed' });
}

import { ProblemError, problemError } from '../diagnostics/index.ts';
import type { Store } from './store.ts';

/** A file of a run, or a position of a ref, that is not what it must be: ProblemError EWS5046. */
export function damagedRecord(message: string, hint: string): ProblemError {
  return problemError('EWS5046', message, { hint });
}

/** Whether reading failed because of what is stored, as against the place or a bug. */
export function isDamage(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4002');
}

/** The bytes of a key; undefined where there are none, or none that the store would give out. */
export async function readDespiteDamage(store: Store, key: string): Promise<Uint8Array | undefined> {
  try {
    return await store.read(key, { fresh: true });
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

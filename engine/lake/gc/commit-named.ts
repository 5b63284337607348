import type { ObjectMeta } from '../object.ts';
import type { Store } from '../store.ts';
import { announceObservations, type ObservationsToCome } from './in-progress.ts';
import { noSweep, type Pause } from './wait-for-sweep.ts';

/** Observations that are to be stored, and how a ref comes to name them. */
export interface NamedCommit extends ObservationsToCome {
  /** Stores them. */
  readonly commit: () => Promise<ObjectMeta>;
  /** Has a ref name them: false if another writer moved the ref. */
  readonly name: (object: ObjectMeta) => Promise<boolean>;
  readonly pause?: Pause;
}

/**
 * Commits observations and has a ref name them. The same may have been stored before, and condemned since: they are
 * announced first, which spares them in every sweep to come, also where this process dies on the way; and a sweep that
 * may not have seen that is waited for before anybody looks whether they are there. Undefined where naming them failed,
 * because another writer was first.
 */
export async function commitNamed(
  store: Store,
  { id, position, commit, name, pause }: NamedCommit,
): Promise<ObjectMeta | undefined> {
  await announceObservations(store, { id, position });
  await noSweep(store, pause);
  const object = await commit();
  return (await name(object)) ? object : undefined;
}

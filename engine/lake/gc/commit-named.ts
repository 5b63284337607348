import type { ObjectMeta } from '../object.ts';
import type { Store } from '../store.ts';
import { noSweep, type Pause } from './wait-for-sweep.ts';

/**
 * Commits an object and has a ref name it, so that no sweep takes it in between: an object of these bytes may have been
 * stored before, and condemned since. Undefined where naming it failed, because another writer was first.
 * @param commit stores the object; called again where a sweep went by meanwhile
 * @param name has a ref name it: false if another writer moved the ref
 */
export async function commitNamed(
  store: Store,
  commit: () => Promise<ObjectMeta>,
  name: (object: ObjectMeta) => Promise<boolean>,
  pause?: Pause,
): Promise<ObjectMeta | undefined> {
  let before = await noSweep(store, pause);
  const object = await commit();
  if (!(await name(object))) return undefined;
  for (let now = await noSweep(store, pause); now !== before; now = await noSweep(store, pause)) {
    before = now;
    await commit();
  }
  return object;
}

import { findObject, type ObjectMeta, type Ref, readRef, type Store } from '../lake/index.ts';
import { type IngestRequest, observationsName } from './request.ts';

export interface StoredObservations {
  readonly ref: Ref | undefined;
  readonly object: ObjectMeta | undefined;
}

/** Where the source's ref stands and the object it points to, if that is still there. */
export async function currentObservations(store: Store, request: IngestRequest): Promise<StoredObservations> {
  const name = observationsName(request);
  const ref = await readRef(store, `sources/${name}`);
  const fingerprint = ref?.value['fingerprint'];
  const known = typeof fingerprint === 'string';
  return { ref, object: known ? await findObject(store, 'observations', name, fingerprint) : undefined };
}

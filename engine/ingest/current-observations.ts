import type { ProblemError } from '../diagnostics/index.ts';
import {
  advanceRef,
  damagedRecord,
  findObject,
  type ObjectMeta,
  type PlainObject,
  type Ref,
  readRef,
  refKey,
  type Store,
} from '../lake/index.ts';
import { type IngestRequest, observationsName } from './request.ts';

export interface StoredObservations {
  readonly ref: Ref | undefined;
  readonly object: ObjectMeta | undefined;
}

/**
 * Where the source's ref stands and the object it points to, if that is still there. ProblemError EWS5046 for a ref
 * that names none.
 */
export async function currentObservations(store: Store, request: IngestRequest): Promise<StoredObservations> {
  const name = observationsName(request);
  for (let ref = await readRef(store, `sources/${name}`); ref !== undefined; ) {
    const fingerprint = ref.value['fingerprint'];
    if (typeof fingerprint !== 'string') throw namesNothing(store, ref);
    const object = await findObject(store, { kind: 'observations', name, fingerprint });
    if (object !== undefined) return { ref, object };
    // Another writer may have replaced it meanwhile, and it was collected.
    const now = await readRef(store, `sources/${name}`);
    if (now?.n === ref.n) return { ref, object };
    ref = now;
  }
  return { ref: undefined, object: undefined };
}

const BEFORE_THE_FIRST = 0;

/** The number of the position that comes after one. */
export function positionAfter(ref: Ref | undefined): number {
  return (ref?.n ?? BEFORE_THE_FIRST) + 1;
}

/**
 * Makes observations the current ones of their source, whose ref was read at `ref`. False if another writer moved it
 * meanwhile.
 */
export async function advanceSource(
  store: Store,
  { name }: ObjectMeta,
  ref: Ref | undefined,
  value: PlainObject,
): Promise<boolean> {
  const advance = await advanceRef(store, `sources/${name}`, ref ?? BEFORE_THE_FIRST, value);
  return advance.kind === 'advanced';
}

function namesNothing(store: Store, { name, n }: Ref): ProblemError {
  const message = `${refKey(name, n)} in ${store.description} is damaged: it names no observations`;
  const hint = 'restore it from a copy; or move it away, and the source stands where the position before it left it';
  return damagedRecord(message, hint);
}

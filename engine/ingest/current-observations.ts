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
  const ref = await readRef(store, `sources/${name}`);
  if (ref === undefined) return { ref, object: undefined };
  const fingerprint = ref.value['fingerprint'];
  if (typeof fingerprint !== 'string') throw namesNothing(store, ref);
  return { ref, object: await findObject(store, { kind: 'observations', name, fingerprint }) };
}

const BEFORE_THE_FIRST = 0;

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

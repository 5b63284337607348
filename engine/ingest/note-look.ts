import { utcDay } from '../calendar/index.ts';
import { advanceRef, type ObjectMeta, type Ref, type Store } from '../lake/index.ts';
import { currentObservations } from './current-observations.ts';
import { appendFileEntry } from './file-log.ts';
import { lookedOnOf } from './ingest-day.ts';
import { NOTHING_NEW } from './ingest-tally.ts';
import { observationsOf } from './observations.ts';
import type { FileBasedRequest } from './request.ts';

/** Notes a look at a file that is known to be as it is stored; another writer who moves the ref notes it as well. */
export async function noteFileLook(store: Store, request: FileBasedRequest, now: Date): Promise<void> {
  const { ref, object } = await currentObservations(store, request);
  if (ref !== undefined && object !== undefined) await noteLook(store, request, { ref, object, now });
}

/**
 * Notes, once a day, that the file was looked at and is as it is stored: what it does not hold was not known on that
 * day. False if another writer moved the ref meanwhile.
 */
export async function noteLook(
  store: Store,
  request: FileBasedRequest,
  { ref, object, now }: { readonly ref: Ref; readonly object: ObjectMeta; readonly now: Date },
): Promise<boolean> {
  const day = utcDay(now);
  const { history } = observationsOf(object);
  const before = lookedOnOf(ref, history);
  if (before !== undefined && before >= day) return true;
  const newest = history.at(-1);
  if (newest === undefined) throw new Error('observations are made from at least one file');
  const { key, sha256, bytes, snapshot } = newest;
  const file = { key, sha256, bytes, ...(snapshot === undefined ? {} : { snapshot }) };
  const said = { kind: 'unchanged' as const, file, object: object.fingerprint };
  if (!(await appendFileEntry(store, request, { at: now.toISOString(), day, ...said, tally: NOTHING_NEW })))
    return false;
  const { previous: _, ...value } = ref.value;
  const advance = await advanceRef(store, ref.name, ref, { ...value, lookedOn: day });
  return advance.kind === 'advanced';
}

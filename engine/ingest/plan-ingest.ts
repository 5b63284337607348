import { stat } from 'node:fs/promises';
import { ProblemError } from '../diagnostics/index.ts';
import { digestOf, digestOfFile, findObject, type ObjectMeta, type Ref, readRef, type Store } from '../lake/index.ts';
import { observationsOf } from './observations.ts';
import { declarationOf, type IngestRequest, observationsName } from './request.ts';

export type IngestPlan =
  | { readonly kind: 'current'; readonly object: ObjectMeta }
  /** What is stored is older than the file or its declaration. */
  | { readonly kind: 'stale'; readonly reason: string; readonly object: ObjectMeta }
  | { readonly kind: 'missing'; readonly reason: string };

/**
 * Whether the stored observations are those of the file and the declaration as they are now. Reads no data, only the
 * file's digest, and that only when its size is unchanged. ProblemError EWS3009 if the file is missing.
 */
export async function planIngest(store: Store, request: IngestRequest): Promise<IngestPlan> {
  const size = await sizeOfSource(request);
  const { object } = await currentObservations(store, request);
  if (object === undefined) return { kind: 'missing', reason: 'never ingested' };
  const { declaration, history } = observationsOf(object);
  if (declaration !== digestOf(declarationOf(request)))
    return { kind: 'stale', reason: 'its declaration changed', object };
  const newest = history.at(-1);
  const same = newest?.bytes === size && newest.sha256 === (await digestOfFile(request.file)).sha256;
  return same ? { kind: 'current', object } : { kind: 'stale', reason: `${shownAs(request)} changed`, object };
}

export function shownAs(request: IngestRequest): string {
  return request.shownAs ?? request.file;
}

/** Where the source's ref stands and the object it points to, if that is still there. */
export async function currentObservations(
  store: Store,
  request: IngestRequest,
): Promise<{ readonly ref: Ref | undefined; readonly object: ObjectMeta | undefined }> {
  const name = observationsName(request);
  const ref = await readRef(store, `sources/${name}`);
  const fingerprint = ref?.value['fingerprint'];
  const known = typeof fingerprint === 'string';
  return { ref, object: known ? await findObject(store, 'observations', name, fingerprint) : undefined };
}

/** The size in bytes of the file to ingest. */
async function sizeOfSource(request: IngestRequest): Promise<number> {
  const found = await stat(request.file).catch(() => undefined);
  if (found?.isFile()) return found.size;
  const message = `${shownAs(request)}, the data of source ${observationsName(request)}, ${found ? 'is not a file' : 'does not exist'}`;
  const hint = 'put the file there, or correct its path in the source; paths are relative to the project';
  throw new ProblemError([{ code: 'EWS3009', severity: 'error', message, hint }]);
}

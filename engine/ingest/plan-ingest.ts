import { stat } from 'node:fs/promises';
import { ProblemError } from '../diagnostics/index.ts';
import { digestOf, digestOfFile, type Store } from '../lake/index.ts';
import { attestationOf } from './attestation.ts';
import { currentObservations } from './current-observations.ts';
import { lookedOnOf } from './ingest-day.ts';
import type { IngestPlan } from './ingest-plan.ts';
import { planLive } from './live/plan-live.ts';
import { observationsOf } from './observations.ts';
import { declarationOf, type FileBasedRequest, type IngestRequest, observationsName } from './request.ts';

/**
 * Whether the stored observations are those of the file and the declaration as they are now; of a source that is read
 * live, whether it was asked lately. Reads no data, only the file's digest, and that only when its size is unchanged, and
 * asks nobody. ProblemError EWS3009 if the file is missing.
 */
export async function planIngest(store: Store, request: IngestRequest, now: Date): Promise<IngestPlan> {
  if (request.kind === 'live') return planLive(store, request, now);
  const size = await sizeOfSource(request);
  const { ref, object } = await currentObservations(store, request);
  if (ref === undefined || object === undefined) return { kind: 'missing', reason: 'never ingested' };
  const { declaration, history } = observationsOf(object);
  const attestation = attestationOf(ref, object);
  if (declaration !== digestOf(declarationOf(request)))
    return { kind: 'stale', reason: 'its declaration changed', object, position: ref, attestation };
  const newest = history.at(-1);
  const same = newest?.bytes === size && newest.sha256 === (await digestOfFile(request.file)).sha256;
  return same
    ? { kind: 'current', object, position: ref, lookedOn: lookedOnOf(ref, history), attestation }
    : { kind: 'stale', reason: `${shownAs(request)} changed`, object, position: ref, attestation };
}

export function shownAs(request: FileBasedRequest): string {
  return request.shownAs ?? request.file;
}

/** The size in bytes of the file to ingest. */
async function sizeOfSource(request: FileBasedRequest): Promise<number> {
  const found = await stat(request.file).catch(() => undefined);
  if (found?.isFile()) return found.size;
  const message = `${shownAs(request)}, the data of source ${observationsName(request)}, ${found ? 'is not a file' : 'does not exist'}`;
  const hint = 'put the file there, or correct its path in the source; paths are relative to the project';
  throw new ProblemError([{ code: 'EWS3009', severity: 'error', message, hint }]);
}

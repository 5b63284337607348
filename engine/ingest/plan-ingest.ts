import { stat } from 'node:fs/promises';
import { problemError } from '../diagnostics/index.ts';
import { digestOf, digestOfFile, type Store } from '../lake/index.ts';
import { attestationOf } from './attestation.ts';
import { currentObservations } from './current-observations.ts';
import { lookedOnOf } from './ingest-day.ts';
import type { IngestPlan } from './ingest-plan.ts';
import { planLive } from './live/plan-live.ts';
import { observationsOf, rawFilesOf } from './observations.ts';
import {
  declarationOf,
  type FileBasedRequest,
  type IngestRequest,
  isSideBySide,
  type LocatedFile,
  observationsName,
} from './request.ts';

/**
 * Whether the stored observations are those of the file and the declaration as they are now; of a source that is read
 * live, whether it was asked lately. Reads no data, only a file's digest, and that only when its size is unchanged, and
 * asks nobody. ProblemError EWS3009 if a file is missing.
 */
export async function planIngest(store: Store, request: IngestRequest, now: Date): Promise<IngestPlan> {
  if (request.kind === 'live') return planLive(store, request, now);
  const files = sourceFiles(request);
  const sizes: number[] = [];
  for (const file of files) sizes.push(await sizeOfSource(request, file));
  const { ref, object } = await currentObservations(store, request);
  if (ref === undefined || object === undefined) return { kind: 'missing', reason: 'never ingested' };
  const { declaration, history } = observationsOf(object);
  const attestation = attestationOf(ref, object);
  if (declaration !== digestOf(declarationOf(request)))
    return { kind: 'stale', reason: 'its declaration changed', object, position: ref, attestation };
  const newest = history.at(-1);
  const stored = newest === undefined ? [] : rawFilesOf(newest);
  for (const [at, file] of files.entries()) {
    const { bytes, sha256 } = stored[at] ?? {};
    const same = bytes === sizes[at] && sha256 === (await digestOfFile(file.file)).sha256;
    if (!same) return { kind: 'stale', reason: `${shownAs(file)} changed`, object, position: ref, attestation };
  }
  return { kind: 'current', object, position: ref, lookedOn: lookedOnOf(ref, history), attestation };
}

/** The files that a source is read from: the snapshot beside vintages comes after them. */
function sourceFiles(request: FileBasedRequest): readonly LocatedFile[] {
  return isSideBySide(request) ? [request, request.snapshot] : [request];
}

export function shownAs({ file, shownAs: shown }: LocatedFile): string {
  return shown ?? file;
}

/** The size in bytes of a file to ingest. */
async function sizeOfSource(request: FileBasedRequest, file: LocatedFile): Promise<number> {
  const found = await stat(file.file).catch(() => undefined);
  if (found?.isFile()) return found.size;
  const message = `${shownAs(file)}, the data of source ${observationsName(request)}, ${found ? 'is not a file' : 'does not exist'}`;
  const hint = 'put the file there, or correct its path in the source; paths are relative to the project';
  throw problemError('EWS3009', message, { hint });
}

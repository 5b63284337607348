import { stat } from 'node:fs/promises';
import { problemError } from '../diagnostics/index.ts';
import { digestOf, digestOfFile, type Store } from '../lake/index.ts';
import { attestationOf } from './attestation.ts';
import { currentObservations } from './current-observations.ts';
import { lookedOnOf } from './ingest-day.ts';
import { readLiveState } from './live/read-live-state.ts';
import { observationsOf, rawFilesOf } from './observations.ts';
import { checkReach } from './private-copy.ts';
import {
  declarationOf,
  type FileBasedRequest,
  type IngestRequest,
  isSideBySide,
  type LocatedFile,
  observationsName,
  shownAs,
} from './request.ts';
import type { StoredState } from './stored-state.ts';

/**
 * Reads what the lake holds of a source, and whether that is what its files and its declaration say now; of a source
 * that is read live, whether FRED was asked lately. Reads no data, only a file's digest, and that only when its size is
 * unchanged and that the signal ends with an AbortError; asks nobody. ProblemError EWS3009 if a file is missing.
 */
export async function readStoredState(
  store: Store,
  request: IngestRequest,
  now: Date,
  signal?: AbortSignal,
): Promise<StoredState> {
  if (request.kind === 'live') return readLiveState(store, request, now);
  const files: SizedFile[] = [];
  for (const file of sourceFiles(request)) files.push({ file, bytes: await sizeOfSource(request, file) });
  const { ref, object } = await currentObservations(store, request);
  if (ref === undefined || object === undefined) return { kind: 'missing', reason: 'never ingested' };
  const { declaration, history } = observationsOf(object);
  const held = { object, position: ref, attestation: attestationOf(ref, object) };
  if (declaration !== digestOf(declarationOf(request))) {
    return { kind: 'stale', reason: 'its declaration changed', ...held };
  }
  const newest = history.at(-1);
  const stored = newest === undefined ? [] : rawFilesOf(newest);
  for (const [at, { file, bytes }] of files.entries()) {
    const raw = stored[at];
    const isSame = raw?.bytes === bytes && raw.sha256 === (await digestOfFile(file.file, signal)).sha256;
    if (!isSame) return { kind: 'stale', reason: `${shownAs(file)} changed`, ...held };
  }
  return { kind: 'current', lookedOn: lookedOnOf(ref, history), ...held };
}

interface SizedFile {
  readonly file: LocatedFile;
  readonly bytes: number;
}

/** The files that a source is read from: the snapshot beside vintages comes after them. */
function sourceFiles(request: FileBasedRequest): readonly LocatedFile[] {
  return isSideBySide(request) ? [request, request.snapshot] : [request];
}

/** The size in bytes of a file to ingest. */
async function sizeOfSource(request: FileBasedRequest, file: LocatedFile): Promise<number> {
  checkReach(file);
  const found = await stat(file.file).catch(() => undefined);
  if (found?.isFile()) return found.size;
  const fault = found === undefined ? 'does not exist' : 'is not a file';
  const message = `${shownAs(file)}, the data of source ${observationsName(request)}, ${fault}`;
  const hint = 'put the file there, or correct its path in the source; paths are relative to the project';
  throw problemError('EWS3009', message, { hint });
}

import path from 'node:path';
import { type Day, utcDay } from '../calendar/index.ts';
import { type Problem, ProblemError, problem, warning } from '../diagnostics/index.ts';
import {
  commitNamed,
  commitObject,
  digestOf,
  metaDigest,
  type NewObjectId,
  type ObjectMeta,
  type PlainObject,
  type Store,
  storeRaw,
} from '../lake/index.ts';
import { type Attestation, attestationOf } from './attestation.ts';
import { type BuiltObservations, buildObservations, type RawFiles } from './build-observations.ts';
import type { ComputeEffects } from './compute-effects.ts';
import type { CorrectionReport } from './corrected-rows.ts';
import { advanceSource, currentObservations, positionAfter } from './current-observations.ts';
import { appendFileEntry, type FileEntry } from './file-log.ts';
import { checkIngestDay, lookedOnOf } from './ingest-day.ts';
import type { IngestResult } from './ingest-result.ts';
import { NOTHING_NEW } from './ingest-tally.ts';
import { noteLook } from './note-look.ts';
import {
  OBSERVATIONS_FILE,
  type ObservationsExtra,
  observationCount,
  observationsOf,
  type RawFile,
  type RawVersion,
  rawFilesOf,
} from './observations.ts';
import { copyPrivately } from './private-copy.ts';
import { readStoredState } from './read-stored-state.ts';
import {
  type CorrectionRequest,
  declarationOf,
  type FileBasedRequest,
  isSideBySide,
  type LocatedFile,
  observationsName,
  shownAs,
} from './request.ts';

export interface IngestFileEffects extends ComputeEffects {
  readonly now: () => Date;
  /** Waited for before anything is stored. */
  readonly mayStore?: () => Promise<void>;
}

/** One try to store what a file holds; undefined if another writer moved the ref meanwhile. */
export async function ingestFile(
  store: Store,
  request: FileBasedRequest,
  effects: IngestFileEffects,
  correct?: CorrectionRequest,
): Promise<IngestResult | undefined> {
  const now = effects.now();
  const day = utcDay(now);
  const { ref, object: previous } = await currentObservations(store, request);
  const kept = previous === undefined ? [] : observationsOf(previous).history;
  const stored = isOwn(request, kept) ? kept : [];
  const lookedOn = lookedOnOf(ref, stored);
  checkIngestDay(day, { source: observationsName(request), completeThrough: request.completeThrough, lookedOn });
  if (correct !== undefined && stored.length === 0) throw new ProblemError([neverIngested(request)]);
  const state = await readStoredState(store, request, now, effects.signal);
  if (state.kind === 'current' && (correct === undefined || !canCorrect(stored))) {
    const isNoted = correct?.kind === 'look' || ref === undefined;
    if (!isNoted && !(await noteLook(store, request, { ref, object: state.object, now }))) return undefined;
    return unchanged(state.object);
  }

  const newest = await copyOf(request, effects);
  const appended = appendVersion(stored, newest.version, { day, lookedOn });
  const history = correct === undefined ? appended : correcting(appended);
  const isNew = !isSameVersion(stored.at(-1), newest.version);
  const raw = { ...newest.read, history, isNew, day };
  const made = await buildObservations(store, request, raw, effects);
  const { tally, correction } = made;
  const attestation = attestationOf(ref, previous);
  const warnings = [
    ...made.warnings,
    ...(stored.length === kept.length ? [] : [readOtherwise(request)]),
    ...(isNew && attestation !== undefined ? [lapsed(request, attestation)] : []),
  ];
  if (correct !== undefined && correction === undefined) throw new ProblemError([noHistory(request)]);
  if (correct !== undefined && previous !== undefined && (correct.kind === 'look' || correction?.rows === 0)) {
    return { ...unchanged(previous), warnings, ...(correction && { correction }) };
  }
  await effects.mayStore?.();
  for (const { file, ...name } of newest.raw) {
    await storeRaw(store, { ...name, content: { file, signal: effects.signal } });
  }
  const isNamed = async (object: ObjectMeta): Promise<boolean> => {
    const entry: FileEntry = {
      at: now.toISOString(),
      day,
      ...kindOf({ isFirst: stored.length === 0, isNew }, correct, correction),
      file: newest.version,
      object: object.fingerprint,
      tally,
    };
    if (!(await appendFileEntry(store, request, entry))) return false;
    const { kind, name, fingerprint } = object;
    // An attestation of these very bytes goes on; of others nobody has said anything yet.
    const goesOn = isNew || ref?.value['attestation'] === undefined ? {} : { attestation: ref.value['attestation'] };
    const value = { kind, name, fingerprint, metaSha256: metaDigest(object), lookedOn: day, ...goesOn };
    return advanceSource(store, object, ref, value);
  };
  const id = observationsId(request, made);
  const object = await commitNamed(store, {
    id,
    position: positionAfter(ref),
    commit: () => commit(store, request, { id, made }),
    name: isNamed,
  });
  if (object === undefined) return undefined;
  const result = { object, rows: observationCount(object), changed: true, warnings, tally };
  return correct === undefined || correction === undefined ? result : { ...result, correction };
}

/** Whether a history is of files that the request reads: its source may have been read from elsewhere before. */
function isOwn(request: FileBasedRequest, history: readonly RawVersion[]): boolean {
  return history.every(({ key }) => path.posix.dirname(key) === rawFolder(request));
}

function rawFolder(request: FileBasedRequest): string {
  return `raw/${request.source}/${request.kind === 'file' ? request.table : request.kind}`;
}

function readOtherwise(request: FileBasedRequest): Problem {
  const message =
    `${observationsName(request)} was read from elsewhere before, live or from a file of another kind; ` +
    'its history begins anew';
  const hint =
    'a lake each for the ways in which a source is read keeps their histories apart: set store in the target';
  return warning('EWS3004', message, { hint });
}

/**
 * The attestation of the bytes before these: a new file is complete through its declaration until somebody looks again.
 */
function lapsed(request: FileBasedRequest, { completeThrough, by, at }: Attestation): Problem {
  const said = `attested through ${completeThrough} by ${by} on ${at.slice(0, 10)}`;
  const changed = `${shownAs(request)} has other bytes now, of which nobody has said so`;
  const message = `${observationsName(request)} was ${said}; ${changed}`;
  const command = `ews source attest ${request.source} --through ${completeThrough} --note "..."`;
  const hint = `compare the file with the publisher, then: ${command}`;
  return warning('EWS3032', message, { hint });
}

function unchanged(object: ObjectMeta): IngestResult {
  return { object, rows: observationCount(object), changed: false, warnings: [], tally: NOTHING_NEW };
}

type CopyEffects = Pick<IngestFileEffects, 'scratch' | 'scratchBytes' | 'signal'>;

/** Private copies of the files to read, which cannot change meanwhile, and where their bytes belong in the lake. */
interface Copies {
  readonly read: Pick<RawFiles, 'file' | 'shownAs' | 'snapshot'>;
  readonly raw: readonly Omit<CopiedFile, 'version'>[];
  readonly version: NewVersion;
}

interface CopiedFile {
  readonly file: string;
  readonly source: string;
  /** The folder of its bytes below that of the source. */
  readonly name: string;
  readonly extension: string;
  readonly version: RawFile;
}

async function copyOf(request: FileBasedRequest, effects: CopyEffects): Promise<Copies> {
  const extension = request.kind === 'file' ? request.format : 'parquet';
  const own = request.kind === 'file' ? request.table : request.kind;
  const main = await copyFileOf(request, { source: request.source, name: own, extension }, effects);
  const read = { file: main.file, shownAs: shownAs(request) };
  if (!isSideBySide(request)) return { read, raw: [main], version: main.version };
  const beside = await copyFileOf(request.snapshot, { ...main, name: 'snapshot' }, effects);
  return {
    read: { ...read, snapshot: { file: beside.file, shownAs: shownAs(request.snapshot) } },
    raw: [main, beside],
    version: { ...main.version, snapshot: beside.version },
  };
}

async function copyFileOf(
  from: LocatedFile,
  { source, name, extension }: Pick<CopiedFile, 'source' | 'name' | 'extension'>,
  { scratch, scratchBytes: most, signal }: CopyEffects,
): Promise<CopiedFile> {
  const file = path.join(scratch, `${name}.${extension}`);
  const { sha256, bytes } = await copyPrivately(from, file, {
    ...(signal && { signal }),
    ...(most !== undefined && { most }),
  });
  return {
    file,
    source,
    name,
    extension,
    version: { key: `raw/${source}/${name}/${sha256}.${extension}`, sha256, bytes },
  };
}

/** Why the log has an entry, and of a correction what it rewrote, who did it, and why. */
function kindOf(
  { isFirst, isNew }: { readonly isFirst: boolean; readonly isNew: boolean },
  correct: CorrectionRequest | undefined,
  correction: CorrectionReport | undefined,
): Pick<FileEntry, 'kind' | 'correction'> {
  if (correct?.kind === 'write' && correction !== undefined) {
    return { kind: 'corrected', correction: { ...correction, actor: correct.actor, reason: correct.reason } };
  }
  if (isFirst) return { kind: 'first' };
  return { kind: isNew ? 'changed' : 'declared' };
}

function noHistory(request: FileBasedRequest): Problem {
  const message =
    `${observationsName(request)}: what was ingested before does not fit the declaration any more, ` +
    'so that nothing can be said of what a correction rewrites';
  const hint = 'ingest without --correct, which begins its history anew; or restore the declaration';
  return problem('EWS3025', message, { hint });
}

function neverIngested(request: FileBasedRequest): Problem {
  const message = `${observationsName(request)} was never ingested: there is nothing to correct`;
  return problem('EWS3025', message, { hint: 'run: ews ingest' });
}

/** Observations are named by the digest of their declaration and their raw files. */
function observationsId(request: FileBasedRequest, made: BuiltObservations): NewObjectId {
  const declaration = digestOf(declarationOf(request));
  const history = made.history.map(({ key: _, bytes: __, snapshot, ...version }) =>
    snapshot === undefined ? version : { ...version, snapshot: snapshot.sha256 },
  );
  const fingerprint = digestOf({ declaration, history });
  return { kind: 'observations', name: observationsName(request), fingerprint };
}

async function commit(
  store: Store,
  request: FileBasedRequest,
  { id, made }: { readonly id: NewObjectId; readonly made: BuiltObservations },
): Promise<ObjectMeta> {
  const declaration = digestOf(declarationOf(request));
  const extra: ObservationsExtra = { declaration, relations: made.relations, history: made.history };
  return commitObject(store, {
    ...id,
    files: new Map([[OBSERVATIONS_FILE, { file: made.parquet }]]),
    inputs: made.history.flatMap(rawFilesOf).map(({ key, sha256 }) => ({
      kind: 'raw',
      name: path.dirname(key).slice(4),
      fingerprint: sha256,
    })),
    extra: extra as unknown as PlainObject,
  });
}

type NewVersion = Pick<RawVersion, 'key' | 'sha256' | 'bytes' | 'snapshot'>;

function isSameVersion(one: NewVersion | undefined, other: NewVersion): boolean {
  return one?.sha256 === other.sha256 && one.snapshot?.sha256 === other.snapshot?.sha256;
}

function appendVersion(
  earlier: readonly RawVersion[],
  newest: NewVersion,
  { day, lookedOn }: { readonly day: Day; readonly lookedOn: Day | undefined },
): readonly RawVersion[] {
  if (isSameVersion(earlier.at(-1), newest)) return earlier;
  if (earlier.length === 0) return [{ ...newest, ingestedOn: null }];
  return [...earlier, { ...newest, ingestedOn: day, ...(lookedOn === undefined ? {} : { lookedThrough: lookedOn }) }];
}

/** The history with the newest file as one that corrects, also where it was taken as an ordinary one before. */
function correcting(history: readonly RawVersion[]): readonly RawVersion[] {
  const last = history.at(-1);
  if (last === undefined || last.ingestedOn === null) return history;
  return [...history.slice(0, -1), { ...last, corrects: true }];
}

/** Whether the newest stored file may be declared to correct the one before it. */
function canCorrect(stored: readonly RawVersion[]): boolean {
  const last = stored.at(-1);
  return last !== undefined && last.ingestedOn !== null && last.corrects !== true;
}

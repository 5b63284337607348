import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import {
  advanceRef,
  commitObject,
  digestOf,
  digestOfFile,
  type ObjectMeta,
  type PlainObject,
  type Ref,
  type Store,
  storeRaw,
} from '../lake/index.ts';
import { type BuiltObservations, buildObservations } from './build-observations.ts';
import { currentObservations } from './current-observations.ts';
import { appendFileEntry, type FileEntry } from './file-log.ts';
import type { CorrectionRequest, IngestResult } from './ingest.ts';
import { checkIngestDay, lookedOnOf, utcDay } from './ingest-day.ts';
import { NOTHING_NEW } from './ingest-tally.ts';
import { noteLook } from './note-look.ts';
import { OBSERVATIONS_FILE, type ObservationsExtra, observationsOf, type RawVersion, rowsOf } from './observations.ts';
import { planIngest, shownAs } from './plan-ingest.ts';
import { declarationOf, type FileBasedRequest, observationsName } from './request.ts';

export interface IngestFileEffects {
  readonly now: () => Date;
  readonly scratch: string;
  readonly signal?: AbortSignal;
}

/** One try to store what a file holds; undefined if another writer moved the ref meanwhile. */
export async function ingestFile(
  store: Store,
  request: FileBasedRequest,
  effects: IngestFileEffects,
  correct?: CorrectionRequest,
): Promise<IngestResult | undefined> {
  const now = effects.now();
  const { ref, object: previous } = await currentObservations(store, request);
  const source = observationsName(request);
  const day = utcDay(now);
  checkIngestDay(day, { source, completeThrough: request.completeThrough, lookedOn: lookedOnOf(ref) });
  const plan = await planIngest(store, request, now);
  const stored = previous === undefined ? [] : observationsOf(previous).history;
  if (correct !== undefined && stored.length === 0) throw new ProblemError([neverIngested(request)]);
  if (plan.kind === 'current' && correct?.kind === 'look' && !canCorrect(stored)) return unchanged(plan.object);
  if (plan.kind === 'current' && !(correct !== undefined && canCorrect(stored))) {
    if (ref !== undefined && !(await noteLook(store, request, { ref, object: plan.object, now }))) return undefined;
    return unchanged(plan.object);
  }
  const extension = request.kind === 'file' ? request.format : 'parquet';
  const file = path.join(effects.scratch, `source.${extension}`);
  await copyFile(request.file, file);
  const { sha256, bytes } = await digestOfFile(file);
  const raw = { source: request.source, name: request.kind === 'file' ? request.table : request.kind, extension };
  const newest = { key: `raw/${raw.source}/${raw.name}/${sha256}.${extension}`, sha256, bytes };
  const isNew = stored.at(-1)?.sha256 !== sha256;
  const history =
    correct === undefined ? appendVersion(stored, newest, { day, ref }) : corrected(stored, newest, { day, ref });

  const made = await buildObservations(
    store,
    request,
    { file, shownAs: shownAs(request), history, isNew, day },
    effects,
  );
  const { warnings, tally, correction } = made;
  if (previous !== undefined && correct !== undefined && (correct.kind === 'look' || correction?.rows === 0)) {
    return { ...unchanged(previous), warnings, ...(correction === undefined ? {} : { correction }) };
  }
  await storeRaw(store, { ...raw, content: { file } });
  const object = await commit(store, request, made);
  const entry: FileEntry = {
    at: now.toISOString(),
    day,
    kind: correction !== undefined ? 'corrected' : stored.length === 0 ? 'first' : isNew ? 'changed' : 'declared',
    file: newest,
    object: object.fingerprint,
    tally,
    ...(correction === undefined || correct?.kind !== 'write'
      ? {}
      : { correction: { ...correction, actor: correct.actor, reason: correct.reason } }),
  };
  if (!(await appendFileEntry(store, request, entry))) return undefined;
  const value = { kind: object.kind, name: object.name, fingerprint: object.fingerprint, lookedOn: day };
  const advance = await advanceRef(store, `sources/${object.name}`, ref?.n ?? 0, value);
  if (advance.kind === 'lost') return undefined;
  const result = { object, rows: rowsOf(object), changed: true, warnings, tally };
  return correction === undefined ? result : { ...result, correction };
}

function unchanged(object: ObjectMeta): IngestResult {
  return { object, rows: rowsOf(object), changed: false, warnings: [], tally: NOTHING_NEW };
}

function neverIngested(request: FileBasedRequest): Problem {
  const message = `${observationsName(request)} was never ingested: there is nothing to correct`;
  return { code: 'EWS3025', severity: 'error', message, hint: 'run: ews ingest' };
}

/** Stores the object under the digest of its declaration and its raw files. */
async function commit(store: Store, request: FileBasedRequest, made: BuiltObservations): Promise<ObjectMeta> {
  const declaration = digestOf(declarationOf(request));
  const history = made.history.map(({ key: _, bytes: __, ...version }) => version);
  const extra: ObservationsExtra = { declaration, relations: made.relations, history: made.history };
  return commitObject(store, {
    kind: 'observations',
    name: observationsName(request),
    fingerprint: digestOf({ declaration, history }),
    files: new Map([[OBSERVATIONS_FILE, { file: made.parquet }]]),
    inputs: made.history.map(({ key, sha256 }) => ({
      kind: 'raw',
      name: path.dirname(key).slice(4),
      fingerprint: sha256,
    })),
    extra: extra as unknown as PlainObject,
  });
}

type NewVersion = Pick<RawVersion, 'key' | 'sha256' | 'bytes'>;

/** The day of this ingest, and where the source's ref stood before. */
interface Since {
  readonly day: string;
  readonly ref: Ref | undefined;
}

function appendVersion(earlier: readonly RawVersion[], newest: NewVersion, { day, ref }: Since): readonly RawVersion[] {
  if (earlier.at(-1)?.sha256 === newest.sha256) return earlier;
  if (earlier.length === 0) return [{ ...newest, ingestedOn: null }];
  const lookedThrough = lookedOnOf(ref);
  return [...earlier, { ...newest, ingestedOn: day, ...(lookedThrough === undefined ? {} : { lookedThrough }) }];
}

/** The history with the newest file as one that corrects, also where it was taken as an ordinary one before. */
function corrected(earlier: readonly RawVersion[], newest: NewVersion, since: Since): readonly RawVersion[] {
  const all = appendVersion(earlier, newest, since);
  const last = all.at(-1);
  if (last === undefined || last.ingestedOn === null) return all;
  return [...all.slice(0, -1), { ...last, corrects: true }];
}

/** Whether the newest stored file may be declared to correct the one before it. */
function canCorrect(stored: readonly RawVersion[]): boolean {
  const last = stored.at(-1);
  return last !== undefined && last.ingestedOn !== null && last.corrects !== true;
}

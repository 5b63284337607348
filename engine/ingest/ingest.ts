import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import {
  advanceRef,
  commitObject,
  digestOf,
  digestOfFile,
  type ObjectMeta,
  type PlainObject,
  type Store,
  storeRaw,
} from '../lake/index.ts';
import { type BuiltObservations, buildObservations } from './build-observations.ts';
import { OBSERVATIONS_FILE, type ObservationsExtra, observationsOf, type RawVersion } from './observations.ts';
import { currentObservations, planIngest, shownAs } from './plan-ingest.ts';
import { declarationOf, type IngestRequest, observationsName } from './request.ts';

export interface IngestEffects {
  /** Its UTC day is the day on which a changed value was observed. */
  readonly now: () => Date;
  /** Where to work; a folder in the system's temporary one when absent. Removed afterwards. */
  readonly scratch?: string;
  readonly signal?: AbortSignal;
}

export interface IngestResult {
  readonly object: ObjectMeta;
  readonly rows: number;
  /** False if what was stored already is current. */
  readonly changed: boolean;
  readonly warnings: readonly Problem[];
}

const ATTEMPTS = 4;

/**
 * Makes the stored observations those of the file: raw bytes, then the object, then the ref, each whole. Bad input is a
 * ProblemError (EWS3004, EWS3009) before anything is stored. Losing the ref to another writer means looking again.
 */
export async function ingest(store: Store, request: IngestRequest, effects: IngestEffects): Promise<IngestResult> {
  const scratch = await mkdtemp(path.join(effects.scratch ?? tmpdir(), 'ews-ingest-'));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const result = await ingestOnce(store, request, { ...effects, scratch });
      if (result !== undefined) return result;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const message = `source ${observationsName(request)} is being ingested by others without pause`;
  throw new ProblemError([{ code: 'EWS4001', severity: 'error', message, hint: 'run again when they are done' }]);
}

/** One try; undefined if another writer moved the ref meanwhile. */
async function ingestOnce(
  store: Store,
  request: IngestRequest,
  effects: IngestEffects & { readonly scratch: string },
): Promise<IngestResult | undefined> {
  const plan = await planIngest(store, request);
  if (plan.kind === 'current') return { object: plan.object, rows: rowsOf(plan.object), changed: false, warnings: [] };

  const { ref, object: previous } = await currentObservations(store, request);
  const extension = request.kind === 'file' ? request.format : 'parquet';
  const file = path.join(effects.scratch, `source.${extension}`);
  await copyFile(request.file, file);
  const { sha256, bytes } = await digestOfFile(file);
  const raw = { source: request.source, name: request.kind === 'file' ? request.table : request.kind, extension };
  const newest = { key: `raw/${raw.source}/${raw.name}/${sha256}.${extension}`, sha256, bytes };
  const earlier = previous === undefined || !keepsHistory(request) ? [] : observationsOf(previous).history;
  const history = appendVersion(earlier, newest, effects.now());

  const made = await buildObservations(store, request, { file, shownAs: shownAs(request), history }, effects);
  await storeRaw(store, { ...raw, content: { file } });
  const object = await commit(store, request, made);
  const value = { kind: object.kind, name: object.name, fingerprint: object.fingerprint };
  const advance = await advanceRef(store, `sources/${object.name}`, ref?.n ?? 0, value);
  if (advance.kind === 'lost') return undefined;
  return { object, rows: rowsOf(object), changed: true, warnings: made.warnings };
}

/** Stores the object under the digest of its declaration and its raw files. */
async function commit(store: Store, request: IngestRequest, made: BuiltObservations): Promise<ObjectMeta> {
  const declaration = digestOf(declarationOf(request));
  const history = made.history.map(({ sha256, ingestedOn }) => ({ sha256, ingestedOn }));
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

function rowsOf(object: ObjectMeta): number {
  return Object.values(observationsOf(object).relations).reduce((sum, { rows }) => sum + rows, 0);
}

/** A file that says itself when its rows became known is its own history; others are remembered version by version. */
function keepsHistory(request: IngestRequest): boolean {
  return request.kind === 'snapshot' || (request.kind === 'file' && request.knowledge.kind === 'lag');
}

function appendVersion(
  earlier: readonly RawVersion[],
  newest: Omit<RawVersion, 'ingestedOn'>,
  now: Date,
): readonly RawVersion[] {
  if (earlier.at(-1)?.sha256 === newest.sha256) return earlier;
  const ingestedOn = earlier.length === 0 ? null : now.toISOString().slice(0, 10);
  return [...earlier, { ...newest, ingestedOn }];
}

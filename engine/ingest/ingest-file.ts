import { copyFile } from 'node:fs/promises';
import path from 'node:path';
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
import { currentObservations } from './current-observations.ts';
import type { IngestResult } from './ingest.ts';
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
): Promise<IngestResult | undefined> {
  const plan = await planIngest(store, request, effects.now());
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
async function commit(store: Store, request: FileBasedRequest, made: BuiltObservations): Promise<ObjectMeta> {
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

/** A file that says itself when its rows became known is its own history; others are remembered version by version. */
function keepsHistory(request: FileBasedRequest): boolean {
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

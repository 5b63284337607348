import path from 'node:path';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import { rawPath, type Store } from '../lake/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { DEFAULT_DIALECT } from './csv/dialect.ts';
import { mergeObservations } from './merge-observations.ts';
import { OBSERVATIONS_FILE, type RawVersion, type RelationSummary } from './observations.ts';
import { readDeclaredFile } from './read-file.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readVintages } from './read-vintages.ts';
import { summariseRelations } from './relation-summary.ts';
import type { FileBasedRequest } from './request.ts';
import { OPEN_END, shapeOf, writeObservations } from './shape.ts';
import type { StagedFile } from './staged-file.ts';

/** A local copy of the newest file, and all versions that make up the observations, oldest first, it being the last. */
export interface RawFiles {
  readonly file: string;
  readonly shownAs: string;
  readonly history: readonly RawVersion[];
}

export interface BuiltObservations {
  /** A local file below the scratch folder. */
  readonly parquet: string;
  readonly relations: Readonly<Record<string, RelationSummary>>;
  /** The versions that were used. */
  readonly history: readonly RawVersion[];
  readonly warnings: readonly Problem[];
}

/**
 * Observations as a function of declaration and raw files: every version is read under the declaration as it is now,
 * the first taken as it stands, each later one merged on the day it was ingested.
 */
export async function buildObservations(
  store: Store,
  request: FileBasedRequest,
  raw: RawFiles,
  effects: { readonly scratch: string; readonly signal?: AbortSignal },
): Promise<BuiltObservations> {
  const warehouse = await openWarehouse({
    tempDirectory: path.join(effects.scratch, 'duckdb'),
    signal: effects.signal,
  });
  try {
    const newest = raw.history.at(-1);
    if (newest === undefined) throw new Error('observations need at least one raw file');
    const earlier = await foldEarlier(store, warehouse, request, raw);
    const problems = await read(warehouse, request, raw.file, raw.shownAs, 'refused');
    if (earlier.used.length === 0) await takeAsFirst(warehouse);
    else if (newest.ingestedOn !== null) await mergeObservations(warehouse, shapeOf(request), newest.ingestedOn);
    const history = earlier.used.length === 0 ? [{ ...newest, ingestedOn: null }] : raw.history;
    const parquet = path.join(effects.scratch, OBSERVATIONS_FILE);
    await writeObservations(warehouse, shapeOf(request), parquet);
    const relations = await summariseRelations(warehouse, request, () => ({ raw: newest.sha256 }));
    return { parquet, relations, history, warnings: [...earlier.warnings, ...problems] };
  } finally {
    warehouse.close();
  }
}

/** Merges all versions but the newest. If the declaration no longer fits one, history begins anew, with a warning. */
async function foldEarlier(
  store: Store,
  warehouse: Warehouse,
  request: FileBasedRequest,
  raw: RawFiles,
): Promise<{ readonly used: readonly RawVersion[]; readonly warnings: readonly Problem[] }> {
  const earlier = raw.history.slice(0, -1);
  try {
    for (const version of earlier) {
      await read(warehouse, request, await rawPath(store, version), version.key, 'allowed');
      if (version.ingestedOn === null) await takeAsFirst(warehouse);
      else await mergeObservations(warehouse, shapeOf(request), version.ingestedOn);
    }
    return { used: earlier, warnings: [] };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => !code.startsWith('EWS3'))) throw error;
    const message = `${raw.shownAs}: what was ingested before does not fit the declaration any more; its history begins anew`;
    const hint =
      'values that changed since then count as known from the start; restore the declaration to keep them apart';
    const notes = error.problems.map((problem) => problem.message);
    return { used: [], warnings: [{ code: 'EWS3004', severity: 'warning', message, hint, notes }] };
  }
}

/** Reads a file into the table `incoming`; what was staged on the way is as large and needed no more. */
async function read(
  warehouse: Warehouse,
  request: FileBasedRequest,
  file: string,
  shownAs: string,
  absent: 'refused' | 'allowed',
): Promise<readonly Problem[]> {
  const problems = await readStaged(warehouse, request, file, shownAs, absent);
  await warehouse.run('DROP TABLE staged');
  return problems;
}

function readStaged(
  warehouse: Warehouse,
  request: FileBasedRequest,
  file: string,
  shownAs: string,
  absent: 'refused' | 'allowed',
): Promise<readonly Problem[]> {
  if (request.kind !== 'file') {
    const staged: StagedFile = { path: file, shownAs, relation: request.source, format: 'parquet' };
    if (request.kind === 'vintages') return readVintages(warehouse, staged, request);
    return readSnapshot(warehouse, staged, request, absent);
  }
  const relation = `${request.source}.${request.table}`;
  const place = { path: file, shownAs, relation };
  const staged: StagedFile =
    request.format === 'csv'
      ? { ...place, format: 'csv', dialect: request.dialect ?? DEFAULT_DIALECT }
      : { ...place, format: 'parquet' };
  return readDeclaredFile(warehouse, staged, request);
}

/** Rows of a first version are open-ended unless the file itself says when they ended. */
async function takeAsFirst(warehouse: Warehouse): Promise<void> {
  const columns = await warehouse.rows('DESCRIBE incoming');
  const ended = columns.some((column) => column['column_name'] === 'realtime_end');
  const end = ended ? '' : `, DATE '${OPEN_END}' AS realtime_end`;
  await warehouse.run(`CREATE OR REPLACE TABLE observations AS SELECT *${end} FROM incoming`);
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { correctObservations } from './correct-observations.ts';
import { withFirstRaw } from './first-raw.ts';
import { mergeObservations } from './merge-observations.ts';
import { mergeVersions } from './merge-versions.ts';
import type { RawVersion } from './observations.ts';
import { rawDigestSql } from './raw-digests.ts';
import { type FileBasedRequest, isSideBySide } from './request.ts';
import { type ObservationShape, tableShape } from './shape.ts';

/**
 * Takes a version of a file, read into the table `incoming`, into the table `observations`. The first stands as it is;
 * a later one is merged on the day on which it was ingested, unless it corrects.
 */
export async function foldVersion(warehouse: Warehouse, request: FileBasedRequest, version: RawVersion): Promise<void> {
  if (version.ingestedOn === null) return takeAsItStands(warehouse);
  if (request.kind !== 'file') await takeNewSeries(warehouse);
  if (!isSideBySide(request)) return foldPart(warehouse, request, tellsItself(request), version);
  await warehouse.run('CREATE OR REPLACE TABLE all_observations AS FROM observations');
  await warehouse.run('CREATE OR REPLACE TABLE all_incoming AS FROM incoming');
  await choosePart(warehouse, 'NOT IN');
  await foldPart(warehouse, request, true, version);
  await warehouse.run('CREATE OR REPLACE TABLE folded AS FROM observations');
  await choosePart(warehouse, 'IN');
  await foldPart(warehouse, request, false, { ...version, sha256: version.snapshot?.sha256 ?? version.sha256 });
  await warehouse.run('CREATE OR REPLACE TABLE observations AS FROM folded UNION ALL BY NAME FROM observations');
  for (const table of ['all_observations', 'all_incoming', 'folded']) await warehouse.run(`DROP TABLE ${table}`);
}

/** Leaves of both tables the series that were read from the vintages, or those read from the snapshot beside them. */
async function choosePart(warehouse: Warehouse, which: 'IN' | 'NOT IN'): Promise<void> {
  for (const table of ['observations', 'incoming']) {
    await warehouse.run(
      `CREATE OR REPLACE TABLE ${table} AS FROM all_${table} WHERE series_id ${which} (SELECT series_id FROM beside)`,
    );
  }
}

/** Folds a version, or the part of it that says itself when its rows became known, or the part that does not. */
async function foldPart(
  warehouse: Warehouse,
  request: FileBasedRequest,
  saysWhenKnown: boolean,
  { ingestedOn, lookedThrough, corrects, sha256 }: RawVersion,
): Promise<void> {
  const shape = tableShape(request);
  if (ingestedOn === null) return takeAsItStands(warehouse);
  if (!saysWhenKnown) {
    if (corrects === true) return correctObservations(warehouse, shape);
    const days = { ingestedOn, lookedThrough: lookedThrough ?? null };
    return mergeObservations(warehouse, shape, { ...days, missingFrom: rawDigestSql(sha256) });
  }
  // A file that tells its whole history is put right by a whole history. The same goes for one whose last look nobody
  // knows: earlier versions of ews kept no more than the newest file.
  if (corrects === true || lookedThrough === undefined) return takeInstead(warehouse, shape);
  return mergeVersions(warehouse, shape, { ingestedOn, lookedThrough });
}

/** Series that no earlier file held were declared later, since a declared one must be there: nobody looked for them. */
async function takeNewSeries(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    INSERT INTO observations BY NAME
    SELECT ${await openEnded(warehouse)} FROM incoming WHERE series_id NOT IN (SELECT series_id FROM observations)`);
}

/** Whether the file says itself, row by row, when its rows became known. */
export function tellsItself(request: FileBasedRequest): boolean {
  return request.kind === 'vintages' || (request.kind === 'file' && request.knowledge.kind === 'column');
}

async function takeAsItStands(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`CREATE OR REPLACE TABLE observations AS SELECT ${await openEnded(warehouse)} FROM incoming`);
}

/**
 * Takes a version as it stands, but for rows that are stored already: they keep the raw bytes that first brought them.
 */
async function takeInstead(warehouse: Warehouse, shape: ObservationShape): Promise<void> {
  await warehouse.run(`
    CREATE OR REPLACE TABLE observations AS
    SELECT ${await openEnded(warehouse)} FROM (${withFirstRaw(shape, 'incoming')})`);
}

/** The columns of `incoming`: rows are open-ended unless the file itself says when they ended. */
async function openEnded(warehouse: Warehouse): Promise<string> {
  const columns = await warehouse.rows('DESCRIBE incoming');
  const ended = columns.some((column) => column['column_name'] === 'realtime_end');
  return ended ? '*' : `*, ${END_OF_TIME_SQL} AS realtime_end`;
}

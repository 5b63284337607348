import path from 'node:path';
import { RAW_COLUMN } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { type Problem, ProblemError, warning } from '../diagnostics/index.ts';
import { rawPath, type Store } from '../lake/index.ts';
import { quoteText, type Warehouse, withWarehouse } from '../warehouse/index.ts';
import type { ComputeEffects } from './compute-effects.ts';
import { type CorrectionReport, correctedRows } from './corrected-rows.ts';
import { DEFAULT_DIALECT } from './csv/dialect.ts';
import { foldVersion } from './fold-version.ts';
import { FORMATS } from './formats/index.ts';
import { countChanges, type IngestTally, NOTHING_NEW } from './ingest-tally.ts';
import { OBSERVATIONS_FILE, type RawVersion, type RelationSummary, rawFilesOf } from './observations.ts';
import { declareRawDigests, RAW_TYPE } from './raw-digests.ts';
import { lastPeriodStart, type ReadDays } from './read-days.ts';
import { readDeclaredFile } from './read-file.ts';
import { besideVintages, lostVintages, readSideBySide } from './read-side-by-side.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readVintages } from './read-vintages.ts';
import { summariseRelations } from './relation-summary.ts';
import { type FileBasedRequest, isSideBySide, type SnapshotRequest, type VintagesRequest } from './request.ts';
import { retoldWarning } from './retold.ts';
import { tableShape, writeObservations } from './shape.ts';
import type { StagedFile } from './staged-file.ts';

/** A file to be read, and how messages call it. */
export interface ReadFile {
  readonly file: string;
  readonly shownAs: string;
}

/** A local copy of the newest file, and all versions that make up the observations, oldest first, it being the last. */
export interface RawFiles extends ReadFile {
  /** A local copy of the snapshot that lies beside vintages. */
  readonly snapshot?: ReadFile;
  readonly history: readonly RawVersion[];
  /** The newest file is not the one that is stored: what it changes is counted. */
  readonly isNew: boolean;
  /** The day on which it is read. */
  readonly day: Day;
}

export interface BuiltObservations {
  /** A local file below the scratch folder. */
  readonly parquet: string;
  readonly relations: Readonly<Record<string, RelationSummary>>;
  /** The versions that were used. */
  readonly history: readonly RawVersion[];
  readonly warnings: readonly Problem[];
  readonly tally: IngestTally;
  /** The rows that the newest version rewrites, where it corrects. */
  readonly correction?: CorrectionReport;
}

/**
 * Observations as a function of declaration and raw files: every version is read under the declaration as it is now,
 * the first taken as it stands, each later one merged on the day it was ingested.
 */
export async function buildObservations(
  store: Store,
  request: FileBasedRequest,
  raw: RawFiles,
  effects: ComputeEffects,
): Promise<BuiltObservations> {
  const options = { tempDirectory: effects.scratch, signal: effects.signal };
  return withWarehouse(effects.warehouses, options, async (warehouse) => {
    const newest = raw.history.at(-1);
    if (newest === undefined) throw new Error('observations need at least one raw file');
    await declareRawDigests(warehouse, raw.history.flatMap(rawFilesOf));
    const earlier = await foldEarlier(store, warehouse, request, raw);
    const days: ReadDays = { ingestedOn: raw.day, completeThrough: request.completeThrough };
    const problems = await readVersion(warehouse, request, withDigests(raw, newest), days);
    const lost = await lostOf(warehouse, request, raw);
    const isFirst = earlier.used.length === 0;
    const last = isFirst ? asFirst(newest) : newest;
    await warehouse.run('DROP TABLE IF EXISTS retold');
    await foldNewest(warehouse, request, last, raw.isNew);
    const tally = raw.isNew ? await countChanges(warehouse, request) : NOTHING_NEW;
    const retold =
      raw.isNew && last.corrects !== true
        ? await retoldWarning(warehouse, tableShape(request), { source: request.source, shownAs: raw.shownAs })
        : [];
    const correction = last.corrects === true ? await correctedRows(warehouse, tableShape(request)) : undefined;
    const parquet = path.join(effects.scratch, OBSERVATIONS_FILE);
    await writeObservations(warehouse, tableShape(request), parquet);
    const relations = await summariseRelations(
      warehouse,
      request,
      await rawOf(warehouse, request, newest),
      lastPeriodStart(days),
    );
    const warnings = [...earlier.warnings, ...problems, ...lost, ...retold];
    const history = isFirst ? [last] : raw.history;
    return { parquet, relations, history, warnings, tally, ...(correction === undefined ? {} : { correction }) };
  });
}

/**
 * Folds the newest version, and leaves what was stored without it, or before it was declared to correct, in `before`.
 */
async function foldNewest(
  warehouse: Warehouse,
  request: FileBasedRequest,
  version: RawVersion,
  isNew: boolean,
): Promise<void> {
  if (version.ingestedOn === null) {
    await foldVersion(warehouse, request, version);
    await warehouse.run('CREATE OR REPLACE TABLE before AS FROM observations LIMIT 0');
    return;
  }
  await warehouse.run('CREATE OR REPLACE TABLE before AS FROM observations');
  if (version.corrects === true && !isNew) {
    const { corrects: _, ...asMerged } = version;
    await foldVersion(warehouse, request, asMerged);
    await warehouse.run('CREATE OR REPLACE TABLE stored AS FROM observations');
    await warehouse.run('CREATE OR REPLACE TABLE observations AS FROM before');
    await warehouse.run('CREATE OR REPLACE TABLE before AS FROM stored');
  }
  await foldVersion(warehouse, request, version);
}

/** A version that nothing came before: its rows are as old as declared, whenever it was ingested. */
function asFirst({ key, sha256, bytes, snapshot }: RawVersion): RawVersion {
  return { key, sha256, bytes, ingestedOn: null, ...(snapshot === undefined ? {} : { snapshot }) };
}

/** The newest bytes behind each series. */
async function rawOf(warehouse: Warehouse, request: FileBasedRequest, { sha256, snapshot }: RawVersion) {
  if (!isSideBySide(request) || snapshot === undefined) return () => ({ raw: sha256 });
  const beside = await besideVintages(warehouse);
  return (seriesId: string) =>
    beside.has(seriesId)
      ? ({ raw: snapshot.sha256, readFrom: 'snapshot' } as const)
      : ({ raw: sha256, readFrom: 'vintages' } as const);
}

/** Warnings about series whose vintages an earlier version held. */
async function lostOf(warehouse: Warehouse, request: FileBasedRequest, raw: RawFiles): Promise<readonly Problem[]> {
  if (!isSideBySide(request) || raw.history.length < 2) return [];
  const [stored] = await warehouse.rows(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'observations'`);
  return stored === undefined ? [] : lostVintages(warehouse, stagedSeries(request, raw), request.series);
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
      await readVersion(warehouse, request, withDigests(await storedFiles(store, version), version), undefined);
      await foldVersion(warehouse, request, version);
    }
    return { used: earlier, warnings: [] };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problems.some(({ code }) => !code.startsWith('EWS3'))) throw error;
    const unfit = 'what was ingested before does not fit the declaration any more';
    const message = `${raw.shownAs}: ${unfit}; its history begins anew`;
    const hint =
      'values that changed since then count as known from the start; restore the declaration to keep them apart';
    const notes = error.problems.map((problem) => problem.message);
    return { used: [], warnings: [warning('EWS3004', message, { hint, notes })] };
  }
}

/** Local copies of the bytes of a stored version. */
export async function storedFiles(store: Store, version: RawVersion): Promise<VersionFiles> {
  const { key, snapshot } = version;
  return {
    file: await rawPath(store, version),
    shownAs: key,
    ...(snapshot === undefined ? {} : { snapshot: { file: await rawPath(store, snapshot), shownAs: snapshot.key } }),
  };
}

export type VersionFiles = Pick<RawFiles, 'file' | 'shownAs' | 'snapshot'>;

/** One raw file to read: its bytes, where they are, and what messages call them. */
interface DigestedFile extends ReadFile {
  readonly sha256: string;
}

/** The files of one version: the snapshot beside vintages is a file of its own. */
interface DigestedFiles extends DigestedFile {
  readonly snapshot?: DigestedFile;
}

/** The files of a version with the digests that the history has of them. */
export function withDigests({ file, shownAs, snapshot }: VersionFiles, version: RawVersion): DigestedFiles {
  const main = { file, shownAs, sha256: version.sha256 };
  if (snapshot === undefined || version.snapshot === undefined) return main;
  return { ...main, snapshot: { ...snapshot, sha256: version.snapshot.sha256 } };
}

/**
 * Reads one version into the table `incoming`, each row with the raw bytes that it is from (`declareRawDigests` first).
 * What was staged on the way is as large and needed no more. Without `days` it is an earlier version, judged when it
 * was ingested.
 */
export async function readVersion(
  warehouse: Warehouse,
  request: FileBasedRequest,
  raw: DigestedFiles,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  const problems = await readStaged(warehouse, request, raw, days);
  await warehouse.run('DROP TABLE staged');
  await warehouse.run(`ALTER TABLE incoming ADD COLUMN ${RAW_COLUMN} ${RAW_TYPE} DEFAULT ${quoteText(raw.sha256)}`);
  if (isSideBySide(request) && raw.snapshot !== undefined) {
    const beside = `series_id IN (SELECT series_id FROM beside)`;
    await warehouse.run(`UPDATE incoming SET ${RAW_COLUMN} = ${quoteText(raw.snapshot.sha256)} WHERE ${beside}`);
  }
  return problems;
}

/** `days` are those of the newest version, which alone is judged by them. */
function readStaged(
  warehouse: Warehouse,
  request: FileBasedRequest,
  files: VersionFiles,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  if (request.kind !== 'file') {
    const staged = stagedSeries(request, files);
    if (request.kind === 'snapshot') return readSnapshot(warehouse, staged, request, days);
    if (!isSideBySide(request)) return readVintages(warehouse, staged, request, days);
    const snapshot = files.snapshot && stagedSeries(request, files.snapshot);
    return readSideBySide(warehouse, { vintages: staged, snapshot }, request, days);
  }
  const relation = `${request.source}.${request.table}`;
  const place = { path: files.file, shownAs: files.shownAs, relation };
  const { format, dialect = DEFAULT_DIALECT, periodsInColumns: periods } = request;
  const staged: StagedFile = {
    ...place,
    format,
    ...(FORMATS[format].hasDialect ? { dialect } : {}),
    ...(periods === undefined ? {} : { periods }),
  };
  return readDeclaredFile(warehouse, staged, request, days);
}

function stagedSeries({ source }: SnapshotRequest | VintagesRequest, { file, shownAs }: ReadFile): StagedFile {
  return { path: file, shownAs, relation: source, format: 'parquet' };
}

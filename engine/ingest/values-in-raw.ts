import { RAW_COLUMN } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { digestOf, type ObjectMeta, objectPath, type Store } from '../lake/index.ts';
import { first } from '../presence/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse, withWarehouse } from '../warehouse/index.ts';
import { readVersion, storedFiles, withDigests } from './build-observations.ts';
import type { ComputeEffects } from './compute-effects.ts';
import { tellsItself } from './fold-version.ts';
import { type RankedBatch, stageAnswers } from './live/stage-answers.ts';
import { OBSERVATIONS_FILE, observationsOf, type RawVersion, rawFilesOf } from './observations.ts';
import { declareRawDigests } from './raw-digests.ts';
import { declarationOf, type FileBasedRequest, type IngestRequest, type LiveRequest } from './request.ts';
import { differsSql, isEmptySql, namesSql, type ObservationShape, sameSql, tableShape } from './shape.ts';

/** Whether every stored value is in the raw bytes that it is said to be from, which were read again for it. */
export type ValuesInRaw =
  | {
      readonly state: 'holds' | 'changed';
      /** Stored rows. */
      readonly rows: number;
      /** Raw files or answers that were read. */
      readonly raws: number;
      /** Rows whose bytes hold no such value, or that are said to be from bytes that nobody ingested; 0 of `holds`. */
      readonly wrong: number;
      /** The first of them. */
      readonly shown: readonly UnheldRow[];
    }
  /** Stored by an earlier version of ews, which did not say what a value is from. */
  | { readonly state: 'unrecorded' }
  /** Nothing could be compared. */
  | { readonly state: 'unread'; readonly why: string };

export interface UnheldRow {
  /** Key and date, then the values: `west, 2005-06-01: 1401.5`. */
  readonly row: string;
  readonly knownFrom: Day;
  /** SHA-256 of the bytes that it is said to be from; null where it says nothing. */
  readonly sha256: string | null;
}

const SHOWN = 20;
/** Series of which answers are read at a time, so that memory does not grow with their number. */
const GROUP = 20;

/**
 * Reads again the raw bytes of an observations object, each version under the declaration that it was stored under, and
 * looks for every stored row in those that the row names: the same key, date and values, and, where the bytes say so,
 * known on the day on which the stored row begins. A withdrawal must be missing there.
 */
export async function valuesInRaw(
  store: Store,
  object: ObjectMeta,
  requests: readonly IngestRequest[],
  effects: ComputeEffects,
): Promise<ValuesInRaw> {
  const { declaration, relations } = observationsOf(object);
  if (Object.values(relations).some(({ raws }) => raws === undefined)) return { state: 'unrecorded' };
  const request = requests.find((candidate) => digestOf(declarationOf(candidate)) === declaration);
  if (request === undefined) return { state: 'unread', why: 'its source is declared otherwise now' };
  const { warehouses, scratch: tempDirectory, signal } = effects;
  try {
    return await withWarehouse(warehouses, { tempDirectory, signal }, async (warehouse) => {
      await declareRawDigests(warehouse, observationsOf(object).history.flatMap(rawFilesOf));
      await loadStored(warehouse, tableShape(request), await objectPath(store, object, OBSERVATIONS_FILE));
      const raws =
        request.kind === 'live'
          ? await compareAnswers(warehouse, store, request, object)
          : await compareVersions(warehouse, store, request, object);
      return await compared(warehouse, tableShape(request), raws);
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // Damage of the bytes themselves is told where they are verified.
    return { state: 'unread', why: first(error.problems).message };
  }
}

/**
 * The stored rows as the table `stored`, numbered in `__row`, and the table `held` of the numbers of those that are
 * found.
 */
async function loadStored(warehouse: Warehouse, shape: ObservationShape, file: string): Promise<void> {
  const columns = shape.columns.map(({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`);
  await warehouse.run(`
    CREATE TABLE stored AS
    SELECT row_number() OVER () AS __row, ${columns.join(', ')}, realtime_start, ${RAW_COLUMN}
    FROM ${parquetRows(file)}`);
  await warehouse.run('CREATE TABLE held (__row BIGINT)');
}

/** Reads each file that a row names and looks there for the rows that do. Returns how many it read. */
async function compareVersions(
  warehouse: Warehouse,
  store: Store,
  request: FileBasedRequest,
  object: ObjectMeta,
): Promise<number> {
  const named = new Set(Object.values(observationsOf(object).relations).flatMap(({ raws }) => Object.keys(raws ?? {})));
  const versions = new Map<string, RawVersion>();
  for (const version of observationsOf(object).history) {
    const files = rawFilesOf(version).map(({ sha256 }) => sha256);
    if (files.some((sha256) => named.has(sha256))) versions.set(files.join(), version);
  }
  const shape = tableShape(request);
  const knownThen = 'AND i.realtime_start <= s.realtime_start AND s.realtime_start < i.realtime_end';
  const read = new Set<string>();
  for (const version of versions.values()) {
    const files = withDigests(await storedFiles(store, version), version);
    await readVersion(warehouse, request, files, undefined);
    const isOf = (sha256: string): string => `s.${RAW_COLUMN} = ${quoteText(sha256)}`;
    await holdRows(warehouse, shape, { raw: isOf(files.sha256), knownThen: tellsItself(request) ? knownThen : '' });
    if (files.snapshot !== undefined) {
      await holdRows(warehouse, shape, { raw: isOf(files.snapshot.sha256), knownThen: '' });
    }
    for (const { sha256 } of rawFilesOf(version)) if (named.has(sha256)) read.add(sha256);
  }
  return read.size;
}

/** Notes in `held` the rows of `stored` that the table `incoming` holds, or of which it rightly holds nothing. */
async function holdRows(
  warehouse: Warehouse,
  shape: ObservationShape,
  sql: { readonly raw: string; readonly knownThen: string },
): Promise<void> {
  const found = `i.${quoteName(shape.dateColumn)} IS NOT NULL`;
  await warehouse.run(`
    INSERT INTO held
    SELECT s.__row FROM stored s LEFT JOIN incoming i ON ${sameSql(shape, 's', 'i')}
    WHERE ${sql.raw} GROUP BY s.__row
    HAVING bool_or(${found} AND NOT ${differsSql(shape, 's', 'i')} ${sql.knownThen})
      OR bool_and(NOT (${found}) AND ${isEmptySql(shape, 's')})`);
}

/**
 * Reads each answer of a live source and looks there for the rows that name it. A batch may be a page of many: what a
 * row is not in may be in the next one. Returns how many answers it read.
 */
async function compareAnswers(
  warehouse: Warehouse,
  store: Store,
  request: LiveRequest,
  object: ObjectMeta,
): Promise<number> {
  const { series = {} } = observationsOf(object);
  const shape = tableShape(request);
  const ids = Object.keys(series);
  const read = new Set<string>();
  for (let at = 0; at < ids.length; at += GROUP) {
    const some = ids.slice(at, at + GROUP);
    const batches = some.flatMap((seriesId) =>
      (series[seriesId]?.batches ?? []).map((batch, rank): RankedBatch => ({ seriesId, rank, batch })),
    );
    for (const { batch } of batches) for (const { sha256 } of batch.parts) read.add(sha256);
    await stageAnswers(warehouse, store, batches);
    await warehouse.run(`
      INSERT INTO held
      WITH asked AS (SELECT series_id, ${RAW_COLUMN}, bool_or(has = 'latest') AS latest FROM answered GROUP BY ALL)
      SELECT s.__row FROM stored s JOIN asked USING (series_id, ${RAW_COLUMN})
        LEFT JOIN answered i ON ${sameSql(shape, 's', 'i')} AND s.${RAW_COLUMN} = i.${RAW_COLUMN}
      GROUP BY s.__row
      HAVING bool_or(i.date IS NOT NULL AND s.value IS NOT DISTINCT FROM i.value
          AND (i.has = 'latest' OR s.realtime_start BETWEEN i.realtime_start AND i.realtime_end))
        OR bool_and(i.date IS NULL AND s.value IS NULL AND latest)`);
    await warehouse.run('DROP TABLE answered');
  }
  return read.size;
}

async function compared(warehouse: Warehouse, shape: ObservationShape, raws: number): Promise<ValuesInRaw> {
  const { n } = first(await warehouse.rows('SELECT count(*) AS n FROM stored'));
  const text = (names: readonly string[]): string =>
    names.map((name) => `coalesce(${quoteName(name)}::VARCHAR, 'NULL')`).join(` || ', ' || `) || "''";
  const identity = [...shape.keys, shape.dateColumn];
  const unheld = await warehouse.rows(`
    SELECT ${text(identity)} || ': ' || ${text(shape.values)} AS row, realtime_start AS known_from,
      ${RAW_COLUMN} AS raw, count(*) OVER () AS total
    FROM stored ANTI JOIN held USING (__row) ORDER BY ${namesSql(identity)}, realtime_start LIMIT ${SHOWN}`);
  const shown = unheld.map((row) => ({
    row: String(row['row']),
    knownFrom: String(row['known_from']),
    sha256: row['raw'] === null ? null : String(row['raw']),
  }));
  const [worst] = unheld;
  const wrong = worst === undefined ? 0 : Number(worst['total']);
  return { state: wrong === 0 ? 'holds' : 'changed', rows: Number(n), raws, wrong, shown };
}

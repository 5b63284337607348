import { END_OF_TIME, RAW_COLUMN } from '../../bitemporal/index.ts';
import type { Day } from '../../calendar/index.ts';
import { readAnswer, type Store } from '../../lake/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { Observation } from '../fred/fred-client.ts';
import { readObservations } from '../fred/read-observations.ts';
import { objectFields } from '../fred/unusable-answer.ts';
import { RAW_TYPE } from '../raw-digests.ts';
import type { Batch, RawPart } from './batch.ts';
import { FIRST_DAY } from './fred-day.ts';

/** A batch to read, and its place in the history of its series, from 0. */
export interface RankedBatch {
  readonly seriesId: string;
  readonly rank: number;
  readonly batch: Batch;
}

const EVER = { start: FIRST_DAY, end: END_OF_TIME };

/**
 * Reads the raw answers of batches back from the lake, each compared with its digest, into the table `answered`:
 * `(series_id, rank, has, day, from_day, continues, date, value, realtime_start, realtime_end, raw_sha256)`. Intervals
 * are closed, as FRED gives them, digests of the type that `declareRawDigests` makes. `continues`: the row begins where
 * its window does, so that it may go on from the window before.
 */
export async function stageAnswers(warehouse: Warehouse, store: Store, batches: readonly RankedBatch[]): Promise<void> {
  const parts = batches.flatMap(partsOf).map((part, number) => ({ ...part, number }));
  await warehouse.run(`
    CREATE OR REPLACE TABLE parts (
      part BIGINT, series_id VARCHAR, rank BIGINT, has VARCHAR, day DATE, from_day DATE, goes_on_from DATE,
      ${RAW_COLUMN} VARCHAR)`);
  await warehouse.append('parts', [
    { type: 'BIGINT', values: parts.map(({ number }) => number) },
    { type: 'VARCHAR', values: parts.map(({ seriesId }) => seriesId) },
    { type: 'BIGINT', values: parts.map(({ rank }) => rank) },
    { type: 'VARCHAR', values: parts.map(({ batch }) => batch.has) },
    { type: 'DATE', values: parts.map(({ batch }) => batch.day) },
    { type: 'DATE', values: parts.map(({ batch }) => batch.from) },
    { type: 'DATE', values: parts.map(({ goesOnFrom }) => goesOnFrom) },
    { type: 'VARCHAR', values: parts.map(({ raw }) => raw.sha256) },
  ]);
  await warehouse.run(`
    CREATE OR REPLACE TABLE part_rows (
      part BIGINT, date DATE, value DOUBLE, realtime_start DATE, realtime_end DATE)`);
  for (const { number, raw } of parts) await appendRows(warehouse, number, await rowsOf(store, raw));
  await warehouse.run(`
    CREATE OR REPLACE TABLE answered AS
    SELECT series_id, rank::INTEGER AS rank, has, day, from_day,
      coalesce(realtime_start = goes_on_from, false) AS continues,
      date, value, realtime_start, realtime_end, ${RAW_COLUMN}::${RAW_TYPE} AS ${RAW_COLUMN}
    FROM part_rows JOIN parts USING (part)`);
  for (const table of ['parts', 'part_rows']) await warehouse.run(`DROP TABLE ${table}`);
}

/** One answer of a batch. */
interface BatchPart extends RankedBatch {
  readonly raw: RawPart;
  /** The first day of its window, of one after the first: rows that begin on it may go on. Null: none may. */
  readonly goesOnFrom: Day | null;
}

function partsOf(ranked: RankedBatch): readonly BatchPart[] {
  const [first] = ranked.batch.parts;
  return ranked.batch.parts.map((raw) => {
    const isLater = raw.window?.start !== first?.window?.start;
    return { ...ranked, raw, goesOnFrom: isLater && raw.window !== null ? raw.window.start : null };
  });
}

async function appendRows(warehouse: Warehouse, part: number, rows: readonly Observation[]): Promise<void> {
  await warehouse.append('part_rows', [
    { type: 'BIGINT', values: rows.map(() => part) },
    { type: 'DATE', values: rows.map(({ date }) => date) },
    { type: 'DOUBLE', values: rows.map(({ value }) => (value === null ? null : unsignedZero(value))) },
    { type: 'DATE', values: rows.map(({ realtimeStart }) => realtimeStart) },
    { type: 'DATE', values: rows.map(({ realtimeEnd }) => realtimeEnd) },
  ]);
}

/** A zero is stored without the sign that FRED may write before it. */
function unsignedZero(value: number): number {
  return value === 0 ? 0 : value;
}

async function rowsOf(store: Store, part: RawPart): Promise<readonly Observation[]> {
  const bytes = await readAnswer(store, part);
  const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  return readObservations(objectFields(body, 'the answer'), EVER, 0);
}

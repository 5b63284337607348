import { open } from 'node:fs/promises';
import { END_OF_TIME, RAW_COLUMN } from '../../bitemporal/index.ts';
import { readAnswer, type Store } from '../../lake/index.ts';
import { quoteText, type Warehouse } from '../../warehouse/index.ts';
import { readObservations } from '../fred/read-observations.ts';
import { fieldsOf } from '../fred/unusable.ts';
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
 * `(series_id, rank, has, day, from_day, continues, date, value, realtime_start, realtime_end, raw_sha256)`. Intervals are
 * closed, as FRED gives them, digests of the type that `declareRawDigests` makes. `continues`: the row begins where its window
 * does, so that it may go on from the window before.
 */
export async function stageAnswers(
  warehouse: Warehouse,
  store: Store,
  batches: readonly RankedBatch[],
  file: string,
): Promise<void> {
  const parts = batches.flatMap(({ batch }) => batch.parts);
  const csv = await open(file, 'w');
  let at = 0;
  try {
    await csv.write(`${COLUMNS.map(([name]) => name).join(',')}\n`);
    for (const { seriesId, rank, batch } of batches) {
      const [first] = batch.parts;
      const head = `${seriesId},${rank},${batch.has},${batch.day ?? ''},${batch.from ?? ''}`;
      for (const part of batch.parts) {
        const isLater = part.window?.start !== first?.window?.start;
        await csv.write(await rowsOf(store, part, `${at},${head}`, isLater));
        at++;
      }
    }
  } finally {
    await csv.close();
  }
  const types = COLUMNS.map(([name, type]) => `${name}: '${type}'`).join(', ');
  const reader = `read_csv(${quoteText(file)}, header = true, auto_detect = false, columns = {${types}})`;
  // A digest in every line of the text would make it twice as long.
  await warehouse.run(`CREATE OR REPLACE TABLE parts (part BIGINT, ${RAW_COLUMN} VARCHAR)`);
  await warehouse.append('parts', [
    { type: 'BIGINT', values: parts.map((_, place) => place) },
    { type: 'VARCHAR', values: parts.map(({ sha256 }) => sha256) },
  ]);
  await warehouse.run(`
    CREATE OR REPLACE TABLE answered AS
    SELECT * EXCLUDE (part) REPLACE (${RAW_COLUMN}::${RAW_TYPE} AS ${RAW_COLUMN}) FROM ${reader} JOIN parts USING (part)`);
  await warehouse.run('DROP TABLE parts');
}

const COLUMNS = [
  ['part', 'BIGINT'],
  ['series_id', 'VARCHAR'],
  ['rank', 'INTEGER'],
  ['has', 'VARCHAR'],
  ['day', 'DATE'],
  ['from_day', 'DATE'],
  ['continues', 'BOOLEAN'],
  ['date', 'DATE'],
  ['value', 'DOUBLE'],
  ['realtime_start', 'DATE'],
  ['realtime_end', 'DATE'],
] as const;

async function rowsOf(store: Store, part: RawPart, head: string, isLater: boolean): Promise<string> {
  const bytes = await readAnswer(store, part);
  const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  return readObservations(fieldsOf(body, 'the answer'), EVER, 0)
    .map(({ date, value, realtimeStart, realtimeEnd }) => {
      const continues = isLater && realtimeStart === part.window?.start;
      return `${head},${continues},${date},${value ?? ''},${realtimeStart},${realtimeEnd}\n`;
    })
    .join('');
}

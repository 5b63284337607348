import path from 'node:path';
import { openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { type FredSeries, fredSeries, LAST_DAY } from './fred-series.ts';

const SNAPSHOT = path.resolve(import.meta.dirname, '../../sources/snapshot/fred.parquet');

/**
 * The series of the bundled snapshot as FRED would answer for them: those of `vintages` with all of theirs, the others
 * with their latest values alone, as a series that is not in ALFRED.
 */
export async function referenceSeries(
  vintages: ReadonlyMap<string, FredSeries> = new Map(),
): Promise<ReadonlyMap<string, FredSeries>> {
  const warehouse = await openWarehouse();
  try {
    const found = await warehouse.rows(
      `SELECT series_id, date::VARCHAR AS date, value FROM read_parquet(${quoteText(SNAPSHOT)}) ORDER BY 1, 2`,
    );
    const ids = new Set(found.map((row) => String(row['series_id'])));
    return new Map(
      [...ids].map((id) => {
        const rows = found
          .filter((row) => row['series_id'] === id)
          .map((row) => ({
            date: String(row['date']),
            value: typeof row['value'] === 'number' ? row['value'] : null,
            realtimeStart: '2022-10-01',
            realtimeEnd: LAST_DAY,
          }));
        return [
          id,
          vintages.get(id) ?? fredSeries({ id, rows, inAlfred: false, lastUpdated: '2022-10-31 07:54:01-05' }),
        ];
      }),
    );
  } finally {
    warehouse.close();
  }
}

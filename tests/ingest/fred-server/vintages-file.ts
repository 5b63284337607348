import path from 'node:path';
import { IN_PROCESS, quoteText, withWarehouse } from '../../../engine/warehouse/index.ts';
import { type FredSeries, fredSeries, type VintageRow } from './fred-series.ts';

/** 122 series with their revisions, 612,602 rows; kept beside the repository. */
export const VINTAGES_FILE = path.resolve(
  import.meta.dirname,
  '../../../../shared/data/fred-vintages/observations.parquet',
);

/** Units of the series that the fixture on these vintages declares. */
const UNITS: Readonly<Record<string, string>> = {
  UNRATE: 'Percent',
  PAYEMS: 'Thous. of Persons',
  UEMPMEAN: 'Weeks',
  AWHMAN: 'Hours',
};

/** All series of a parquet of `series_id, date, value, realtime_start, realtime_end`, both ends inclusive. */
export async function seriesOfFile(file = VINTAGES_FILE): Promise<ReadonlyMap<string, FredSeries>> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const names = ['series_id', 'date', 'value', 'realtime_start', 'realtime_end'];
    const columns = names.map((name) => (name === 'value' ? name : `${name}::VARCHAR AS ${name}`)).join(', ');
    const read = await warehouse.columns(`SELECT ${columns} FROM read_parquet(${quoteText(file)}) ORDER BY 1, 2, 4`);
    const [ids = [], dates = [], values = [], starts = [], ends = []] = read.map((column) => column.values);
    const rows = new Map<string, VintageRow[]>();
    for (const [at, id] of ids.entries()) {
      const value = values[at];
      const row = {
        date: String(dates[at]),
        value: typeof value === 'number' ? value : null,
        realtimeStart: String(starts[at]),
        realtimeEnd: String(ends[at]),
      };
      const own = rows.get(String(id));
      if (own === undefined) rows.set(String(id), [row]);
      else own.push(row);
    }
    return new Map([...rows].map(([id, own]) => [id, fredSeries({ id, rows: own, units: UNITS[id] ?? 'Index' })]));
  });
}

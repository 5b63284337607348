import { END_OF_TIME_SQL } from '../engine/bitemporal/index.ts';
import { quoteText, type Row, type Warehouse } from '../engine/warehouse/index.ts';

/** Where the data of both kinds are; nothing of other series is read into the bundled file. */
export interface VintageInputs {
  /** `series_id, date, value`: values as revised to the autumn of 2022. */
  readonly snapshot: string;
  /** `series_id, frequency, publication_lag_days` and more of the same series. */
  readonly series: string;
  /** `series_id, date, value, realtime_start, realtime_end`: every revision between monthly vintages. */
  readonly vintages: string;
}

/**
 * The series of the snapshot that were revised, and have every month in every vintage that could have it. Left out of
 * the 22 that have vintages: GS1, GS5, GS10, FEDFUNDS, TB3MS and TB6MS are never revised and would gain nothing; PCEPI
 * is absent from the vintage of 2003-12, a hole that nobody may bridge.
 */
export const VINTAGE_SERIES = [
  'AWHMAN',
  'BUSLOANS',
  'CE16OV',
  'CPIAUCSL',
  'HOUST',
  'INDPRO',
  'IPBUSEQ',
  'IPCONGD',
  'IPDMAT',
  'M1SL',
  'M2SL',
  'PAYEMS',
  'REALLN',
  'UEMPMEAN',
  'UNRATE',
] as const;

/** The last vintage is of 2021-09-30, the next would be of 2021-10-31: until the day before nobody knows of another. */
const LAST_DAY = `DATE '2021-10-30'`;

/**
 * Creates the table `bundled(series_id, date, value, realtime_start, realtime_end, knowledge)`, intervals closed on
 * both sides. Three parts of each series, which never overlap:
 * 1. `published`: the versions of the vintages, those that were open ended on 2021-10-30;
 * 2. `assumed`, before: vintages begin with 1959 or 1973. An earlier period is the snapshot's value times (first
 * vintage / snapshot) in the first period of the first vintage, which gives it that vintage's base, known from its end
 * plus the lag until the first vintage that holds it;
 * 3. `assumed`, after: the snapshot's values from 2021-10-31, or from their period's end plus the lag if that is later.
 */
export async function makeVintages(warehouse: Warehouse, { snapshot, series, vintages }: VintageInputs): Promise<void> {
  const ids = VINTAGE_SERIES.map((id) => quoteText(id)).join(', ');
  await warehouse.run(`
    CREATE TABLE latest AS
    SELECT series_id, date, value, (last_day(date) + publication_lag_days::INTEGER)::DATE AS known
    FROM read_csv(${quoteText(snapshot)}, header = true, auto_detect = false,
        columns = {'series_id': 'VARCHAR', 'date': 'DATE', 'value': 'DOUBLE'}) AS observations
      JOIN read_csv(${quoteText(series)}, header = true, all_varchar = true) AS described USING (series_id)
    WHERE series_id IN (${ids}) AND frequency = 'monthly'`);
  await warehouse.run(`
    CREATE TABLE versions AS
    SELECT series_id, date, value, realtime_start, realtime_end,
      min(realtime_start) OVER (PARTITION BY series_id) AS first_vintage
    FROM read_parquet(${quoteText(vintages)}) WHERE series_id IN (${ids})`);
  await warehouse.run(`
    CREATE TABLE links AS
    SELECT v.series_id, min(v.date) AS first_period, min_by(v.value / l.value, v.date) AS link
    FROM versions v JOIN latest l USING (series_id, date)
    WHERE v.realtime_start = v.first_vintage GROUP BY v.series_id`);
  await warehouse.run(`
    CREATE TABLE bundled AS
    SELECT series_id, date, value, realtime_start, least(realtime_end, ${LAST_DAY}) AS realtime_end,
      'published' AS knowledge
    FROM versions
    UNION ALL
    SELECT l.series_id, l.date, l.value * k.link, l.known,
      coalesce((min(v.realtime_start) - 1)::DATE, ${LAST_DAY}), 'assumed'
    FROM latest l JOIN links k USING (series_id) LEFT JOIN versions v USING (series_id, date)
    WHERE l.date < k.first_period GROUP BY ALL
    UNION ALL
    SELECT series_id, date, value, greatest(known, (${LAST_DAY} + 1)::DATE), ${END_OF_TIME_SQL}, 'assumed'
    FROM latest`);
}

/** What the provenance says of the parts: rows of each, and their days. */
export async function vintageFigures(warehouse: Warehouse): Promise<Row> {
  const [row] = await warehouse.rows(`
    SELECT count(*) AS rows, count(DISTINCT series_id) AS series, min(date) AS first, max(date) AS last,
      count(*) FILTER (knowledge = 'published') AS published,
      count(*) FILTER (knowledge = 'assumed' AND realtime_end <= ${LAST_DAY}) AS assumed_before,
      count(*) FILTER (knowledge = 'assumed' AND realtime_end > ${LAST_DAY}) AS assumed_after,
      min(realtime_start) FILTER (knowledge = 'published') AS published_from,
      max(realtime_end) FILTER (knowledge = 'published') AS published_through
    FROM bundled`);
  if (row === undefined) throw new Error('a count gives one row');
  return row;
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import type { DaySpan } from './observations.ts';
import { namesSql, type ObservationShape } from './shape.ts';

/**
 * Rows of so many years up to the newest one that is known are looked at: as long as the longest windows of features,
 * as a rule. Older ones are often from before the first vintage, and no feature of that day reads them.
 */
const YEARS = 3;

/**
 * The days on which what was known of a relation was published: of each key the newest row, and every row that
 * describes one of the three years up to it. By `series_id` where the table `observations` has that key; else of the
 * whole table, as `''`. Spans in their order, both days included; a relation that was never published is left out.
 */
export async function publishedDays(
  warehouse: Warehouse,
  shape: ObservationShape,
): Promise<ReadonlyMap<string, readonly DaySpan[]>> {
  const rows = await warehouse.rows(publishedSql(shape));
  const found = new Map<string, DaySpan[]>();
  for (const { series, first, last } of rows) {
    const spans = found.get(String(series)) ?? [];
    spans.push({ from: String(first), through: String(last) });
    found.set(String(series), spans);
  }
  return found;
}

/**
 * `reigns`: how long a period is the newest that is known. Rows that are not published spoil the days on which they are
 * known until the newest period lies three years after theirs.
 */
function publishedSql({ keys, dateColumn }: ObservationShape): string {
  const date = namesSql([dateColumn]);
  const key = keys.length === 0 ? '' : `${namesSql(keys)}, `;
  const by = keys.length === 0 ? '' : `PARTITION BY ${namesSql(keys)} `;
  const series = keys.includes('series_id') ? 'series_id' : quoteText('');
  const asof = keys.map((name) => `o.${namesSql([name])} IS NOT DISTINCT FROM r.${namesSql([name])} AND `).join('');
  return `
    WITH had AS (
      SELECT DISTINCT ${series} AS series FROM observations WHERE knowledge = 'published'),
    known AS (SELECT ${series} AS series, * FROM observations WHERE ${series} IN (SELECT series FROM had)),
    firsts AS (SELECT series, ${key}${date} AS newest, min(realtime_start) AS since FROM known GROUP BY ALL),
    frontier AS (
      SELECT * FROM firsts
      QUALIFY newest > coalesce(
        max(newest) OVER (${by}ORDER BY since, newest DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        DATE '0001-01-01')),
    reigns AS (
      SELECT *, lead(since, 1, ${END_OF_TIME_SQL}) OVER (${by}ORDER BY since) AS until FROM frontier),
    serving AS (
      SELECT r.series, greatest(o.realtime_start, r.since) AS first, least(o.realtime_end, r.until) AS over
      FROM reigns r JOIN known o ON ${asof}o.${date} = r.newest
      WHERE o.knowledge = 'published' AND o.realtime_start < r.until AND r.since < o.realtime_end),
    spoiling AS (
      SELECT o.series, o.realtime_start AS first, least(o.realtime_end, coalesce(r.since, ${END_OF_TIME_SQL})) AS over
      FROM (SELECT *, (${date} + INTERVAL ${YEARS} YEARS)::DATE AS __until FROM known WHERE knowledge <> 'published') o
        ASOF LEFT JOIN frontier r ON ${asof}o.__until <= r.newest),
    events AS (
      SELECT series, first AS day, 1 AS serves, 0 AS spoils FROM serving
      UNION ALL SELECT series, over, -1, 0 FROM serving
      UNION ALL SELECT series, first, 0, 1 FROM spoiling WHERE first < over
      UNION ALL SELECT series, over, 0, -1 FROM spoiling WHERE first < over),
    days AS (SELECT series, day, sum(serves) AS serves, sum(spoils) AS spoils FROM events GROUP BY series, day),
    states AS (
      SELECT series, day, sum(serves) OVER so_far > 0 AND sum(spoils) OVER so_far = 0 AS is_published
      FROM days WINDOW so_far AS (PARTITION BY series ORDER BY day)),
    turns AS (
      SELECT series, day, is_published FROM states
      QUALIFY is_published IS DISTINCT FROM lag(is_published) OVER (PARTITION BY series ORDER BY day))
    SELECT series, day AS first,
      CASE WHEN next < ${END_OF_TIME_SQL} THEN (next - 1)::DATE ELSE ${END_OF_TIME_SQL} END AS last
    FROM (SELECT *, lead(day, 1, ${END_OF_TIME_SQL}) OVER (PARTITION BY series ORDER BY day) AS next FROM turns)
    WHERE is_published ORDER BY series, first`;
}

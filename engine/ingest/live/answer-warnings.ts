import { END_OF_TIME_SQL } from '../../bitemporal/index.ts';
import { type Problem, warning } from '../../diagnostics/index.ts';
import type { Row, Warehouse } from '../../warehouse/index.ts';
import type { LiveRequest } from '../request.ts';

/** Fewer values than this changing together are a revision, not a new base. */
const LEAST_REBASED = 24;

/**
 * Warns of what a person should know of the batches just folded: stored history that the source contradicts, indexes
 * that were given another base, periods that the source no longer has. Nothing stored is lost in any of them.
 */
export async function answerWarnings(warehouse: Warehouse, request: LiveRequest): Promise<readonly Problem[]> {
  const names = new Map(request.series.map(({ name, seriesId }) => [seriesId, `${request.source}.${name}`]));
  const nameOf = (id: unknown): string => names.get(String(id)) ?? String(id);
  const contradicted = await warehouse.rows(`
    SELECT series_id, count(*) AS n, arg_min(date, date) AS date, arg_min(stored, date) AS stored,
      arg_min(answered, date) AS answered, arg_min(from_day, date) AS from_day
    FROM contradictions GROUP BY series_id ORDER BY series_id`);
  const rebased = await warehouse.rows(REBASED);
  const gone = await warehouse.rows(GONE);
  return [
    ...contradicted.map((row) => contradiction(nameOf(row['series_id']), row)),
    ...rebased.map((row) => newBase(nameOf(row['series_id']), row)),
    ...gone.map((row) => lostPeriods(nameOf(row['series_id']), row)),
  ];
}

function contradiction(name: string, { n, date, stored, answered, from_day }: Row): Problem {
  const more = Number(n) > 1 ? ` (and ${Number(n) - 1} more)` : '';
  const now = `of ${date} the source now says ${told(answered)} was known on ${from_day}`;
  const hint =
    'stored history stays as it is; what the source says now counts as observed from the day on which it was seen';
  return warning('EWS3016', `${name}: ${now}, stored is ${told(stored)}${more}`, { hint });
}

function newBase(name: string, { vintage, changed, factor }: Row): Problem {
  const values = `${changed} values changed by a factor near ${Number(factor).toPrecision(4)}`;
  const hint = 'compare values within one vintage only; correct units in the source if they changed';
  return warning('EWS3017', `${name} has another base or unit since the vintage of ${vintage}: ${values}`, { hint });
}

function lostPeriods(name: string, { n, first, last }: Row): Problem {
  const periods = Number(n) === 1 ? 'period' : 'periods';
  const message = `${name} lost ${n} ${periods} from ${first} to ${last}: the source no longer has them`;
  return warning('EWS3017', message, { hint: 'what was known of them until now stays known on those days' });
}

/** Vintages after which nearly all earlier values have changed by nearly the same factor. */
const REBASED = `
  WITH fresh AS (SELECT DISTINCT series_id, from_day FROM stitched WHERE from_day IS NOT NULL AND has = 'vintages'),
    changes AS (
      SELECT n.series_id, n.realtime_start AS vintage, n.value / o.value AS ratio
      FROM observations n JOIN fresh USING (series_id)
      JOIN observations o ON o.series_id = n.series_id AND o.date = n.date AND o.realtime_end = n.realtime_start
      WHERE n.realtime_start > fresh.from_day AND o.value <> 0),
    known AS (
      SELECT v.series_id, v.vintage, count(*) AS n
      FROM (SELECT DISTINCT series_id, vintage FROM changes) v JOIN observations o ON o.series_id = v.series_id
        AND o.realtime_start < v.vintage AND o.realtime_end >= v.vintage
      GROUP BY ALL)
  SELECT series_id, vintage, count(*) AS changed, median(ratio) AS factor
  FROM changes JOIN known USING (series_id, vintage) GROUP BY series_id, vintage, n
  HAVING count(*) >= ${LEAST_REBASED} AND count(*) >= 0.9 * n
    AND abs(median(ratio) - 1) > 0.01
    AND quantile_cont(abs(ratio), 0.9) - quantile_cont(abs(ratio), 0.1) < 0.02 * abs(median(ratio))
  ORDER BY series_id, vintage`;

/** Periods that were known when a batch began, and of which nothing is known any more. */
const GONE = `
  WITH fresh AS (SELECT DISTINCT series_id, from_day FROM stitched WHERE from_day IS NOT NULL)
  SELECT series_id, count(*) AS n, min(date) AS first, max(date) AS last
  FROM (SELECT series_id, date, max(realtime_end) AS known_to, arg_max(value, realtime_start) AS newest
        FROM observations JOIN fresh USING (series_id)
        GROUP BY series_id, date, from_day HAVING known_to > from_day)
  WHERE known_to < ${END_OF_TIME_SQL}
  GROUP BY series_id ORDER BY series_id`;

function told(value: unknown): string {
  return value === null ? 'nothing' : String(value);
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { first, last } from '../presence/index.ts';
import { quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { knownFromSql } from './publication-lag.ts';
import type { IngestRequest } from './request.ts';
import { differsSql, isEmptySql, namesSql, type ObservationShape, sameSql, tableShape } from './shape.ts';

/** Counts of what an ingest did to what is known, in keys and dates. */
export interface IngestTally {
  /** How many were not stored before, and are not late. */
  readonly new: number;
  /** How many have another value than before. */
  readonly revised: number;
  /** How many had a value and have none any more. */
  readonly withdrawn: number;
  /** How many were not stored before, and are known later than they were due: an earlier ingest looked in vain. */
  readonly late: number;
  /** How many made the ingest refuse the whole source: then nothing was stored. */
  readonly refused: number;
  /** From when on what was revised, withdrawn or late is known: the first and the last day; null if nothing was. */
  readonly knownFrom: { readonly first: Day; readonly last: Day } | null;
}

export const NOTHING_NEW: IngestTally = { new: 0, revised: 0, withdrawn: 0, late: 0, refused: 0, knownFrom: null };

/** Compares the relations `before` and `observations`, each with all versions that are stored of the request. */
export async function countChanges(warehouse: Warehouse, request: IngestRequest): Promise<IngestTally> {
  const shape = tableShape(request);
  const [stored] = await warehouse.rows('SELECT 1 FROM before LIMIT 1');
  if (stored === undefined) return allNew(warehouse, shape);
  const row = first(
    await warehouse.rows(`
    WITH ${statesSql(shape, 'before')}, ${statesSql(shape, 'observations')},
    compared AS (
      SELECT CASE
          WHEN b.__since IS NULL THEN
            CASE WHEN a.__first_knowledge = 'observed'
                AND a.__first_start > coalesce(${dueSql(request, 'a')}, DATE '0001-01-01')
              THEN 'late' ELSE 'new' END
          WHEN NOT b.__empty AND (a.__since IS NULL OR a.__empty) THEN 'withdrawn'
          WHEN a.__since IS NOT NULL AND NOT (a.__empty AND b.__empty)
            AND (b.__empty OR ${differsSql(shape, 'a', 'b')}) THEN 'revised'
        END AS kind, CASE WHEN a.__ended THEN a.__until ELSE a.__since END AS known_from
      FROM states_of_observations a FULL JOIN states_of_before b ON ${sameSql(shape, 'a', 'b')})
    SELECT count(*) FILTER (kind = 'new') AS new, count(*) FILTER (kind = 'revised') AS revised,
      count(*) FILTER (kind = 'withdrawn') AS withdrawn, count(*) FILTER (kind = 'late') AS late,
      min(known_from) FILTER (kind IN ('revised', 'withdrawn', 'late')) AS first,
      max(known_from) FILTER (kind IN ('revised', 'withdrawn', 'late')) AS last
    FROM compared`),
  );
  const { first: firstDay, last: lastDay } = row;
  return {
    new: Number(row['new']),
    revised: Number(row['revised']),
    withdrawn: Number(row['withdrawn']),
    late: Number(row['late']),
    refused: 0,
    knownFrom: firstDay === null ? null : { first: String(firstDay), last: String(lastDay) },
  };
}

/** Counts all that is stored as new, where nothing was stored before. */
async function allNew(warehouse: Warehouse, shape: ObservationShape): Promise<IngestTally> {
  const ids = namesSql([...shape.keys, shape.dateColumn]);
  const { n } = first(await warehouse.rows(`SELECT count(*) AS n FROM (SELECT DISTINCT ${ids} FROM observations)`));
  return { ...NOTHING_NEW, new: Number(n) };
}

/** Adds up what ingests of two sources did. */
export function addTallies(one: IngestTally, other: IngestTally): IngestTally {
  const days = [one.knownFrom, other.knownFrom]
    .flatMap((span) => (span === null ? [] : [span.first, span.last]))
    .sort();
  return {
    new: one.new + other.new,
    revised: one.revised + other.revised,
    withdrawn: one.withdrawn + other.withdrawn,
    late: one.late + other.late,
    refused: one.refused + other.refused,
    knownFrom: days.length === 0 ? null : { first: first(days), last: last(days) },
  };
}

/**
 * SQL for the newest version of every key and date, whether that still holds and is empty, and how the first became
 * known.
 */
function statesSql(shape: ObservationShape, table: string): string {
  const ids = namesSql([...shape.keys, shape.dateColumn]);
  return `states_of_${table} AS (
    SELECT ${namesSql(shape.columns.map(({ name }) => name))}, realtime_start AS __since, realtime_end AS __until,
      realtime_end < ${END_OF_TIME_SQL} AS __ended,
      realtime_end < ${END_OF_TIME_SQL} OR ${isEmptySql(shape, table)} AS __empty,
      first_value(knowledge) OVER versions AS __first_knowledge,
      first_value(realtime_start) OVER versions AS __first_start
    FROM ${table}
    WINDOW versions AS (PARTITION BY ${ids} ORDER BY realtime_start)
    QUALIFY row_number() OVER (PARTITION BY ${ids} ORDER BY realtime_start DESC) = 1)`;
}

/** SQL for the day on which a row was due by its declared lag; NULL where the source says itself when it was known. */
function dueSql(request: IngestRequest, row: string): string {
  if (request.kind === 'file') {
    if (request.knowledge.kind === 'column') return 'NULL::DATE';
    const { lagDays } = request.knowledge;
    return knownFromSql({ ...request, lagDays }, `${row}.${quoteName(request.dateColumn)}`);
  }
  const dues = request.series.map((series) => {
    const due = knownFromSql({ ...series, lagDays: series.publicationLagDays }, `${row}.date`);
    return `WHEN ${quoteText(series.seriesId)} THEN ${due}`;
  });
  return `CASE ${row}.series_id ${dues.join(' ')} END`;
}

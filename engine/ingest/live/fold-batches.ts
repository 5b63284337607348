import { END_OF_TIME_SQL, RAW_COLUMN } from '../../bitemporal/index.ts';
import { quoteText, type Warehouse } from '../../warehouse/index.ts';
import { declaredSql, rowKnownFromSql } from '../declared-series.ts';
import { withFirstRaw } from '../first-raw.ts';
import { halfOpenSql } from '../half-open.ts';
import { mergeObservations } from '../merge-observations.ts';
import { RAW_TYPE } from '../raw-digests.ts';
import type { LiveRequest } from '../request.ts';
import { tableShape } from '../shape.ts';

const COLUMNS = `series_id, date, value, realtime_start, realtime_end, knowledge, ${RAW_COLUMN}`;

/**
 * Folds the table `answered` into the table `observations`, batch by batch, and notes in `contradictions` where an
 * answer says something else of a day that was over than what is stored. What is stored of such a day never changes.
 * Digests of answers are of the type that `declareRawDigests` makes.
 */
export async function foldBatches(warehouse: Warehouse, request: LiveRequest): Promise<void> {
  await warehouse.run(`CREATE TABLE IF NOT EXISTS observations (
    series_id VARCHAR, date DATE, value DOUBLE, realtime_start DATE, realtime_end DATE, knowledge VARCHAR,
    ${RAW_COLUMN} ${RAW_TYPE})`);
  await warehouse.run(`CREATE OR REPLACE TABLE contradictions (
    series_id VARCHAR, date DATE, stored DOUBLE, answered DOUBLE, from_day DATE)`);
  await stitch(warehouse);
  await warehouse.run('DROP TABLE answered');
  const ranks = await warehouse.rows('SELECT DISTINCT rank FROM stitched ORDER BY rank');
  for (const { rank } of ranks) {
    await takeFirst(warehouse, request, Number(rank));
    await takeVintages(warehouse, request, Number(rank));
    await takeLatest(warehouse, request, Number(rank));
  }
}

/**
 * Joins what windows cut apart, makes intervals half-open, and cuts off what was over when its batch began. A row
 * that several answers hold is of the first.
 */
async function stitch(warehouse: Warehouse): Promise<void> {
  const versions = 'PARTITION BY series_id, rank, date ORDER BY realtime_start';
  await warehouse.run(`
    CREATE OR REPLACE TABLE stitched AS
    WITH cut AS (
      SELECT *, continues AND lag(realtime_end) OVER (${versions}) = realtime_start - 1
                AND lag(value) OVER (${versions}) IS NOT DISTINCT FROM value AS goes_on
      FROM answered SEMI JOIN (FROM answered WHERE continues) USING (series_id, rank)),
    pieces AS (SELECT *, count(*) FILTER (NOT goes_on) OVER (${versions}) AS piece FROM cut),
    whole AS (
      SELECT series_id, rank, any_value(has) AS has, any_value(day) AS day, any_value(from_day) AS from_day, date,
        any_value(value) AS value, min(realtime_start) AS realtime_start,
        ${halfOpenSql('max(realtime_end)')} AS realtime_end,
        min_by(${RAW_COLUMN}, realtime_start) AS ${RAW_COLUMN}
      FROM pieces GROUP BY series_id, rank, date, piece
      UNION ALL
      SELECT series_id, rank, has, day, from_day, date, value, realtime_start,
        ${halfOpenSql('realtime_end')}, ${RAW_COLUMN}
      FROM answered ANTI JOIN (FROM answered WHERE continues) USING (series_id, rank))
    SELECT * REPLACE (greatest(realtime_start, coalesce(from_day, realtime_start)) AS realtime_start)
    FROM whole WHERE has = 'latest' OR from_day IS NULL OR realtime_end > from_day`);
}

/** A first batch stands as it is: versions are published, latest values known from the declared lag. */
async function takeFirst(warehouse: Warehouse, request: LiveRequest, rank: number): Promise<void> {
  await warehouse.run(`
    INSERT INTO observations (${COLUMNS})
    WITH ${declaredSql(request.series)}
    SELECT series_id, date, value,
      CASE WHEN has = 'vintages' THEN realtime_start
        ELSE ${rowKnownFromSql(request.series, 'date')} END,
      CASE WHEN has = 'vintages' THEN realtime_end ELSE ${END_OF_TIME_SQL} END,
      CASE WHEN has = 'vintages' THEN 'published' ELSE 'assumed' END, ${RAW_COLUMN}
    FROM stitched JOIN declared USING (series_id) WHERE rank = ${rank} AND from_day IS NULL`);
}

/**
 * A later batch of vintages. Through its `from_day` the stored versions count: they are cut there, and what was open
 * then goes on as the answer says. Where the answer contradicts that day, the stored value stays until the next version
 * or until the day on which we saw it, from which the answer's counts, as observed.
 */
async function takeVintages(warehouse: Warehouse, request: LiveRequest, rank: number): Promise<void> {
  await warehouse.run(`
    CREATE OR REPLACE TABLE later AS
    SELECT *, realtime_start = from_day AS at_cut,
      min(CASE WHEN realtime_start > from_day THEN realtime_start END) OVER (PARTITION BY series_id, date) AS next_start
    FROM stitched WHERE rank = ${rank} AND from_day IS NOT NULL AND has = 'vintages'`);
  await warehouse.run(`
    CREATE OR REPLACE TABLE stored AS
    WITH batches AS (SELECT DISTINCT series_id, day, from_day FROM later)
    SELECT o.*, b.day, b.from_day, o.realtime_end > b.from_day AS is_open
    FROM observations o JOIN batches b USING (series_id) WHERE o.realtime_start <= b.from_day`);
  await warehouse.run(`
    CREATE OR REPLACE TABLE paired AS
    WITH o AS (SELECT * FROM stored WHERE is_open), a AS (SELECT * FROM later WHERE at_cut),
      nexts AS (SELECT series_id, date, any_value(next_start) AS next_start FROM later GROUP BY ALL)
    SELECT series_id, date, coalesce(o.day, a.day) AS day, coalesce(o.from_day, a.from_day) AS from_day,
      o.series_id IS NOT NULL AS has_stored, a.series_id IS NOT NULL AS has_answer,
      o.value AS stored, a.value AS answered, o.realtime_start, o.knowledge, a.realtime_end AS answer_end,
        nexts.next_start,
      o.${RAW_COLUMN} AS stored_raw, a.${RAW_COLUMN} AS answered_raw,
      o.series_id IS NULL OR a.series_id IS NULL OR o.value IS DISTINCT FROM a.value AS contradicts
    FROM o FULL JOIN a USING (series_id, date) LEFT JOIN nexts USING (series_id, date)`);
  await warehouse.run(`
    INSERT INTO contradictions SELECT series_id, date, stored, answered, from_day FROM paired WHERE contradicts`);
  await warehouse.run(`
    CREATE OR REPLACE TABLE folded AS
    SELECT ${COLUMNS} FROM observations o WHERE NOT EXISTS (SELECT 1 FROM later l WHERE l.series_id = o.series_id)
    UNION ALL SELECT ${COLUMNS} FROM stored WHERE NOT is_open
    UNION ALL
    SELECT series_id, date, stored, realtime_start,
      CASE WHEN contradicts THEN least(day, coalesce(next_start, day)) ELSE answer_end END, knowledge, stored_raw
    FROM paired WHERE has_stored
    UNION ALL
    SELECT series_id, date, answered, day, answer_end, 'observed', answered_raw
    FROM paired WHERE contradicts AND has_answer AND answer_end > day
    UNION ALL
    SELECT series_id, date, value, realtime_start, realtime_end, 'published', ${RAW_COLUMN}
    FROM later WHERE NOT at_cut`);
  await warehouse.run(
    `CREATE OR REPLACE TABLE observations AS SELECT ${COLUMNS} FROM (${withFirstRaw(tableShape(request), 'folded')})`,
  );
}

/**
 * A later batch of latest values: what differs is known from the day on which we saw it. The source was asked before on
 * the day after `from_day`, the last one that was over then.
 */
async function takeLatest(warehouse: Warehouse, request: LiveRequest, rank: number): Promise<void> {
  const isLatest = `rank = ${rank} AND from_day IS NOT NULL AND has = 'latest'`;
  const days = await warehouse.rows(`
    SELECT DISTINCT day, from_day, (from_day + 1)::DATE AS looked
    FROM stitched WHERE ${isLatest} ORDER BY day, from_day`);
  for (const { day, from_day, looked } of days) {
    const together = `day = DATE ${quoteText(String(day))} AND from_day = DATE ${quoteText(String(from_day))}`;
    const these = `SELECT series_id FROM stitched WHERE ${isLatest} AND ${together}`;
    await warehouse.run(`CREATE OR REPLACE TABLE others AS FROM observations WHERE series_id NOT IN (${these})`);
    await warehouse.run(`DELETE FROM observations WHERE series_id NOT IN (${these})`);
    await warehouse.run(`
      CREATE OR REPLACE TABLE incoming AS
      WITH ${declaredSql(request.series)}
      SELECT series_id, date, value, ${rowKnownFromSql(request.series, 'date')} AS realtime_start,
        'assumed' AS knowledge, ${RAW_COLUMN}
      FROM stitched JOIN declared USING (series_id) WHERE series_id IN (${these}) AND ${isLatest}`);
    const missingFrom = `(SELECT max(n.${RAW_COLUMN}) FROM incoming n WHERE n.series_id = p.series_id)`;
    const dates = { ingestedOn: String(day), lookedThrough: String(looked) };
    await mergeObservations(warehouse, tableShape(request), { ...dates, missingFrom });
    await warehouse.run('INSERT INTO observations BY NAME FROM others');
  }
}

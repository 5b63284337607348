import { END_OF_TIME, END_OF_TIME_SQL } from '../bitemporal/index.ts';
import { didYouMean, hasErrors, type Problem } from '../diagnostics/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import { columnChecks } from './column-checks.ts';
import { begunChecks, dayChecks, declaredSql, missingSeries, rowNoForecastFromSql } from './declared-series.ts';
import { halfOpenSql } from './half-open.ts';
import { convertStaged, loadFile } from './load-file.ts';
import { neverRevised } from './never-revised.ts';
import type { Knowledge } from './observations.ts';
import { parquetColumns } from './parquet/load-parquet.ts';
import { checkLags } from './publication-lag.ts';
import { knownByToday, type ReadDays } from './read-days.ts';
import type { SeriesSpec, VintagesRequest } from './request.ts';
import { checkRows, type RowCheck } from './row-checks.ts';
import { fail, type StagedFile } from './staged-file.ts';

const COLUMNS = [
  { name: 'series_id', type: 'VARCHAR', nullable: false },
  { name: 'date', type: 'DATE', nullable: false },
  { name: 'value', type: 'DOUBLE' },
  { name: 'realtime_start', type: 'DATE', nullable: false },
  { name: 'realtime_end', type: 'DATE' },
];

const KNOWLEDGE = { name: 'knowledge', type: 'VARCHAR', nullable: false };

const KINDS: readonly Knowledge[] = ['published', 'observed', 'assumed'];

/**
 * Reads vintages into the table `incoming`: every version of the declared series, `published` unless the file has a
 * column `knowledge` that says otherwise, in half-open intervals. Nothing is stitched: a hole between two versions
 * stays unknown. Other series in the file are left alone, unread. Declared ones that it lacks are refused unless a
 * snapshot lies beside it. Returns warnings; errors are thrown as one ProblemError. Without `days` it is an earlier
 * file, judged when it was ingested.
 */
export async function readVintages(
  warehouse: Warehouse,
  file: StagedFile,
  request: VintagesRequest,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  checkLags(file, request.series);
  const saysKnowledge = await hasKnowledge(warehouse, file);
  const columns = await loadFile(warehouse, file, saysKnowledge ? [...COLUMNS, KNOWLEDGE] : COLUMNS);
  const mayLack = days === undefined || request.snapshot !== undefined;
  const missing = mayLack ? [] : await missingSeries(warehouse, file, request.series, { what: 'the vintages' });
  if (hasErrors(missing)) fail(...missing);
  await warehouse.run(`
    CREATE OR REPLACE TABLE staged AS
    WITH ${declaredSql(request.series)}
    SELECT staged.* FROM staged SEMI JOIN declared ON staged.series_id::VARCHAR = declared.series_id`);
  const typing = await checkRows(warehouse, file, columns.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  await convertStaged(warehouse, file, columns);

  await warehouse.run(`
    CREATE OR REPLACE TABLE staged AS
    WITH ${declaredSql(request.series)},
         typed AS (SELECT * RENAME (realtime_end AS last_day) FROM staged)
    SELECT typed.*, ${rowNoForecastFromSql(request.series, 'date')} AS no_forecast_from,
      CASE WHEN last_day IS NULL THEN ${END_OF_TIME_SQL} ELSE ${halfOpenSql('last_day')} END AS realtime_end
    FROM typed JOIN declared USING (series_id)`);
  const problems = await checkRows(warehouse, file, [
    ...VERSION_CHECKS,
    ...(saysKnowledge ? [KNOWLEDGE_CHECK] : []),
    ...dayChecks(request.series),
    ...(days === undefined ? [] : todayChecks(request.series, days, saysKnowledge)),
  ]);
  if (hasErrors(problems)) fail(...problems);
  const knowledge = saysKnowledge ? 'knowledge' : `'published' AS knowledge`;
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    SELECT series_id, date, value, realtime_start, ${knowledge}, realtime_end
    FROM staged`);
  return [...problems, ...(await neverRevised(warehouse, file, request.series))];
}

/** That no row tells of a day to come; a row that is `assumed` says nothing of when it became known. */
function todayChecks(series: readonly SeriesSpec[], days: ReadDays, saysKnowledge: boolean): readonly RowCheck[] {
  const said = { column: 'realtime_start', shown: SHOWN_DATE };
  const known = saysKnowledge ? { ...said, of: `knowledge <> 'assumed'` } : said;
  return [...begunChecks(series, days, 'realtime_start'), knownByToday(days, known)];
}

/**
 * Whether the file has the column `knowledge`, also where it is spelt otherwise: to take its rows for published would
 * say more of them than the file does.
 */
async function hasKnowledge(warehouse: Warehouse, file: StagedFile): Promise<boolean> {
  if (file.format !== 'parquet') return false;
  const names = await parquetColumns(warehouse, file);
  return names.some((name) => name.trim().toLowerCase() === KNOWLEDGE.name);
}

const KNOWLEDGE_CHECK: RowCheck = {
  code: 'EWS3038',
  fault: `knowledge NOT IN (${KINDS.map((kind) => quoteText(kind)).join(', ')})`,
  shown: 'left(knowledge, 60)',
  say: (value) => `column "knowledge" holds ${JSON.stringify(value)}`,
  hint: (value) =>
    didYouMean(value, KINDS) ??
    'published: the source says itself when; observed: somebody looked on that day; ' +
      'assumed: by a lag or a reconstruction',
};

const VERSIONS = 'PARTITION BY series_id, date ORDER BY realtime_start, __row';
const SHOWN_DATE = `series_id || ' ' || date`;
const SHOWN = `series_id || ' ' || date || ' from ' || realtime_start`;

const VERSION_CHECKS: readonly RowCheck[] = [
  {
    fault: `lag(realtime_start) OVER (${VERSIONS}) = realtime_start`,
    shown: SHOWN,
    say: (value) => `${value} is there twice`,
    hint: 'on one day one version of a value begins: remove one of the two',
  },
  {
    fault: 'realtime_end <= realtime_start',
    shown: SHOWN,
    say: (value) => `the version of ${value} ends before it starts`,
    hint: `realtime_end is the last day on which a version held; the current one is empty or ${END_OF_TIME}`,
  },
  {
    fault: `lead(realtime_start) OVER (${VERSIONS}) BETWEEN realtime_start + 1 AND realtime_end - 1`,
    shown: SHOWN,
    say: (value) => `the version of ${value} still holds when the next one starts`,
    hint: 'realtime_end is the last day on which a version held: the day before the next one starts, or earlier',
  },
  {
    fault: 'realtime_start < no_forecast_from',
    shown: SHOWN,
    say: (value) => `${value} is known before its period has ended`,
    hint: 'such a value is a forecast, or of an unfinished period: correct the date, or the frequency',
    severity: 'warning',
  },
];

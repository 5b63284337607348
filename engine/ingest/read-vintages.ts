import { hasErrors, type Problem } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { columnChecks } from './column-checks.ts';
import { begunChecks, checkLags, dayChecks, declaredSql, missingSeries, periodEndsSql } from './declared-series.ts';
import { neverRevised } from './never-revised.ts';
import { knownByToday, type ReadDays } from './read-days.ts';
import type { VintagesRequest } from './request.ts';
import { OPEN_END } from './shape.ts';
import { convertStaged, stageFile } from './stage-file.ts';
import { checkRows, fail, type RowCheck, type StagedFile } from './staged-file.ts';

const COLUMNS = [
  { name: 'series_id', type: 'VARCHAR', nullable: false },
  { name: 'date', type: 'DATE', nullable: false },
  { name: 'value', type: 'DOUBLE' },
  { name: 'realtime_start', type: 'DATE', nullable: false },
  { name: 'realtime_end', type: 'DATE' },
];

/**
 * Reads vintages into the table `incoming`: every version of the declared series, `published`, in half-open intervals.
 * Nothing is stitched: a hole between two versions stays unknown. Other series in the file are left alone, unread.
 * Returns warnings; errors are thrown as one ProblemError. Without `days` it is an earlier file, judged when it was ingested.
 */
export async function readVintages(
  warehouse: Warehouse,
  file: StagedFile,
  request: VintagesRequest,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  checkLags(file, request.series);
  const columns = await stageFile(warehouse, file, COLUMNS);
  const missing = days === undefined ? [] : await missingSeries(warehouse, file, request.series, 'the vintages');
  if (hasErrors(missing)) fail(...missing);
  await warehouse.run(`
    CREATE OR REPLACE TABLE staged AS
    WITH ${declaredSql(request.series)} SELECT staged.* FROM staged SEMI JOIN declared ON staged.series_id::VARCHAR = declared.series_id`);
  const typing = await checkRows(warehouse, file, columns.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  await convertStaged(warehouse, columns);

  await warehouse.run(`
    CREATE OR REPLACE TABLE staged AS
    WITH ${declaredSql(request.series)},
         typed AS (SELECT * RENAME (realtime_end AS last_day) FROM staged)
    SELECT typed.*, (${periodEndsSql(request.series, 'date')} + least(lag_days, 0))::DATE AS known_from,
      CASE WHEN last_day IS NULL OR last_day >= DATE '${OPEN_END}' THEN DATE '${OPEN_END}'
           ELSE (last_day + 1)::DATE END AS realtime_end
    FROM typed JOIN declared USING (series_id)`);
  const problems = await checkRows(warehouse, file, [
    ...VERSION_CHECKS,
    ...dayChecks(request.series),
    ...(days === undefined
      ? []
      : [...begunChecks(request.series, days, 'realtime_start'), knownByToday(days, 'realtime_start', SHOWN_DATE)]),
  ]);
  if (hasErrors(problems)) fail(...problems);
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    SELECT series_id, date, value, realtime_start, 'published' AS knowledge, realtime_end FROM staged`);
  return [...problems, ...(await neverRevised(warehouse, file, request.series))];
}

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
    hint: 'realtime_end is the last day on which a version held; the current one is empty or 9999-12-31',
  },
  {
    fault: `lead(realtime_start) OVER (${VERSIONS}) BETWEEN realtime_start + 1 AND realtime_end - 1`,
    shown: SHOWN,
    say: (value) => `the version of ${value} still holds when the next one starts`,
    hint: 'realtime_end is the last day on which a version held: the day before the next one starts, or earlier',
  },
  {
    fault: 'realtime_start < known_from',
    shown: SHOWN,
    say: (value) => `${value} is known before its period has ended`,
    hint: 'such a value is a forecast, or of an unfinished period: correct the date, or the frequency',
    severity: 'warning',
  },
];

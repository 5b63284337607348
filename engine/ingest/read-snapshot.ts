import { hasErrors, type Problem } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { columnChecks } from './column-checks.ts';
import { checkLags, dayChecks, declaredSql, missingSeries, periodEndsSql } from './declared-series.ts';
import type { SnapshotRequest } from './request.ts';
import { stageFile } from './stage-file.ts';
import { checkRows, fail, type StagedFile } from './staged-file.ts';

const COLUMNS = [
  { name: 'series_id', type: 'VARCHAR', nullable: false },
  { name: 'date', type: 'DATE', nullable: false },
  { name: 'value', type: 'DOUBLE' },
];

/**
 * Reads a snapshot into the table `incoming`: the declared series, each value known from its period's end plus the
 * publication lag, `assumed`. Returns warnings; errors are thrown as one ProblemError. `absent` says whether a declared
 * series may be missing: an earlier snapshot need not hold a series that was declared later.
 */
export async function readSnapshot(
  warehouse: Warehouse,
  file: StagedFile,
  request: SnapshotRequest,
  absent: 'refused' | 'allowed',
): Promise<readonly Problem[]> {
  checkLags(file, request.series);
  await stageFile(
    warehouse,
    file,
    COLUMNS.map(({ name }) => name),
  );
  const typing = await checkRows(warehouse, file, COLUMNS.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  const problems = [
    ...(absent === 'allowed' ? [] : await missingSeries(warehouse, file, request.series, 'the snapshot')),
    ...(await checkRows(warehouse, file, [DUPLICATE, ...dayChecks(request.series)])),
  ];
  if (hasErrors(problems)) fail(...problems);

  const knownFrom = `(${periodEndsSql(request.series, 'date')} + lag_days)::DATE`;
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    WITH ${declaredSql(request.series)},
         typed AS (SELECT series_id::VARCHAR AS series_id, date::DATE AS date, value::DOUBLE AS value FROM staged)
    SELECT series_id, date, value, ${knownFrom} AS realtime_start, 'assumed' AS knowledge
    FROM typed JOIN declared USING (series_id)`);
  return problems;
}

const DUPLICATE = {
  fault: 'row_number() OVER (PARTITION BY series_id, date::DATE ORDER BY __row) > 1',
  shown: `series_id || ' ' || date`,
  say: (value: string) => `${value} is there twice`,
  hint: 'a snapshot holds one value for each series and date',
};

import { hasErrors, type Problem } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { columnChecks } from './column-checks.ts';
import {
  begunChecks,
  dayChecks,
  declaredSql,
  missingSeries,
  rowKnownFromSql,
  type SeriesPlace,
} from './declared-series.ts';
import { convertStaged, loadFile } from './load-file.ts';
import { checkLags } from './publication-lag.ts';
import type { ReadDays } from './read-days.ts';
import type { SnapshotRequest } from './request.ts';
import { checkRows } from './row-checks.ts';
import { fail, type StagedFile } from './staged-file.ts';

const COLUMNS = [
  { name: 'series_id', type: 'VARCHAR', nullable: false },
  { name: 'date', type: 'DATE', nullable: false },
  { name: 'value', type: 'DOUBLE' },
];

/**
 * Reads a snapshot into the table `incoming`: the declared series, each value known from its period's end plus the
 * publication lag, `assumed`. Returns warnings; errors are thrown as one ProblemError. Without `days` it is an earlier
 * snapshot: it need not hold a series that was declared later, and its days were judged when it was ingested.
 * `besideVintagesOf`: the series that vintages beside it hold, which are not asked for here.
 */
export async function readSnapshot(
  warehouse: Warehouse,
  file: StagedFile,
  request: Pick<SnapshotRequest, 'series'> & { readonly besideVintagesOf?: readonly string[] },
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  checkLags(file, request.series);
  const columns = await loadFile(warehouse, file, COLUMNS);
  const typing = await checkRows(warehouse, file, columns.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  await convertStaged(warehouse, file, columns);
  const problems = [
    ...(days === undefined ? [] : await missingSeries(warehouse, file, request.series, placeOf(request))),
    ...(await checkRows(warehouse, file, [
      DUPLICATE,
      ...dayChecks(request.series),
      ...(days === undefined ? [] : begunChecks(request.series, days)),
    ])),
  ];
  if (hasErrors(problems)) fail(...problems);

  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    WITH ${declaredSql(request.series)}
    SELECT series_id, date, value, ${rowKnownFromSql(request.series, 'date')} AS realtime_start, 'assumed' AS knowledge
    FROM staged JOIN declared USING (series_id)`);
  return problems;
}

function placeOf({ besideVintagesOf }: { readonly besideVintagesOf?: readonly string[] }): SeriesPlace {
  if (besideVintagesOf === undefined) return { what: 'the snapshot' };
  return { what: 'the snapshot', neither: 'in the vintages', others: besideVintagesOf };
}

const DUPLICATE = {
  fault: 'row_number() OVER (PARTITION BY series_id, date ORDER BY __row) > 1',
  shown: `series_id || ' ' || date`,
  say: (value: string) => `${value} is there twice`,
  hint: 'a snapshot holds one value for each series and date',
};

import { didYouMean, hasErrors, type Problem } from '../diagnostics/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import { isPeriodStartSql, periodEndSql } from './calendar-period.ts';
import { columnChecks } from './column-checks.ts';
import type { Frequency, SeriesSpec, SnapshotRequest } from './request.ts';
import { stageFile } from './stage-file.ts';
import { checkRows, fail, fileProblem, type StagedFile } from './staged-file.ts';

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
  const badLags = request.series.filter(({ publicationLagDays: lag }) => !Number.isInteger(lag) || lag < 0);
  if (badLags.length > 0) fail(...badLags.map((series) => badLag(file, series.name, series.publicationLagDays)));
  await stageFile(
    warehouse,
    file,
    COLUMNS.map(({ name }) => name),
  );
  const typing = await checkRows(warehouse, file, COLUMNS.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  const problems = [
    ...(absent === 'allowed' ? [] : await missingSeries(warehouse, file, request.series)),
    ...(await checkRows(warehouse, file, [DUPLICATE, ...startChecks(request.series)])),
  ];
  if (hasErrors(problems)) fail(...problems);

  const series = request.series
    .map((each) => `(${quoteText(each.seriesId)}, ${quoteText(each.frequency)}, ${each.publicationLagDays})`)
    .join(', ');
  const ends = frequenciesOf(request.series)
    .map((frequency) => `WHEN ${quoteText(frequency)} THEN ${periodEndSql(frequency, 'date')}`)
    .join(' ');
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    WITH declared(series_id, frequency, lag_days) AS (VALUES ${series}),
         typed AS (SELECT series_id::VARCHAR AS series_id, date::DATE AS date, value::DOUBLE AS value FROM staged)
    SELECT series_id, date, value, (CASE frequency ${ends} END + lag_days)::DATE AS realtime_start, 'assumed' AS knowledge
    FROM typed JOIN declared USING (series_id)`);
  return problems;
}

export function badLag(file: StagedFile, name: string, lag: number): Problem {
  const what = `the publication lag of ${name} is ${lag}: a value cannot be known before its period has ended`;
  return fileProblem(file, 'EWS3004', what, 'give the whole days from the end of the period to publication, 0 or more');
}

const DUPLICATE = {
  fault: 'row_number() OVER (PARTITION BY series_id, date::DATE ORDER BY __row) > 1',
  shown: `series_id || ' ' || date`,
  say: (value: string) => `${value} is there twice`,
  hint: 'a snapshot holds one value for each series and date',
};

function startChecks(series: readonly SeriesSpec[]) {
  return frequenciesOf(series).map((frequency) => {
    const ids = series.filter((each) => each.frequency === frequency).map((each) => quoteText(each.seriesId));
    return {
      fault: `series_id IN (${ids.join(', ')}) AND NOT ${isPeriodStartSql(frequency, 'date::DATE')}`,
      shown: `series_id || ' ' || date`,
      say: (value: string) => `${value} is not the first day of a period, although the series is ${frequency}`,
      hint: 'date is the first day of the period that a value describes; correct it, or the frequency of the series',
      severity: 'warning',
    } as const;
  });
}

function frequenciesOf(series: readonly SeriesSpec[]): readonly Frequency[] {
  return [...new Set(series.map(({ frequency }) => frequency))].sort();
}

async function missingSeries(
  warehouse: Warehouse,
  file: StagedFile,
  series: readonly SeriesSpec[],
): Promise<readonly Problem[]> {
  const found = await warehouse.rows('SELECT DISTINCT series_id::VARCHAR AS id FROM staged ORDER BY id');
  const ids = found.map((row) => String(row['id']));
  return series
    .filter(({ seriesId }) => !ids.includes(seriesId))
    .map(({ name, seriesId }) => {
      const guess = didYouMean(seriesId, ids) ?? `the snapshot holds ${ids.length} series: ${ids.join(', ')}`;
      return fileProblem(file, 'EWS3009', `series ${seriesId} of ${name} is not in the snapshot`, guess);
    });
}

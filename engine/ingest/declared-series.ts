import { didYouMean, type Problem } from '../diagnostics/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import { isPeriodStartSql, periodEndSql } from './calendar-period.ts';
import { begunWhenKnown, periodHasBegun, type ReadDays } from './read-days.ts';
import type { Frequency, SeriesSpec } from './request.ts';
import { fail, fileProblem, type RowCheck, type StagedFile } from './staged-file.ts';

/** Declared publication lags are whole days, not negative; a ProblemError otherwise. */
export function checkLags(file: StagedFile, series: readonly SeriesSpec[]): void {
  const bad = series.filter(({ publicationLagDays: lag }) => !Number.isInteger(lag) || lag < 0);
  if (bad.length > 0) fail(...bad.map((each) => badLag(file, each.name, each.publicationLagDays)));
}

export function badLag(file: StagedFile, name: string, lag: number): Problem {
  const what = `the publication lag of ${name} is ${lag}: a value cannot be known before its period has ended`;
  return fileProblem(file, 'EWS3004', what, 'give the whole days from the end of the period to publication, 0 or more');
}

/** That each row of `staged` is dated by the first day of its period. */
export function startChecks(series: readonly SeriesSpec[]): readonly RowCheck[] {
  return frequenciesOf(series).map((frequency): RowCheck => {
    const ids = series.filter((each) => each.frequency === frequency).map((each) => quoteText(each.seriesId));
    return {
      fault: `series_id IN (${ids.join(', ')}) AND NOT ${isPeriodStartSql(frequency, 'date::DATE')}`,
      shown: `series_id || ' ' || date`,
      say: (value: string) => `${value} is not the first day of a period, although the series is ${frequency}`,
      hint: 'date is the first day of the period that a value describes; correct it, or the frequency of the series',
      severity: 'warning',
    };
  });
}

/**
 * That no row of `staged` describes a period that has not begun, or, with `known`, SQL for the day on which a row became
 * known, that had not begun then: but of series declared to hold projections.
 */
export function begunChecks(series: readonly SeriesSpec[], days: ReadDays, known?: string): readonly RowCheck[] {
  const ids = series.filter(({ projections }) => projections !== true).map(({ seriesId }) => quoteText(seriesId));
  if (ids.length === 0) return [];
  const of = `series_id IN (${ids.join(', ')})`;
  const sql = { start: 'date::DATE', shown: `series_id || ' ' || date`, of };
  return [periodHasBegun(days, sql), ...(known === undefined ? [] : [begunWhenKnown({ ...sql, known })])];
}

function frequenciesOf(series: readonly SeriesSpec[]): readonly Frequency[] {
  return [...new Set(series.map(({ frequency }) => frequency))].sort();
}

/** A CASE for the last day of a row's period, by the column `frequency`. */
export function periodEndsSql(series: readonly SeriesSpec[], date: string): string {
  const ends = frequenciesOf(series).map(
    (frequency) => `WHEN ${quoteText(frequency)} THEN ${periodEndSql(frequency, date)}`,
  );
  return `CASE frequency ${ends.join(' ')} END`;
}

/** The declared series as rows `(series_id, frequency, lag_days)`. */
export function declaredSql(series: readonly SeriesSpec[]): string {
  const rows = series.map(
    (each) => `(${quoteText(each.seriesId)}, ${quoteText(each.frequency)}, ${each.publicationLagDays})`,
  );
  return `declared(series_id, frequency, lag_days) AS (VALUES ${rows.join(', ')})`;
}

/** Declared series of which `staged` holds no row. `what` the file is, for the message. */
export async function missingSeries(
  warehouse: Warehouse,
  file: StagedFile,
  series: readonly SeriesSpec[],
  what: string,
): Promise<readonly Problem[]> {
  const found = await warehouse.rows('SELECT DISTINCT series_id::VARCHAR AS id FROM staged ORDER BY id');
  const ids = found.map((row) => String(row['id']));
  return series
    .filter(({ seriesId }) => !ids.includes(seriesId))
    .map(({ name, seriesId }) => {
      const guess = didYouMean(seriesId, ids) ?? `${what} holds ${ids.length} series: ${ids.join(', ')}`;
      return fileProblem(file, 'EWS3009', `series ${seriesId} of ${name} is not in ${what}`, guess);
    });
}

import { didYouMean, type Problem } from '../diagnostics/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import { isPeriodDaySql, type Periods, periodEndSql, periodStartSql } from './calendar-period.ts';
import { afterLagSql, noForecastFromSql } from './publication-lag.ts';
import { begunWhenKnown, periodHasBegun, type ReadDays } from './read-days.ts';
import type { SeriesSpec } from './request.ts';
import type { RowCheck } from './row-checks.ts';
import { fileProblem, type StagedFile } from './staged-file.ts';

/** That each row of `staged` is dated by the day of its period that is declared. */
export function dayChecks(series: readonly SeriesSpec[]): readonly RowCheck[] {
  return periodsOf(series).map((periods): RowCheck => {
    const ids = series.filter((spec) => keyOf(spec) === keyOf(periods)).map(({ seriesId }) => quoteText(seriesId));
    return {
      fault: `series_id IN (${ids.join(', ')}) AND NOT ${isPeriodDaySql(periods, 'date::DATE')}`,
      shown: `series_id || ' ' || date`,
      ...wrongDay(periods, 'the series'),
      severity: 'warning',
    };
  });
}

/**
 * That no row of `staged` describes a period that has not begun, or, with `known`, SQL for the day on which a row
 * became known, that had not begun then: but of series declared to hold projections.
 */
export function begunChecks(series: readonly SeriesSpec[], days: ReadDays, known?: string): readonly RowCheck[] {
  const ids = series.filter(({ projections }) => projections !== true).map(({ seriesId }) => quoteText(seriesId));
  if (ids.length === 0) return [];
  const sql = {
    start: periodStartsSql(series, 'date'),
    shown: `series_id || ' ' || date`,
    of: `series_id IN (${ids.join(', ')})`,
  };
  return [periodHasBegun(days, sql), ...(known === undefined ? [] : [begunWhenKnown({ ...sql, known })])];
}

/** The words of a check that a date is the declared day of a period. */
export function wrongDay(
  { frequency, dated }: Periods,
  subject: string,
): Pick<RowCheck, 'say'> & { readonly hint: string } {
  const day = dated === 'end' ? 'last' : 'first';
  return {
    say: (value) => `${value} is not the ${day} day of a period, although ${subject} is ${frequency}`,
    hint: `date is the ${day} day of the period that a value describes; correct it, the frequency, or dated`,
  };
}

function periodsOf(series: readonly SeriesSpec[]): readonly Periods[] {
  const found = new Map(series.map((spec) => [keyOf(spec), spec]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, periods]) => periods);
}

function keyOf({ frequency, dated }: Periods): string {
  return `${frequency} ${dated ?? 'start'}`;
}

/** SQL for the first day on which a row is taken to be known, by its columns `periods` and `lag_days`. */
export function rowKnownFromSql(series: readonly SeriesSpec[], date: string): string {
  return afterLagSql(periodEndsSql(series, date), 'lag_days');
}

/** SQL for the first day on which a row is no forecast, by the same columns. */
export function rowNoForecastFromSql(series: readonly SeriesSpec[], date: string): string {
  return noForecastFromSql(periodEndsSql(series, date));
}

/** A CASE for the last day of a row's period, by the column `periods`. */
function periodEndsSql(series: readonly SeriesSpec[], date: string): string {
  const ends = periodsOf(series).map(
    (periods) => `WHEN ${quoteText(keyOf(periods))} THEN ${periodEndSql(periods, date)}`,
  );
  return `CASE periods ${ends.join(' ')} END`;
}

/** A CASE for the first day of a row's period, by the series of the row. */
function periodStartsSql(series: readonly SeriesSpec[], date: string): string {
  const ended = series.filter(({ dated }) => dated === 'end');
  if (ended.length === 0) return date;
  const starts = ended.map((spec) => `WHEN ${quoteText(spec.seriesId)} THEN ${periodStartSql(spec, date)}`);
  return `CASE series_id ${starts.join(' ')} ELSE ${date} END`;
}

/** The declared series as rows `(series_id, periods, lag_days)`. */
export function declaredSql(series: readonly SeriesSpec[]): string {
  const rows = series.map(
    (spec) => `(${quoteText(spec.seriesId)}, ${quoteText(keyOf(spec))}, ${spec.publicationLagDays})`,
  );
  return `declared(series_id, periods, lag_days) AS (VALUES ${rows.join(', ')})`;
}

/** Where series are looked for, in words. */
export interface SeriesPlace {
  /** `the snapshot`. */
  readonly what: string;
  /** Where else they are not: `in the vintages`, which hold `others`. */
  readonly neither?: string;
  readonly others?: readonly string[];
}

/** Declared series of which `staged` holds no row. */
export async function missingSeries(
  warehouse: Warehouse,
  file: StagedFile,
  series: readonly SeriesSpec[],
  { what, neither, others = [] }: SeriesPlace,
): Promise<readonly Problem[]> {
  const found = await warehouse.rows('SELECT DISTINCT series_id::VARCHAR AS id FROM staged ORDER BY id');
  const ids = found.map((row) => String(row['id']));
  const where = neither === undefined ? `not in ${what}` : `neither ${neither} nor in ${what}`;
  return series
    .filter(({ seriesId }) => !ids.includes(seriesId))
    .map(({ name, seriesId }) => {
      const guess = didYouMean(seriesId, [...ids, ...others]);
      const hint = guess ?? `${what} holds ${ids.length} series: ${ids.join(', ')}`;
      return fileProblem(file, 'EWS3009', `series ${seriesId} of ${name} is ${where}`, hint);
    });
}

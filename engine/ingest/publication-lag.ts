import { addDays, type Day } from '../calendar/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { nextPeriodEnd, type Periods, periodEndSql } from './calendar-period.ts';
import type { Dated, SeriesSpec } from './request.ts';
import { fail, fileProblem, type StagedFile } from './staged-file.ts';

/** Values whose source does not say when they became known: so many days after the last day of their period. */
export interface Lagged extends Periods {
  readonly lagDays: number;
}

/** SQL for the first day on which the value of a period is taken to be known; `date`: SQL for the day that names it. */
export function knownFromSql(lagged: Lagged, date: string): string {
  return afterLagSql(periodEndSql(lagged, date), lagged.lagDays);
}

/** The same by the last day of the period (SQL), also where the lag is a column: `lag_days`. */
export function afterLagSql(periodEnd: string, lagDays: number | 'lag_days'): string {
  return `(${periodEnd} + ${lagDays})::DATE`;
}

/**
 * SQL for the first day on which a value can be known and is no forecast, by the last day of its period (SQL) and the
 * column `lag_days`: that day, or as much earlier as the lag is negative.
 */
export function noForecastFromSql(periodEnd: string): string {
  return `(${periodEnd} + least(lag_days, 0))::DATE`;
}

/** The day by which the period after the newest one should be known; `newest`: the day that names it. */
export function nextKnownBy(lagged: Lagged, newest: Day): Day {
  return addDays(nextPeriodEnd(lagged, newest), lagged.lagDays);
}

/** Whether a publication lag in days may be: whole, and negative only where the date is the end of the period. */
export function isLag(lag: number, dated: Dated | undefined): boolean {
  return Number.isInteger(lag) && (lag >= 0 || dated === 'end');
}

/** Refuses a publication lag that `isLag` does not admit. */
export function badLag(file: StagedFile, name: string, lag: number): Problem {
  const what = `the publication lag of ${name} is ${lag}: a value cannot be known before its period has ended`;
  const hint = 'give the whole days from the end of the period to publication, 0 or more; or say dated: end';
  return fileProblem(file, 'EWS3004', what, hint);
}

/** Throws a ProblemError with each lag of declared series that `isLag` does not admit. */
export function checkLags(file: StagedFile, series: readonly SeriesSpec[]): void {
  const bad = series.filter(({ publicationLagDays: lag, dated }) => !isLag(lag, dated));
  if (bad.length > 0) fail(...bad.map(({ name, publicationLagDays }) => badLag(file, name, publicationLagDays)));
}

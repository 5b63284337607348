import type { Day } from '../calendar/index.ts';
import { quoteName } from '../warehouse/index.ts';
import type { RowCheck } from './row-checks.ts';

/** Bounds of the days in a file that is being ingested; earlier files were bounded when they were. */
export interface ReadDays {
  readonly ingestedOn: Day;
  readonly completeThrough: Day | undefined;
}

/** The last day on which a period may begin that is an observation and not a projection. */
export function lastPeriodStart({ ingestedOn, completeThrough }: ReadDays): string {
  return completeThrough !== undefined && completeThrough < ingestedOn ? completeThrough : ingestedOn;
}

/**
 * That a row describes a period that has begun: `start` is SQL for its first day, `shown` for what to call it, `of` for
 * the rows that must not be projections.
 */
export function periodHasBegun(days: ReadDays, sql: { start: string; shown: string; of: string }): RowCheck {
  const last = lastPeriodStart(days);
  const isDeclared = last === days.completeThrough;
  const way = isDeclared ? 'raise complete_through if such periods are complete' : 'correct the date';
  return {
    code: 'EWS3023',
    fault: `${sql.of} AND ${sql.start} > DATE '${last}'`,
    shown: sql.shown,
    say: (value) =>
      isDeclared
        ? `${value} is of a period after ${last}, through which the source is declared complete`
        : `${value} is of a period that begins after today, ${last}`,
    hint: `${way}; if such rows are projections, declare projections: true`,
  };
}

/**
 * That no row says it became known after the day on which it is read. `column` is a DATE in `staged`, `of` the rows
 * that say so: all when absent.
 */
export function knownByToday(
  { ingestedOn }: ReadDays,
  { column, shown, of = 'true' }: { readonly column: string; readonly shown: string; readonly of?: string },
): RowCheck {
  return {
    code: 'EWS3024',
    fault: `${of} AND ${quoteName(column)} > DATE '${ingestedOn}'`,
    shown: `${quoteName(column)}::VARCHAR || ' of ' || ${shown}`,
    say: (value) => `${column} ${value} is after today, ${ingestedOn}`,
    hint: 'nobody knows today what will be said later: correct the cell, or the clock',
  };
}

/** That no row was known before its period began: it was a projection then. Both are SQL of type DATE. */
export function begunWhenKnown(sql: { known: string; start: string; shown: string; of: string }): RowCheck {
  return {
    code: 'EWS3023',
    fault: `${sql.of} AND ${sql.known} < ${sql.start}`,
    shown: `${sql.shown} || ', known on ' || ${sql.known}`,
    say: (value) => `${value}, is of a period that had not begun then`,
    hint: 'correct the date; if such rows are projections, declare projections: true',
  };
}

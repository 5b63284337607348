import { END_OF_TIME } from '../../bitemporal/index.ts';
import { addDays, type Day } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { RealtimeWindow } from '../fred/fred-client.ts';
import { FIRST_DAY } from './fred-day.ts';

/** How many vintage dates FRED answers for in one request. */
export const MAX_VINTAGES = 2000;

/**
 * Windows that follow each other without a gap and together reach from `from` (all of time by default) to the end, each
 * with at most `most` of the vintage dates (ascending). A window ends on a vintage date, so that the next one begins
 * where, as a rule, no version does: a row that starts with a window is then the rest of one that the cut went through.
 */
export function vintageWindows(
  dates: readonly Day[],
  from: Day = FIRST_DAY,
  most: number = MAX_VINTAGES,
): readonly RealtimeWindow[] {
  const windows: RealtimeWindow[] = [];
  let start = from;
  for (let next = most; next < dates.length; next += most) {
    const end = at(dates, next - 1);
    windows.push({ start, end });
    start = addDays(end, 1);
  }
  return [...windows, { start, end: END_OF_TIME }];
}

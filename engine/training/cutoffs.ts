import { type Day, monthIndex } from '../calendar/index.ts';
import type { Protocol } from './types.ts';

/** Positions of the cut-offs: the first decision date not before `firstCutoff`, then one every `refitMonths`. */
export function cutoffPositions(
  dates: readonly Day[],
  protocol: Pick<Protocol, 'firstCutoff' | 'refitMonths'>,
): readonly number[] {
  const positions: number[] = [];
  let nextMonth = Number.NEGATIVE_INFINITY;
  for (const [i, date] of dates.entries()) {
    if (date < protocol.firstCutoff || monthIndex(date) < nextMonth) continue;
    // Counted from the schedule rather than from this date, so that a gap in the dates does not shift all that follow.
    nextMonth = (nextMonth === Number.NEGATIVE_INFINITY ? monthIndex(date) : nextMonth) + protocol.refitMonths;
    while (nextMonth <= monthIndex(date)) nextMonth += protocol.refitMonths;
    positions.push(i);
  }
  return positions;
}

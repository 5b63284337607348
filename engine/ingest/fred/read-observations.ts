import type { Observation, RealtimeWindow } from './types.ts';
import { dayField, type Fields, listField, objectFields, shownValue, UnusableAnswer } from './unusable-answer.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The rows of one page; `offset` is the place of its first row in the whole answer, for messages. */
export function readObservations(body: Fields, window: RealtimeWindow, offset: number): readonly Observation[] {
  return listField(body, 'observations').map((row, at) => {
    const where = `row ${offset + at + 1}`;
    const fields = objectFields(row, where);
    const date = dayField(fields, 'date', where);
    const realtimeStart = dayField(fields, 'realtime_start', where);
    const realtimeEnd = dayField(fields, 'realtime_end', where);
    if (realtimeEnd < realtimeStart) throw new UnusableAnswer(`realtime_end of ${where} is before its realtime_start`);
    if (realtimeStart < window.start)
      throw new UnusableAnswer(`realtime_start of ${where} is before the period asked for`);
    if (realtimeEnd > window.end) throw new UnusableAnswer(`realtime_end of ${where} is after the period asked for`);
    return { date, value: observedValue(fields, where), realtimeStart, realtimeEnd };
  });
}

/**
 * Throws Unusable for rows that are not in the order of their dates, or of one date twice on a day. It holds of every
 * page and of pages put together.
 */
export function checkOrder(rows: readonly Observation[], offset = 0): void {
  let previous: Observation | undefined;
  for (const [at, row] of rows.entries()) {
    if (previous !== undefined && row.date < previous.date) {
      throw new UnusableAnswer(`date of row ${offset + at + 1} is before that of the row above it`);
    }
    if (previous?.date === row.date && row.realtimeStart <= previous.realtimeEnd) {
      throw new UnusableAnswer(`realtime_start of row ${offset + at + 1} is within the period of the row above it`);
    }
    previous = row;
  }
}

function observedValue(fields: Fields, where: string): number | null {
  const text = fields['value'];
  if (text === '.') return null;
  const value = typeof text === 'string' && NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value))
    throw new UnusableAnswer(`value of ${where} is ${shownValue(text)}, not a number as text, or "."`);
  return value;
}

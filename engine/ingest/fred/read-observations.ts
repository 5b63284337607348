import type { Observation, RealtimeWindow } from './types.ts';
import { dayOf, type Fields, fieldsOf, listOf, told, Unusable } from './unusable.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The rows of one page; `offset` is the place of its first row in the whole answer, for messages. */
export function readObservations(body: Fields, window: RealtimeWindow, offset: number): readonly Observation[] {
  return listOf(body, 'observations').map((row, at) => {
    const where = `row ${offset + at + 1}`;
    const fields = fieldsOf(row, where);
    const date = dayOf(fields, 'date', where);
    const realtimeStart = dayOf(fields, 'realtime_start', where);
    const realtimeEnd = dayOf(fields, 'realtime_end', where);
    if (realtimeEnd < realtimeStart) throw new Unusable(`realtime_end of ${where} is before its realtime_start`);
    if (realtimeStart < window.start) throw new Unusable(`realtime_start of ${where} is before the period asked for`);
    if (realtimeEnd > window.end) throw new Unusable(`realtime_end of ${where} is after the period asked for`);
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
      throw new Unusable(`date of row ${offset + at + 1} is before that of the row above it`);
    }
    if (previous?.date === row.date && row.realtimeStart <= previous.realtimeEnd) {
      throw new Unusable(`realtime_start of row ${offset + at + 1} is within the period of the row above it`);
    }
    previous = row;
  }
}

function observedValue(fields: Fields, where: string): number | null {
  const text = fields['value'];
  if (text === '.') return null;
  const value = typeof text === 'string' && NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new Unusable(`value of ${where} is ${told(text)}, not a number as text, or "."`);
  return value;
}

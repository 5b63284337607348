import { expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { periodEnds } from './calendar.ts';

/** Every day of a span, by the platform's dates. */
function daysOf(start: Day, end: Day): readonly Date[] {
  const days: Date[] = [];
  for (
    const at = new Date(`${start}T12:00:00Z`);
    at <= new Date(`${end}T12:00:00Z`);
    at.setUTCDate(at.getUTCDate() + 1)
  ) {
    days.push(new Date(at));
  }
  return days;
}

const endsMonth = (day: Date): boolean => new Date(day.getTime() + 86_400_000).getUTCDate() === 1;
const ENDS = {
  daily: () => true,
  weekly: (day: Date) => day.getUTCDay() === 5,
  monthly: endsMonth,
  quarterly: (day: Date) => endsMonth(day) && (day.getUTCMonth() + 1) % 3 === 0,
} as const;

const SPANS = [
  ['1999-11-15', '2000-03-15'],
  ['2000-02-29', '2000-02-29'],
  ['2001-01-02', '2001-01-03'],
  ['9998-10-05', '9999-12-31'],
] as const;

const FREQUENCIES = ['daily', 'weekly', 'monthly', 'quarterly'] as const;
const CASES = SPANS.flatMap(([start, end]) => FREQUENCIES.map((frequency) => ({ frequency, start, end })));

it.each(CASES)('$frequency dates from $start to $end are the period ends among all days', (one) => {
  const wanted = daysOf(one.start, one.end).filter(ENDS[one.frequency]);
  expect(periodEnds(one.frequency, one.start, one.end)).toEqual(wanted.map((day) => day.toISOString().slice(0, 10)));
});

import { describe, expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { calendarWords, datesBetween } from './calendar-dates.ts';

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

const after = (day: Date, days: number): Date => new Date(day.getTime() + days * 86_400_000);
const endsMonth = (day: Date): boolean => after(day, 1).getUTCDate() === 1;
const ENDS = {
  daily: () => true,
  weekly: (day: Date) => day.getUTCDay() === 5,
  monthly: endsMonth,
  quarterly: (day: Date) => endsMonth(day) && (day.getUTCMonth() + 1) % 3 === 0,
  annual: (day: Date) => endsMonth(day) && day.getUTCMonth() === 11,
} as const;

/** Whether it is the last Monday to Friday of its period: one, and only days of a weekend up to the period's end. */
function isLastBusinessDay(ends: (day: Date) => boolean, day: Date): boolean {
  const isWeekend = (date: Date): boolean => date.getUTCDay() % 6 === 0;
  if (isWeekend(day)) return false;
  for (let last = day; ; last = after(last, 1)) {
    if (last !== day && !isWeekend(last)) return false;
    if (ends(last)) return true;
  }
}

const SPANS = [
  ['1999-11-15', '2000-03-15'],
  ['2000-02-29', '2000-02-29'],
  ['2001-01-02', '2001-01-03'],
  ['2020-01-31', '2020-02-28'],
  ['2020-02-29', '2022-12-30'],
  ['9998-10-05', '9999-12-31'],
] as const;

const FREQUENCIES = ['daily', 'weekly', 'monthly', 'quarterly', 'annual'] as const;
const CASES = SPANS.flatMap(([start, end]) => FREQUENCIES.map((frequency) => ({ frequency, start, end })));

describe('decision dates', () => {
  it.each(CASES)('$frequency from $start to $end are the period ends among all days', ({ frequency, start, end }) => {
    const wanted = daysOf(start, end).filter(ENDS[frequency]);
    const rule = { kind: 'periods', frequency, dayOfPeriod: 'last_day' } as const;
    expect(datesBetween(rule, start, end)).toEqual(wanted.map((day) => day.toISOString().slice(0, 10)));
  });

  it.each(CASES)('$frequency, on last business days from $start to $end', ({ frequency, start, end }) => {
    const wanted = daysOf(start, end).filter((day) => isLastBusinessDay(ENDS[frequency], day));
    const rule = { kind: 'periods', frequency, dayOfPeriod: 'last_business_day' } as const;
    expect(datesBetween(rule, start, end)).toEqual(wanted.map((day) => day.toISOString().slice(0, 10)));
  });

  it('of a committee are those of its list', () => {
    const rule = { kind: 'listed', file: 'c.csv', dates: ['2019-10-30', '2020-03-15', '2020-04-29'] } as const;
    expect(datesBetween(rule, '2019-10-31', '2020-04-29')).toEqual(['2020-03-15', '2020-04-29']);
    expect(calendarWords(rule)).toBe('listed in c.csv');
  });
});

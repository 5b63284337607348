import fc from 'fast-check';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  endOfMonth,
  isDay,
  type Month,
  monthEnd,
  monthIndex,
  monthStart,
  startOfMonth,
  utcDay,
  weekdayOf,
} from './index.ts';

/** A walk through the calendar, a day at a time, by the platform's own dates: slow, and written without ours. */
class Walk {
  readonly #at: Date;

  constructor(day: string) {
    this.#at = new Date(`${day}T12:00:00Z`);
  }

  get day(): string {
    return this.#at.toISOString().slice(0, 10);
  }

  get month(): string {
    return this.day.slice(0, 7);
  }

  step(by: 1 | -1): this {
    this.#at.setUTCDate(this.#at.getUTCDate() + by);
    return this;
  }

  /** To the last day of its month. */
  toMonthEnd(): this {
    const { month } = this;
    while (this.month === month) this.step(1);
    return this.step(-1);
  }

  /** To the first day of its month. */
  toMonthStart(): this {
    const { month } = this;
    while (this.month === month) this.step(-1);
    return this.step(1);
  }
}

/** Whole months are walked by their days. */
function walkMonths(day: string, months: number): Walk {
  const walk = new Walk(day);
  for (let i = 0; i < months; i++) walk.toMonthEnd().step(1);
  for (let i = 0; i > months; i--) walk.toMonthStart().step(-1);
  return walk;
}

const FIRST = Date.UTC(1583, 0, 1);
const days = fc
  .integer({ min: 0, max: Math.floor((Date.UTC(2400, 0, 1) - FIRST) / 864e5) })
  .map((n) => new Date(FIRST + n * 864e5).toISOString().slice(0, 10));

describe('days', () => {
  it('are added, and lie apart, as a walk of single days says', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
        const walk = new Walk(day);
        for (let i = 0; i < Math.abs(count); i++) walk.step(count < 0 ? -1 : 1);
        expect(addDays(day, count)).toBe(walk.day);
        expect(daysBetween(day, walk.day)).toBe(count);
      }),
      { numRuns: 200 },
    );
  });

  it('are on the weekday of the platform', () => {
    fc.assert(
      fc.property(days, (day) => {
        const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
        expect(new Date(`${day}T12:00:00Z`).toUTCString()).toContain(names[weekdayOf(day)]);
      }),
    );
  });

  test.each([
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['1959-01-31', true],
    ['1960-13-01', false],
    ['1960-00-10', false],
    ['1960-01-00', false],
    ['1960-04-31', false],
    ['1960-1-1', false],
    ['1960-01-01T00:00:00', false],
    ['1960-01-01 ', false],
    [' 1960-01-1', false],
    ['1960/01/01', false],
    ['-960-01-01', false],
    ['0000-01-01', true],
    ['9999-12-31', true],
    ['', false],
    [19600101, false],
    [null, false],
  ])('%j is one: %s', (value, real) => {
    expect(isDay(value)).toBe(real);
  });

  it('are told from other text as the platform tells them', () => {
    const digits = (length: number) =>
      fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => `${n}`.padStart(length, '0'));
    const texts = fc
      .tuple(digits(4), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
      .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    const real = (text: string): boolean => {
      const at = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
    };
    fc.assert(fc.property(texts, (text) => isDay(text) === real(text)));
  });

  it('are those of UTC', () => {
    expect(utcDay(new Date('2020-03-01T01:00:00+02:00'))).toBe('2020-02-29');
  });
});

describe('months', () => {
  const shifts = fc.integer({ min: -60, max: 60 });

  it('after a day, their first and last days, are those of a walk', () => {
    fc.assert(
      fc.property(days, shifts, (day, months) => {
        const month = walkMonths(day, months).month;
        expect(addMonths(day, months)).toBe(month);
        expect(addMonths(day.slice(0, 7), months)).toBe(month);
        expect(startOfMonth(day, months)).toBe(walkMonths(day, months).toMonthStart().day);
        expect(endOfMonth(day, months)).toBe(walkMonths(day, months).toMonthEnd().day);
      }),
      { numRuns: 100 },
    );
  });

  it('have an index whose difference is their distance', () => {
    fc.assert(
      fc.property(days, shifts, (day, months) => {
        const there = walkMonths(day, months).day;
        expect(monthIndex(there) - monthIndex(day)).toBe(months);
        expect(monthStart(monthIndex(day))).toBe(new Walk(day).toMonthStart().day);
        expect(monthEnd(monthIndex(day))).toBe(new Walk(day).toMonthEnd().day);
      }),
      { numRuns: 100 },
    );
  });

  it('have their own days in the first century too', () => {
    expect(monthEnd(monthIndex('0004-02'))).toBe('0004-02-29');
    expect(startOfMonth('0099-12-31', 1)).toBe('0100-01-01');
  });
});

it('keeps months and days apart, where they are called so', () => {
  expectTypeOf<Month>().not.toExtend<Day>();
  expectTypeOf<Day>().not.toExtend<Month>();
  expectTypeOf<string>().toExtend<Day>();
});

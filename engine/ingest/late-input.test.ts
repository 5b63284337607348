import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDays, daysBetween, type Frequency, weekdayOf } from '../calendar/index.ts';
import { type Arrival, latenessOf } from './late-input.ts';

const lag = (lagDays: number, lagMonths?: number): Arrival => ({
  kind: 'lag',
  lagDays,
  ...(lagMonths === undefined ? {} : { lagMonths }),
});
const held = (newest: string | null, arrivals: readonly string[] = []) => ({ newest, arrivals });

describe('an input with a lag is late', () => {
  test.each<[Frequency, 'start' | 'end', number, string, string, string]>([
    // The day after the newest, its lag, and a week.
    ['daily', 'start', 0, '2024-03-28', '2024-03-29', '2024-04-06'],
    ['daily', 'end', 1, '2024-03-28', '2024-03-30', '2024-04-07'],
    // A week that begins on Monday ends on Sunday; the next one a week later.
    ['weekly', 'start', 4, '2024-01-01', '2024-01-18', '2024-01-26'],
    ['weekly', 'end', 4, '2024-01-07', '2024-01-18', '2024-01-26'],
    ['biweekly', 'end', 0, '2024-01-07', '2024-01-21', '2024-01-29'],
    // Leap years: January, known 31 days after the end of February.
    ['monthly', 'start', 31, '2024-01-01', '2024-03-31', '2024-04-16'],
    ['monthly', 'start', 31, '2023-01-01', '2023-03-31', '2023-04-16'],
    ['monthly', 'end', 0, '2024-01-31', '2024-02-29', '2024-03-16'],
    // The second quarter of a series that has the first.
    ['quarterly', 'start', 30, '2022-01-01', '2022-07-30', '2022-09-14'],
    ['quarterly', 'end', 30, '2022-03-31', '2022-07-30', '2022-09-14'],
    ['semiannual', 'start', 0, '2022-01-01', '2022-12-31', '2023-02-15'],
    ['annual', 'start', 90, '2020-01-01', '2022-03-31', '2022-05-16'],
    ['annual', 'end', 90, '2020-06-30', '2021-09-28', '2021-11-13'],
    ['5-year', 'start', 0, '2000-01-01', '2009-12-31', '2010-02-15'],
    // Known before its period ends, which is dated by its end.
    ['monthly', 'end', -3, '2024-01-31', '2024-02-26', '2024-03-13'],
  ])('%s, dated %s, lag %i: newest %s, due %s, late from %s', (...row) => {
    const [frequency, dated, lagDays, newest, due, lateFrom] = row;
    expect(latenessOf({ frequency, dated }, lag(lagDays), held(newest))).toEqual({ due, lateFrom });
  });

  it('by the later of its lags in days and in months', () => {
    const monthly = { frequency: 'monthly' } as const;
    expect(latenessOf(monthly, lag(10, 12), held('2020-01-01'))?.due).toBe('2021-02-28');
    expect(latenessOf(monthly, lag(400, 12), held('2020-01-01'))?.due).toBe('2021-04-04');
  });

  it('never while markets are closed for a weekend, Easter, or the turn of a year', () => {
    const daily = { frequency: 'daily' } as const;
    for (const [newest, next] of [
      ['2024-03-28', '2024-04-02'], // Maundy Thursday to the Tuesday after Easter
      ['2022-12-23', '2022-12-28'], // Friday before Christmas in London
      ['2021-12-31', '2022-01-04'],
      ['2024-02-08', '2024-02-15'], // the Spring Festival in Hong Kong and a bridge
    ] as const) {
      const found = latenessOf(daily, lag(0), held(newest));
      expect(found !== null && found.lateFrom > next, newest).toBe(true);
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5 }), (days, lagDays) => {
        const friday = fridayAfter(addDays('1990-01-01', days));
        const found = latenessOf(daily, lag(lagDays), held(friday));
        // Monday's value, published as late as declared.
        expect(found !== null && found.lateFrom > addDays(friday, 3 + lagDays)).toBe(true);
      }),
    );
  });
});

describe('an input whose rows say when they were known is late', () => {
  const irregular = ['1979-06-03', '1980-07-08', '1981-06-01', '1982-01-06', '1983-07-08', '1991-04-25', '1992-12-22'];
  const arrivals = [...irregular, '2001-11-26', '2003-07-17'];
  const monthly = { frequency: 'monthly' } as const;

  it('when it has paused longer than ever, and the grace', () => {
    const pause = daysBetween('1992-12-22', '2001-11-26');
    expect(latenessOf(monthly, { kind: 'dated' }, held('2001-11-01', arrivals))).toEqual({
      due: addDays('2003-07-17', pause),
      lateFrom: addDays('2003-07-17', pause + 16),
    });
  });

  it('at no time while it came less than eight times', () => {
    expect(latenessOf(monthly, { kind: 'dated' }, held('1992-12-01', irregular))).toBeNull();
    expect(latenessOf(monthly, { kind: 'dated' }, held('2001-12-01', arrivals.slice(0, 8)))).not.toBeNull();
  });
});

it('without a value nothing is due', () => {
  expect(latenessOf({ frequency: 'daily' }, lag(0), held(null))).toBeNull();
});

function fridayAfter(day: string): string {
  return addDays(day, (5 - weekdayOf(day) + 7) % 7);
}

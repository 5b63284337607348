import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '../calendar/index.ts';
import { judgeFreshness, type SeriesState } from './freshness.ts';

const UNRATE: SeriesState = {
  relation: 'fred.unrate',
  frequency: 'monthly',
  publicationLagDays: 7,
  newest: '2024-09-01',
  ended: null,
  knownSince: '2024-10-04',
  askedThrough: '2024-11-20',
  limits: { warnAfterDays: 3, errorAfterDays: 30 },
  release: null,
};

const judge = (today: Day, changes: Partial<SeriesState> = {}) => {
  const { status, due, overdueDays, reason } = judgeFreshness({ ...UNRATE, ...changes }, today);
  return [status, due, overdueDays, reason];
};

describe('a series', () => {
  it('is due when the period after its newest one should be published', () => {
    expect(judge('2024-11-07')).toEqual(['pass', '2024-11-07', 0, '']);
    expect(judge('2024-11-10')).toEqual(['pass', '2024-11-07', 3, '']);
  });

  it('is late, then too late', () => {
    expect(judge('2024-11-11')).toEqual(['warn', '2024-11-07', 4, '4 days past 2024-11-07; warn after 3']);
    expect(judge('2024-12-08')).toEqual(['error', '2024-11-07', 31, '31 days past 2024-11-07; error after 30']);
  });

  it.each([
    ['quarterly', '2024-07-01', '2025-01-07'],
    ['annual', '2023-01-01', '2025-01-07'],
    ['weekly', '2024-11-04', '2024-11-24'],
    ['daily', '2024-11-04', '2024-11-12'],
    ['biweekly', '2024-11-04', '2024-12-08'],
    ['semiannual', '2024-01-01', '2025-01-07'],
    ['5-year', '2015-01-01', '2025-01-07'],
  ] as const)('that is %s is due by its own calendar', (frequency, newest, due) => {
    expect(judge('2024-11-07', { frequency, newest })[1]).toBe(due);
  });

  it.each([
    ['daily', '2024-11-04', '2024-11-12'],
    ['weekly', '2024-11-02', '2024-11-16'],
    ['biweekly', '2024-11-06', '2024-11-27'],
    ['monthly', '2024-01-31', '2024-03-07'],
    ['quarterly', '2024-09-30', '2025-01-07'],
    ['semiannual', '2024-06-30', '2025-01-07'],
    ['annual', '2023-09-30', '2024-10-07'],
    ['5-year', '2019-12-31', '2025-01-07'],
  ] as const)('that is %s and dated by the end of its periods is due after the next end', (frequency, newest, due) => {
    expect(judge('2024-11-07', { frequency, dated: 'end', newest })[1]).toBe(due);
  });

  it('without a value that holds is judged all the same', () => {
    const ended = { date: '2024-09-01', on: '2024-10-20' };
    const last = 'no current value: the last one, of 2024-09-01, held until 2024-10-19';
    expect(judge('2024-11-07', { newest: null, ended })).toEqual(['error', null, 0, last]);
    expect(judge('2024-11-07', { newest: null, ended, limits: {} })[0]).toBe('warn');
    expect(judge('2024-11-07', { newest: null, knownSince: null })[3]).toBe('no current value: none is stored');
  });

  it('without limits is judged by nobody', () => {
    expect(judge('2030-01-01', { limits: {} })[0]).toBe('none');
  });
});

describe('a release that came out', () => {
  const release = { name: 'Employment Situation', dates: ['2024-10-04', '2024-11-01', '2024-12-06'] };

  it('and brought nothing is a warning before any limit is reached', () => {
    expect(judge('2024-11-05', { release })).toEqual([
      'warn',
      '2024-11-07',
      0,
      '"Employment Situation" of 2024-11-01 brought nothing new',
    ]);
  });

  it('and brought a version is none', () => {
    expect(judge('2024-11-05', { release, knownSince: '2024-11-01' })[0]).toBe('pass');
  });

  it('after the series was asked for is none yet', () => {
    expect(judge('2024-11-05', { release, askedThrough: '2024-10-31' })[0]).toBe('pass');
  });
});

describe('a release that comes out every day', () => {
  const daysFrom = (first: Day, count: number, step = 1): readonly Day[] =>
    Array.from({ length: count }, (_, at) => addDays(first, at * step));
  const release = { name: 'H.15 Selected Interest Rates', dates: daysFrom('2024-08-01', 130) };
  const GS10 = { release, publicationLagDays: 1, newest: '2024-09-01', knownSince: '2024-10-01' };

  it('brings a monthly series nothing in the middle of the month, and that is no news', () => {
    expect(judge('2024-10-16', { ...GS10, askedThrough: '2024-10-15' })[0]).toBe('pass');
    expect(judge('2024-11-01', { ...GS10, askedThrough: '2024-10-31' })[0]).toBe('pass');
  });

  it('and still nothing when the month was due is', () => {
    expect(judge('2024-11-02', { ...GS10, askedThrough: '2024-11-01', limits: {} })).toEqual([
      'warn',
      '2024-11-01',
      1,
      '"H.15 Selected Interest Rates" of 2024-11-01 brought nothing new',
    ]);
  });

  it('and a quarterly series in a monthly release are judged alike', () => {
    const monthlyRelease = { name: 'GDP', dates: daysFrom('2024-01-30', 14, 30) };
    const gdp = {
      frequency: 'quarterly',
      newest: '2024-07-01',
      publicationLagDays: 30,
      release: monthlyRelease,
    } as const;
    expect(judge('2025-01-20', { ...gdp, knownSince: '2024-10-30', askedThrough: '2025-01-19' })[0]).toBe('pass');
    expect(judge('2025-02-25', { ...gdp, knownSince: '2024-10-30', askedThrough: '2025-02-24' })[0]).toBe('warn');
  });

  it('may bring a daily series nothing over a long weekend', () => {
    const daily = { ...GS10, frequency: 'daily', newest: '2024-10-11', knownSince: '2024-10-11' } as const;
    expect(judge('2024-10-15', { ...daily, askedThrough: '2024-10-14' })[0]).toBe('pass');
    expect(judge('2024-10-16', { ...daily, askedThrough: '2024-10-15' })[0]).toBe('warn');
  });
});

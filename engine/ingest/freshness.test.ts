import { describe, expect, it } from 'vitest';
import { judgeFreshness, type SeriesState } from './freshness.ts';

const UNRATE: SeriesState = {
  relation: 'fred.unrate',
  frequency: 'monthly',
  publicationLagDays: 7,
  newest: '2024-09-01',
  knownSince: '2024-10-04',
  askedThrough: '2024-11-20',
  limits: { warnAfterDays: 3, errorAfterDays: 30 },
  release: null,
};

const judge = (today: string, changes: Partial<SeriesState> = {}) => {
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
  ] as const)('that is %s is due by its own calendar', (frequency, newest, due) => {
    expect(judge('2024-11-07', { frequency, newest })[1]).toBe(due);
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

import { describe, expect, test } from 'vitest';
import { type Day, monthEnd, monthIndex, monthStart } from '../calendar/index.ts';
import { episodeBlockOf, episodesOf } from './episodes.ts';
import { episodeTable, falseAlarms } from './events/episode-table.ts';
import type { EventMonth, PredictionRow } from './types.ts';

/** '..###.' from a first month: '#' in the event, '.' not, '?' unknown. */
function months(first: Day, drawing: string): readonly EventMonth[] {
  const state = { '#': 1, '.': 0, '?': null } as const;
  return [...drawing].map((mark, i) => ({
    month: monthStart(monthIndex(first) + i),
    state: state[mark as keyof typeof state],
  }));
}

/** One prediction at each month's end: '!' alarm, '-' none, ' ' no prediction. */
function predictions(first: Day, drawing: string, y: 0 | 1 | null = 0): readonly PredictionRow[] {
  return [...drawing].map((mark, i) => ({
    asOf: monthEnd(monthIndex(first) + i),
    cutoff: first,
    probability: mark === ' ' ? null : 0.5,
    raw: mark === ' ' ? null : 0.5,
    baseline: 0.2,
    threshold: 0.5,
    alarm: mark === ' ' ? null : mark === '!',
    y,
    excluded: false,
  }));
}

test('an episode is a run of months in the event; the last may be unfinished, the first may lack its onset', () => {
  const found = episodesOf(months('2000-01-01', '##...###..#'));
  expect(found).toEqual([
    {
      onset: monthIndex('2000-01-01'),
      trough: monthIndex('2000-02-01'),
      last: monthIndex('2000-02-01'),
      onsetUnknown: true,
    },
    {
      onset: monthIndex('2000-06-01'),
      trough: monthIndex('2000-08-01'),
      last: monthIndex('2000-08-01'),
      onsetUnknown: false,
    },
    { onset: monthIndex('2000-11-01'), trough: null, last: monthIndex('2000-11-01'), onsetUnknown: false },
  ]);
  expect(episodesOf(months('2000-01-01', '.#?'))[0]?.trough).toBeNull();
});

test('a block runs from the month after a trough through the next trough', () => {
  const episodes = episodesOf(months('2000-01-01', '.#..#..'));
  const blocks = Array.from({ length: 7 }, (_, i) => episodeBlockOf(monthIndex('2000-01-01') + i, episodes));
  expect(blocks).toEqual([0, 0, 1, 1, 1, 2, 2]);
});

test('an event of unknown end is closed at its last known month, at the end of the data and in their middle', () => {
  const first = monthIndex('2000-01-01');
  const episodes = episodesOf(months('2000-01-01', '.##???...##.?##'));
  expect(
    episodes.map(({ onset, trough, last }) => [onset, trough, last].map((at) => (at === null ? null : at - first))),
  ).toEqual([
    [1, null, 2],
    [9, 10, 10],
    [13, null, 14],
  ]);
  const blocks = Array.from({ length: 17 }, (_, i) => episodeBlockOf(first + i, episodes));
  expect(blocks).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
  // The months between the last two are unknown, so the onset of the last one is too.
  const window = { minMonths: 1, maxMonths: 1 };
  const table = (drawing: string) => episodeTable(predictions('2000-01-01', drawing), episodes, window);
  expect(table('---!---!--------')).toMatchObject([
    { onset: '2000-02-01', trough: null, lastKnown: '2000-03-01', outcome: 'missed', firstAlarm: null },
    { onset: '2000-10-01', trough: '2000-11-01', outcome: 'missed' },
  ]);
  expect(table('--!-------------')[0]).toMatchObject({ outcome: 'late', firstAlarm: '2000-03-31' });
  expect(table('---!---!--------')[1]).not.toHaveProperty('lastKnown');
  // Nothing of an event that was last known before the first prediction.
  expect(episodeTable(predictions('2000-05-01', '-----'), episodesOf(months('2000-01-01', '.##???')), window)).toEqual(
    [],
  );
});

describe('the episode table', () => {
  const events = episodesOf(months('2000-01-01', '.....##...'));
  const window = { minMonths: 1, maxMonths: 3 };
  const row = (drawing: string) => episodeTable(predictions('2000-01-01', drawing), events, window)[0];

  test('an alarm inside the lead window warned, and the first one gives the lead', () => {
    expect(row('!-!!---')).toEqual({
      onset: '2000-06-01',
      trough: '2000-07-01',
      outcome: 'warned',
      firstAlarm: '2000-03-31',
      leadMonths: 3,
      persistence: 2 / 3,
      predictionsInWindow: 3,
    });
  });

  test('an alarm after onset is late, with a lead that is not positive', () => {
    expect(row('-----!-')).toMatchObject({ outcome: 'late', leadMonths: 0, persistence: 0 });
    expect(row('------!')).toMatchObject({ outcome: 'late', leadMonths: -1 });
  });

  test('an alarm before the window or after the trough does not count', () => {
    expect(row('!!-----!!')).toMatchObject({ outcome: 'missed', leadMonths: null, firstAlarm: null });
  });

  test('without a prediction in the window there is nothing to judge', () => {
    expect(row('--   !!')).toMatchObject({ outcome: 'unscored', persistence: null, predictionsInWindow: 0 });
  });

  test('events that ended before the first prediction are not listed', () => {
    expect(episodeTable(predictions('2001-01-01', '---'), events, window)).toEqual([]);
  });
});

test('false alarms are counted in months and in spells', () => {
  const calm = predictions('2000-01-01', '!!-!');
  const before = predictions('2000-05-01', '!', 1);
  const unlabelled = predictions('2000-07-01', '!', null);
  const after = predictions('2000-06-01', '!');
  const again = predictions('2000-08-01', '!');
  expect(falseAlarms([...calm, ...before, ...after, ...unlabelled, ...again])).toEqual({ months: 5, spells: 3 });
});

import { expect, test } from 'vitest';
import { type LeftBehind, type StandingState, standingOf, standingText } from './index.ts';

const made: LeftBehind = { status: 'ok', fingerprint: 'then', builtBy: 'R1' };
const tried = { leftBy: 'R2' } as const;

test.each<[string, LeftBehind | undefined, string | undefined, StandingState]>([
  ['made or reused by the newest run', made, 'then', 'ok'],
  ['of another definition than it was made of', made, 'now', 'stale'],
  ['waiting for data that nobody has', made, undefined, 'stale'],
  ['left out', { ...made, selected: false }, 'then', 'not selected'],
  ['left out, and of another definition', { ...made, selected: false }, 'now', 'stale'],
  [
    'stale when its run ended, and changed back since',
    { ...made, status: 'stale', selected: false },
    'then',
    'not selected',
  ],
  ['failed', { ...made, ...tried, status: 'failed' }, 'now', 'failed'],
  ['failed, and left out since', { ...made, ...tried, status: 'failed', selected: false }, 'now', 'failed'],
  ['blocked', { ...made, ...tried, status: 'blocked' }, 'now', 'blocked'],
  ['stopped', { ...made, ...tried, status: 'aborted' }, 'now', 'aborted'],
  ['never built', undefined, 'now', 'not selected'],
])('a node that is %s', (_, entry, fingerprint, state) => {
  const standing = standingOf({ entry, run: 'R3', fingerprint });
  expect(standing.state).toBe(state);
  expect(standing.numbersOf).toBe(entry === undefined ? null : 'R1');
  // Whoever is told of a failure is told of the run that failed.
  const left = entry?.leftBy ?? 'R3';
  if (state !== 'ok') expect(standingText(standing)).toContain(left);
  if (state !== 'ok' && entry !== undefined) expect(standingText(standing)).toContain('as of run R1');
});

test('a node that was never built has no numbers, whatever became of it', () => {
  const standing = standingOf({ entry: undefined, run: 'r', fingerprint: 'now', unmade: 'blocked' });
  expect(standing).toEqual({ state: 'blocked', run: 'r', numbersOf: null });
  expect(standingText(standing)).toBe('not built: what it is made of failed in run r');
});

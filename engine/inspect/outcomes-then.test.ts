import { expect, it } from 'vitest';
import { END_OF_TIME } from '../bitemporal/index.ts';
import { withOutcomesThen } from './outcomes-then.ts';

/** The outcome of a date of AT is announced, then corrected; that of BE is announced once; the last one never. */
const versions = [
  { date: '2007-01-31', country: 'AT', y: null, known_from: '2007-01-31', known_to: '2007-06-30' },
  { date: '2007-01-31', country: 'AT', y: 0, known_from: '2007-06-30', known_to: '2008-03-31' },
  { date: '2007-01-31', country: 'AT', y: 1, known_from: '2008-03-31', known_to: END_OF_TIME },
  { date: '2007-01-31', country: 'BE', y: 0, known_from: '2007-09-30', known_to: END_OF_TIME },
];
const rows = [
  { as_of: '2007-01-31', country: 'AT', y: 1, excluded: true },
  { as_of: '2007-01-31', country: 'BE', y: 0, excluded: false },
  { as_of: '2007-02-28', country: 'AT', y: 1, excluded: false },
];

it.each([
  ['2007-01-30', [null, null, null]],
  ['2007-06-29', [null, null, null]],
  ['2007-06-30', [0, null, null]],
  ['2007-09-30', [0, 0, null]],
  ['2008-03-30', [0, 0, null]],
  ['2008-03-31', [1, 0, null]],
  ['2030-01-01', [1, 0, null]],
])('on %s outcomes are %j, each of its own key, and nothing is said of what was not known', (day, outcomes) => {
  const then = withOutcomesThen(rows, { versions, keys: ['country'], day });
  expect(then.map(({ y }) => y)).toEqual(outcomes);
  expect(then.map(({ excluded }) => excluded)).toEqual(outcomes.map((y, i) => (y === null ? null : rows[i]?.excluded)));
});

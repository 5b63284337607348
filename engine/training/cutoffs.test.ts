import { expect, test } from 'vitest';
import { cutoffPositions } from './cutoffs.ts';
import type { Protocol } from './types.ts';

const protocol: Protocol = {
  firstCutoff: '2000-02-15',
  refitMonths: 2,
  minimumEpisodes: 1,
  maturity: 'as_known',
  excludeInEvent: false,
};

test('the first decision date not before the first cut-off, then one every refit_months', () => {
  const dates = ['2000-01-31', '2000-02-29', '2000-03-31', '2000-04-30', '2000-05-31', '2000-06-30'];
  expect(cutoffPositions(dates, protocol)).toEqual([1, 3, 5]);
});

test('with several dates a month the first of a due month is taken; a gap does not shift the schedule', () => {
  const dates = ['2000-02-11', '2000-02-18', '2000-02-25', '2000-03-31', '2000-05-05', '2000-05-12', '2000-06-02'];
  expect(cutoffPositions(dates, protocol).map((i) => dates[i])).toEqual(['2000-02-18', '2000-05-05', '2000-06-02']);
});

test('none after the last date', () => {
  expect(cutoffPositions(['2000-01-31'], protocol)).toEqual([]);
});

import { expect, it } from 'vitest';
import { vintageWindows } from './vintage-windows.ts';

const LAST = '9999-12-31';

it('one window holds as many vintage dates as FRED answers for', () => {
  expect(vintageWindows([])).toEqual([{ start: '1776-07-04', end: LAST }]);
  expect(vintageWindows(['2020-01-01', '2020-02-01'], '2019-12-31', 2)).toEqual([{ start: '2019-12-31', end: LAST }]);
});

it('windows follow each other without a gap, and end on a vintage date', () => {
  const dates = ['2020-01-01', '2020-02-01', '2020-03-01', '2020-03-02', '2020-05-01'];
  expect(vintageWindows(dates, '1776-07-04', 2)).toEqual([
    { start: '1776-07-04', end: '2020-02-01' },
    { start: '2020-02-02', end: '2020-03-02' },
    { start: '2020-03-03', end: LAST },
  ]);
});

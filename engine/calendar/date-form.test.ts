import { describe, expect, it, test } from 'vitest';
import { dateForm, dayOf } from './date-form.ts';
import type { Dated } from './period.ts';

function read(text: string, word: string, dated: Dated = 'start') {
  const form = dateForm(word);
  return form === undefined ? 'no form' : dayOf(text, form, dated);
}

describe('words for forms', () => {
  test.each(['%d/%m/%Y', '%m/%d/%Y', '%Y%m%d', '%d. %m. %Y', '%Y-%m-%d', 'quarter', 'month', 'year'])(
    '%s is one',
    (word) => expect(dateForm(word)).toBeDefined(),
  );
  test.each(['%d/%m/%y', '%d/%m', '%d/%d/%Y', '%d/%m/%Y %H', 'week', '', '%dx%mx%Y', 'constructor', '%d///%m/%Y'])(
    '%j is none',
    (word) => expect(dateForm(word)).toBeUndefined(),
  );
});

test.each([
  ['31/12/2020', '%d/%m/%Y', '2020-12-31'],
  ['1/2/2020', '%d/%m/%Y', '2020-02-01'],
  ['1/2/2020', '%m/%d/%Y', '2020-01-02'],
  ['12/31/2020', '%m/%d/%Y', '2020-12-31'],
  ['31.12.2020', '%d.%m.%Y', '2020-12-31'],
  ['31. 12. 2020', '%d. %m. %Y', '2020-12-31'],
  ['20201231', '%Y%m%d', '2020-12-31'],
  ['29/02/2020', '%d/%m/%Y', '2020-02-29'],
  ['2020Q1', 'quarter', '2020-01-01'],
  ['2020-Q4', 'quarter', '2020-10-01'],
  ['2020 Q2', 'quarter', '2020-04-01'],
  ['Q3 2020', 'quarter', '2020-07-01'],
  ['2020-01', 'month', '2020-01-01'],
  ['2020M1', 'month', '2020-01-01'],
  ['2020M12', 'month', '2020-12-01'],
  ['07/2020', 'month', '2020-07-01'],
  ['2020', 'year', '2020-01-01'],
])('%s as %s is %s', (text, word, day) => expect(read(text, word)).toBe(day));

test.each([
  ['2020Q1', 'quarter', '2020-03-31'],
  ['2020Q4', 'quarter', '2020-12-31'],
  ['2020-02', 'month', '2020-02-29'],
  ['2020', 'year', '2020-12-31'],
  ['31/12/2020', '%d/%m/%Y', '2020-12-31'],
])('%s as %s, dated by its end, is %s', (text, word, day) => expect(read(text, word, 'end')).toBe(day));

test.each([
  ['13/13/2020', '%d/%m/%Y'],
  ['30/02/2020', '%d/%m/%Y'],
  ['29/02/2021', '%d/%m/%Y'],
  ['2020-12-31', '%d/%m/%Y'],
  ['31-12-2020', '%d/%m/%Y'],
  ['31/12/20', '%d/%m/%Y'],
  ['31/12/2020 ', '%d/%m/%Y'],
  ['31x12x2020', '%d.%m.%Y'],
  ['2020131', '%Y%m%d'],
  ['2020Q5', 'quarter'],
  ['2020Q0', 'quarter'],
  ['20Q1', 'quarter'],
  ['Q12020', 'quarter'],
  ['2020-13', 'month'],
  ['2020-1', 'month'],
  ['0000', 'year'],
  ['02020', 'year'],
  ['2020.0', 'year'],
])('%s is not written as %s', (text, word) => expect(read(text, word)).toBeUndefined());

it('takes no line end for the end of a date', () => expect(read('2020\n', 'year')).toBeUndefined());

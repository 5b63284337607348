import * as z from 'zod';
import { day, filledList, filledMapping, listOf, mapping, namedMapping, number, text, yesOrNo } from './vocabulary.ts';

const CELL = 'a text, a number that is finite, true, false or null';
/** A whole number beyond 2^53 has lost digits by the time that it is read. */
const EXACT = 'a number of at most 2^53 without a fraction; a larger one stands in quotes';
const cell = z.union([text, z.literal(''), number.refine(isExact, EXACT), yesOrNo, z.null()], CELL);

function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}

const row = filledMapping(cell, 'a row such as { date: 2013-08-01, value: 7.3 }');
const rows = listOf(row, 'a list of rows, such as [{ date: 2013-08-01, value: 7.3 }]');
const given = z.union([rows, text], 'a list of rows, or the path of a CSV file beside this one');

const days = z.union([day, filledList(day, 'a list of dates, at least one')], 'a date, or a list of dates');

const bound = number.refine((value) => value >= 0, 'a number, at least 0').meta({ minimum: 0 });
const bounds = mapping(
  {
    relative: bound.optional().describe('As a share of the expected value.'),
    absolute: bound.optional().describe('In the unit of the column.'),
  },
  'a mapping such as { absolute: 0.01 } or { relative: 1.0e-9 }',
);

const unitTest = mapping(
  {
    description: text.optional().describe('What the test is about.'),
    as_of: days.describe('A day or several, on which the query is asked.'),
    vars: namedMapping(z.union([number, text, yesOrNo], 'a single value'), 'a mapping from variables to values')
      .optional()
      .describe('Values of variables of the project, in this test alone.'),
    given: namedMapping(given, 'a mapping from relations to their rows').describe(
      'Every relation that the query reaches, with its rows; []: it has none.',
    ),
    decision_dates: filledList(day, 'a list of dates, at least one')
      .optional()
      .describe('What calendar.dates holds; unless told, the decision dates of the project up to the last as_of.'),
    expect: rows
      .optional()
      .describe('What is stored of the group or label on these days; what a row does not name is not compared.'),
    expect_query: rows.optional().describe('Instead of expect: all rows that the query returns.'),
    tolerance: namedMapping(z.union([bound, bounds], 'a number, or { absolute: 0.01 }'), 'a mapping of tolerances')
      .optional()
      .describe('How far columns of type DOUBLE may be off: of all, or by column.'),
  },
  'a mapping with at least as_of, given, and expect or expect_query',
);

/** `unit_tests:` of a group or a label. */
export const unitTests = namedMapping(unitTest, 'a mapping from names of tests to { as_of, given, expect }')
  .default({})
  .describe('What is known on some days if these rows were published on theirs, by name.');

export type UnitTestShape = z.output<typeof unitTest>;

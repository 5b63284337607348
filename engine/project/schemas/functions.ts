import * as z from 'zod';
import { filledList, filledMapping, listOf, mapping, namedMapping, text } from './vocabulary.ts';

const ROWS = 'a list of rows, such as [{ date: 2020-01-01, value: 1 }]';
const cell = z.union([z.null(), z.boolean(), z.number(), z.string()], 'a number, text, true, false or null');
const rows = listOf(namedMapping(cell, 'a row, such as { date: 2020-01-01, value: 1 }'), ROWS);
const argument = z.union([cell, rows], `a value, or ${ROWS}`);
const item = z.union([cell, z.array(cell), namedMapping(cell, 'a row')], 'a value or a row');
const result = z.union([cell, namedMapping(cell, 'a struct'), z.array(item)], 'a value, a list of values, or rows');

const returns = mapping(
  {
    type: text.optional().describe("DuckDB's type of the value, such as DOUBLE."),
    unit: text.optional().describe('What the value is counted in.'),
    columns: filledMapping(text, 'a mapping from names to types, such as { date: DATE, value: DOUBLE }')
      .optional()
      .describe('Of a function that gives rows: its columns and their types.'),
  },
  'a mapping such as { type: DOUBLE, unit: "%" }, or { columns: { date: DATE, value: DOUBLE } }',
);

const oneCase = mapping(
  {
    call: text.optional().describe('The call, as SQL writes it.'),
    over: rows
      .optional()
      .describe('Rows that the call is computed over; is has then a value for each, or one for all.'),
    with: namedMapping(argument, 'a mapping from parameters to rows or values')
      .optional()
      .describe('Of a function that gives rows: what its parameters are.'),
    is: result.describe('What must come of it; numbers may differ by 1e-9 of themselves.'),
  },
  'a mapping such as { call: "growth(3, 2)", is: 50 }',
);

/** `features/lib/NAME.yaml`: what the functions of `features/lib/NAME.sql` are, and what they must give. */
export const functionsSchema = mapping({
  functions: filledMapping(
    mapping(
      {
        description: text.describe('What the function gives.'),
        formula: text.optional().describe('How it is computed, for people.'),
        source: text.optional().describe('Where the formula is published.'),
        returns: returns.describe('Its type, or its columns.'),
        cases: filledList(oneCase, 'a list with a case at least, such as [{ call: "growth(3, 2)", is: 50 }]').describe(
          'What it must give; computed whenever the project is compiled.',
        ),
      },
      'a mapping with description, returns and cases',
    ),
    'a mapping with a function at least',
  ).describe('The functions of the SQL beside this file, by name; queries call them as lib.NAME.'),
});

export type FunctionsShape = z.output<typeof functionsSchema>;

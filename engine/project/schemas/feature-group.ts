import * as z from 'zod';
import { unitTests } from './unit-tests.ts';
import {
  atLeast,
  day,
  described,
  filledList,
  filledMapping,
  keys,
  listOf,
  mapping,
  name,
  namedMapping,
  number,
  oneOf,
  severity,
  text,
  yesOrNo,
} from './vocabulary.ts';

const options = {
  severity: severity.default('error'),
  valid_from: day.optional().describe('The first decision date that is looked at.'),
};
const plainOptions = 'a mapping such as { severity: warn }';
const single = z.union([z.string(), number, yesOrNo], 'a single value');

const columnTest = z.union(
  [
    z.enum(['not_null', 'finite', 'unique']),
    mapping({
      not_null: mapping(options, plainOptions)
        .optional()
        .describe('Every row has a value; NaN and infinities fail, too.'),
      finite: mapping(options, plainOptions).optional().describe('No NaN and no infinity; NULL passes.'),
      unique: mapping(options, plainOptions).optional().describe('No value occurs twice.'),
      range: mapping(
        {
          min: number.optional().describe('The least value, allowed itself.'),
          max: number.optional().describe('The largest value, allowed itself.'),
          ...options,
        },
        'a mapping such as { min: 0, max: 30 }',
      )
        .optional()
        .describe('Every value lies within limits.'),
      accepted_values: mapping(
        {
          values: filledList(single, 'a list of values, at least one').describe('The values that are allowed.'),
          ...options,
        },
        'a mapping such as { values: [0, 1] }',
      )
        .optional()
        .describe('Every value is one of a list.'),
      monotonic: mapping(
        {
          direction: oneOf('increasing', 'decreasing').describe('Which way values go.'),
          strict: yesOrNo.default(false).describe('Whether equal neighbours fail.'),
          ...options,
        },
        'a mapping such as { direction: increasing }',
      )
        .optional()
        .describe('Values go one way only.'),
    }),
  ],
  'not_null, finite, unique, or a mapping such as range: { min: 0, max: 30 }',
);

const column = mapping(
  {
    description: text.describe('What the column says.'),
    unit: text.optional().describe('What it is counted in.'),
    as_known: oneOf('row', 'last_value')
      .default('row')
      .describe('row: the newest row as a whole; last_value: of this column the newest value that is not NULL.'),
    valid_from: day.optional().describe('The first decision date from which the column means something.'),
    tests: listOf(columnTest, 'a list of tests, such as [not_null]')
      .default([])
      .describe('What must hold of the column.'),
  },
  'a mapping with at least a description',
);

export const featureGroupSchema = mapping({
  feature: name.describe('What the group is called; the file is called the same.'),
  ...described,
  keys,
  ttl: atLeast(1, 'days').optional().describe('For how many days a value is good; an older one is NULL.'),
  columns: filledMapping(column, 'a mapping from column names to { description, ... }, at least one').describe(
    'The columns that the SQL returns, besides date and keys.',
  ),
  tests: namedMapping(mapping({ severity }, plainOptions), 'a mapping from test names to { severity }')
    .default({})
    .describe('Severities of tests in SQL: TEST is features/GROUP.TEST.sql.'),
  unit_tests: unitTests,
});

export type FeatureGroupShape = z.output<typeof featureGroupSchema>;
export type ColumnTestShape = z.output<typeof columnTest>;

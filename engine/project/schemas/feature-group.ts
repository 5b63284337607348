import * as z from 'zod';
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

const options = { severity: severity.default('error'), valid_from: day.optional() };
const plainOptions = 'a mapping such as { severity: warn }';
const single = z.union([z.string(), number, yesOrNo], 'a single value');

const columnTest = z.union(
  [
    z.enum(['not_null', 'finite', 'unique']),
    mapping({
      not_null: mapping(options, plainOptions).optional(),
      finite: mapping(options, plainOptions).optional(),
      unique: mapping(options, plainOptions).optional(),
      range: mapping(
        { min: number.optional(), max: number.optional(), ...options },
        'a mapping such as { min: 0, max: 30 }',
      ).optional(),
      accepted_values: mapping(
        { values: filledList(single, 'a list of values, at least one'), ...options },
        'a mapping such as { values: [0, 1] }',
      ).optional(),
      monotonic: mapping(
        { direction: oneOf('increasing', 'decreasing'), strict: yesOrNo.default(false), ...options },
        'a mapping such as { direction: increasing }',
      ).optional(),
    }),
  ],
  'not_null, finite, unique, or a mapping such as range: { min: 0, max: 30 }',
);

const column = mapping(
  {
    description: text,
    unit: text.optional(),
    as_known: oneOf('row', 'last_value').default('row'),
    valid_from: day.optional(),
    tests: listOf(columnTest, 'a list of tests, such as [not_null]').default([]),
  },
  'a mapping with at least a description',
);

export const featureGroupSchema = mapping({
  feature: name,
  ...described,
  keys,
  ttl: atLeast(1, 'days').optional(),
  columns: filledMapping(column, 'a mapping from column names to { description, ... }, at least one'),
  tests: namedMapping(mapping({ severity }, plainOptions), 'a mapping from test names to { severity }').default({}),
});

export type FeatureGroupShape = z.output<typeof featureGroupSchema>;
export type ColumnTestShape = z.output<typeof columnTest>;

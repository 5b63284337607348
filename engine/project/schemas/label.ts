import * as z from 'zod';
import { LIMITS } from '../../limits/index.ts';
import { unitTests } from './unit-tests.ts';
import { described, keys, mapping, name, oneOf, text } from './vocabulary.ts';

const WINDOW_MONTH = 'a whole number of at most 1,200 months, or a variable such as $horizon_months';
const month = z.int().min(-LIMITS.months.most).max(LIMITS.months.most);
const windowMonth = z.union([month, z.string().regex(/^\$[A-Za-z_]\w*$/)], WINDOW_MONTH);

export const labelSchema = mapping({
  label: name.describe('What the label is called; the file is called the same.'),
  ...described,
  kind: oneOf('binary', 'continuous').describe('binary: an event happens or not; continuous: a value.'),
  unit: text.optional().describe('What the values of a continuous label are counted in.'),
  keys,
  window: mapping(
    {
      from_month: windowMonth.describe('The first month; 1 is the one after the decision month.'),
      to_month: windowMonth.describe('The last month, included; a variable such as $horizon_months follows --vars.'),
    },
    'a mapping such as { from_month: 1, to_month: 12 }',
  ).describe('Which months its outcome looks at, counted from the decision month.'),
  event: text.optional().describe('group.column: the monthly state whose runs are episodes.'),
  unit_tests: unitTests,
});

export type LabelShape = z.output<typeof labelSchema>;

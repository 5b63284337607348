import * as z from 'zod';
import { described, keys, mapping, name, oneOf, text } from './vocabulary.ts';

const WINDOW_MONTH = 'a whole number, or a variable such as $horizon_months';
const windowMonth = z.union([z.int(), z.string().regex(/^\$[A-Za-z_]\w*$/)], WINDOW_MONTH);

export const labelSchema = mapping({
  label: name,
  ...described,
  kind: oneOf('binary', 'continuous'),
  keys,
  window: mapping(
    { from_month: windowMonth, to_month: windowMonth },
    'a mapping such as { from_month: 1, to_month: 12 }',
  ),
  event: text.optional(),
});

export type LabelShape = z.output<typeof labelSchema>;

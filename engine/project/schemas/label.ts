import type * as z from 'zod';
import { described, keys, mapping, name, oneOf, text, wholeNumber } from './vocabulary.ts';

export const labelSchema = mapping({
  label: name,
  ...described,
  kind: oneOf('binary', 'continuous'),
  keys,
  window: mapping(
    { from_month: wholeNumber, to_month: wholeNumber },
    'a mapping such as { from_month: 1, to_month: 12 }',
  ),
  event: text.optional(),
});

export type LabelShape = z.output<typeof labelSchema>;

import * as z from 'zod';
import { day, filledList, listOf, mapping, name, namedMapping, oneOf, text } from './vocabulary.ts';

const variable = mapping(
  {
    type: oneOf('integer', 'number', 'text', 'date', 'boolean'),
    value: z.union([z.string(), z.number(), z.boolean()], 'a single value'),
    description: text,
  },
  'a mapping such as { type: integer, value: 12, description: months ahead }',
);

const END = 'a date that exists, as YYYY-MM-DD, or data';

export const configSchema = mapping({
  name,
  calendar: mapping(
    {
      frequency: oneOf('daily', 'weekly', 'monthly', 'quarterly'),
      start: day,
      end: z.union([z.literal('data'), day], END).default('data'),
    },
    'a mapping with frequency, start and end',
  ),
  vars: namedMapping(variable, 'a mapping from names to { type, value, description }').default({}),
  default_target: name.default('local'),
  champions: namedMapping(text, 'a mapping from labels to models, such as { recession_12m: recession_logit }').default(
    {},
  ),
  owners: listOf(mapping({ path: text, owner: text }), 'a list of { path, owner }').default([]),
  tags: listOf(
    mapping({ path: text, tags: filledList(text, 'a list of tags') }),
    'a list of { path, tags: [...] }',
  ).default([]),
});

export type ConfigShape = z.output<typeof configSchema>;

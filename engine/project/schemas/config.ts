import * as z from 'zod';
import { day, filledList, listOf, mapping, name, namedMapping, oneOf, text } from './vocabulary.ts';

const variable = mapping(
  {
    type: oneOf('integer', 'number', 'text', 'date', 'boolean').describe('What a value of it is.'),
    value: z
      .union([z.string(), z.number(), z.boolean()], 'a single value')
      .describe('What SQL reads where it says $NAME; --vars NAME=VALUE sets another one.'),
    description: text.describe('What the variable is about.'),
  },
  'a mapping such as { type: integer, value: 12, description: months ahead }',
);

const END = 'a date that exists, as YYYY-MM-DD, or data';

const calendar = mapping(
  {
    frequency: oneOf('daily', 'weekly', 'monthly', 'quarterly', 'annual')
      .optional()
      .describe('How long the periods are whose ends are decision dates.'),
    day_of_period: oneOf('last_day', 'last_business_day')
      .optional()
      .describe('Which day of a period is its decision date; last_day unless told.'),
    dates: text.optional().describe('In place of frequency: a file of this project with one decision date a line.'),
    start: day.optional().describe('The first decision date.'),
    end: z
      .union([z.literal('data'), day], END)
      .default('data')
      .describe('The last decision date; data: as far as all inputs of models are complete.'),
  },
  'a mapping with frequency, start and end; or with dates, a file',
)
  .refine(({ frequency, dates }) => (frequency === undefined) !== (dates === undefined), {
    path: ['frequency'],
    // After an unknown key, which may be one of the two misspelt, that both are missing is no second problem.
    when: ({ issues }) => issues.length === 0,
    error: 'daily, weekly, monthly, quarterly or annual; or, in its place, dates: FILE with one date a line',
  })
  .refine(({ frequency, start }) => frequency === undefined || start !== undefined, {
    path: ['start'],
    when: ({ issues }) => issues.length === 0,
    error: 'the first decision date, as YYYY-MM-DD',
  })
  .refine(({ day_of_period: of, dates }) => of === undefined || dates === undefined, {
    path: ['day_of_period'],
    when: ({ issues }) => issues.length === 0,
    error: 'left out: dates lists the days themselves',
  })
  .meta({ anyOf: [{ required: ['frequency', 'start'] }, { required: ['dates'] }] });

export const configSchema = mapping({
  name: name.describe('What the project is called.'),
  calendar: calendar.describe('The decision dates: the days on which somebody looks at what is known.'),
  vars: namedMapping(variable, 'a mapping from names to { type, value, description }')
    .default({})
    .describe('Variables that SQL reads as $NAME.'),
  default_target: name.default('local').describe('The target of commands that name none.'),
  champions: namedMapping(text, 'a mapping from labels to models, such as { recession_12m: recession_logit }')
    .default({})
    .describe('Of each label, the model that the others are held against.'),
  owners: listOf(
    mapping({ path: text.describe('A glob, such as features/**.'), owner: text.describe('Whom to ask.') }),
    'a list of { path, owner }',
  )
    .default([])
    .describe('Who owns the definitions under a path, where they name no owner.'),
  tags: listOf(
    mapping({
      path: text.describe('A glob, such as features/**.'),
      tags: filledList(text, 'a list of tags').describe('Words that definitions are selected by: -s tag:WORD.'),
    }),
    'a list of { path, tags: [...] }',
  )
    .default([])
    .describe('Tags of all definitions under a path.'),
});

export type ConfigShape = z.output<typeof configSchema>;

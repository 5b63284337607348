import * as z from 'zod';
import { isDay } from '../../calendar/index.ts';
import { grouped, LIMITS } from '../../limits/index.ts';
import { alternatives } from '../alternatives.ts';

/**
 * The words that schemas are built from. The message of every schema says what is allowed ("a whole number, at least
 * 1"), because a problem reads "X is ...; expected <message>"; for an unknown key it lists the keys that exist.
 */
export function mapping<S extends z.core.$ZodLooseShape>(shape: S, words = 'a mapping (key: value)') {
  const keys = Object.keys(shape).join(' ');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : words) });
}

export function namedMapping<T extends z.ZodType>(member: T, words: string) {
  return z.record(z.string(), member, words);
}

/** A mapping by name with at least one member. */
export function filledMapping<T extends z.ZodType>(member: T, words: string) {
  return namedMapping(member, words)
    .refine((value) => Object.keys(value).length > 0, words)
    .meta({ minProperties: 1 });
}

const LONG_LIST = `a list of at most ${grouped(LIMITS.listLength.most)} entries`;

export function listOf<T extends z.ZodType>(item: T, words: string) {
  return z.array(item, words).max(LIMITS.listLength.most, LONG_LIST);
}

export function filledList<T extends z.ZodType>(item: T, words: string) {
  return listOf(item, words).min(1, words);
}

export function oneOf<const T extends readonly string[]>(...values: T) {
  return z.enum(values, alternatives(values));
}

export const text = z.string('text').regex(/\S/, 'text that says something');

export const name = z.string('a name').regex(/\S/, 'a name');

const DAY = 'a date that exists, as YYYY-MM-DD';
export const day = z.string(DAY).refine(isDay, { error: DAY, abort: true }).meta({ format: 'date' });

const SERVER_URL = 'an https URL; http only to this machine (127.0.0.1, localhost, [::1])';
/** Where keys and data travel to: encrypted, unless they never leave the machine. */
export const serverUrl = z.string(SERVER_URL).refine(isServerUrl, SERVER_URL).meta({ format: 'uri' });

function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

export const yesOrNo = z.boolean('true or false');

const NUMBER = 'a number';
export const number = z.number(NUMBER);

export const wholeNumber = z.int('a whole number');

/** How many of a unit there may be, so that nothing that is counted by it grows without end. */
const MOST = {
  candidates: LIMITS.candidates.most,
  days: LIMITS.days.most,
  draws: LIMITS.draws.most,
  folds: LIMITS.folds.most,
  months: LIMITS.months.most,
  seconds: LIMITS.seconds.most,
  threads: LIMITS.threads.most,
} as const satisfies Readonly<Record<string, number>>;

type Unit = keyof typeof MOST | 'hours' | 'requests' | 'rows';

/** @param unit what it counts, where its words say so. Each unit has its limit; what has none takes counts of rows. */
export function atLeast(least: number, unit?: Unit) {
  const whole = `a whole number${unit === undefined ? '' : ` of ${unit}`}`;
  const words = `${whole}, at least ${least}`;
  const most = unit !== undefined && unit in MOST ? MOST[unit as keyof typeof MOST] : LIMITS.rows.most;
  return z
    .int(words)
    .min(least, words)
    .max(most, `${whole}, at most ${grouped(most)}`);
}

/** A whole number with a name of its own for what it counts, which its words leave out. */
export function countOf(least: number, unit: keyof typeof MOST) {
  const words = `a whole number, at least ${least}`;
  return z
    .int(words)
    .min(least, words)
    .max(MOST[unit], `a whole number, at most ${grouped(MOST[unit])}`);
}

/** A number strictly between two bounds. */
export function numberBetween(low: number, high: number) {
  const words = `a number between ${low} and ${high}, both excluded`;
  return z.number(words).gt(low, words).lt(high, words);
}

export const severity = oneOf('error', 'warn').describe(
  'error: a failure blocks what reads the group; warn: it is told.',
);

export const frequency = oneOf(
  'daily',
  'weekly',
  'biweekly',
  'monthly',
  'quarterly',
  'semiannual',
  'annual',
  '5-year',
).describe('How long a period is.');

/** Which day of its period a date names. */
export const dated = oneOf('start', 'end').optional().describe('Which day of its period a date names.');

/** Negative only where a date is the last day of its period: a rule of its own says so. */
const LAG = `a whole number of days, at most ${grouped(LIMITS.days.most)}`;
export const lag = z.int('a whole number of days').min(-LIMITS.days.most, LAG).max(LIMITS.days.most, LAG);

/** Under which terms data may be passed on, and whom to name. */
export const rights = {
  licence: text.optional().describe('Under which terms the data may be passed on.'),
  attribution: text.optional().describe('Whom to name where the data are shown.'),
};

export const breaks = listOf(
  mapping({ date: day.describe('The first date after the break.'), reason: text.describe('What changed.') }),
  'a list of { date, reason }',
)
  .default([])
  .describe('Where values before and after are not to be compared.');

/** What every definition may say of itself besides its name. */
export const described = {
  description: text.describe('What it is, for those who read pages and cards.'),
  owner: text.optional().describe('Whom to ask; unless told, the owner of the path in ews.config.yaml.'),
  tags: listOf(text, 'a list of tags, such as [monthly]')
    .default([])
    .describe('Words that it is selected by: -s tag:WORD.'),
  access: listOf(text, 'a list of roles, such as [analyst]')
    .default([])
    .describe('Roles that may read it; unless told, everybody.'),
};

export const keys = listOf(name, 'a list of column names, such as [country]')
  .default([])
  .describe('Columns that tell rows of one date apart, such as country.');

import * as z from 'zod';
import { isDay } from '../../calendar/index.ts';
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

export function listOf<T extends z.ZodType>(item: T, words: string) {
  return z.array(item, words);
}

export function filledList<T extends z.ZodType>(item: T, words: string) {
  return z.array(item, words).min(1, words);
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

export function atLeast(least: number, unit = '') {
  const words = `a whole number${unit === '' ? '' : ` of ${unit}`}, at least ${least}`;
  return z.int(words).min(least, words);
}

/** A number strictly between two bounds. */
export function numberBetween(low: number, high: number) {
  const words = `a number between ${low} and ${high}, both excluded`;
  return z.number(words).gt(low, words).lt(high, words);
}

export const severity = oneOf('error', 'warn');

export const frequency = oneOf('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'semiannual', 'annual', '5-year');

/** Which day of its period a date names. */
export const dated = oneOf('start', 'end').optional();

/** Negative only where a date is the last day of its period: a rule of its own says so. */
export const lag = z.int('a whole number of days');

/** Under which terms data may be passed on, and whom to name. */
export const rights = { licence: text.optional(), attribution: text.optional() };

export const breaks = listOf(mapping({ date: day, reason: text }), 'a list of { date, reason }').default([]);

/** What every definition may say of itself besides its name. */
export const described = {
  description: text,
  owner: text.optional(),
  tags: listOf(text, 'a list of tags, such as [monthly]').default([]),
  access: listOf(text, 'a list of roles, such as [analyst]').default([]),
};

export const keys = listOf(name, 'a list of column names, such as [country]').default([]);

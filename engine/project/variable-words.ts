import type { VariableType } from './definitions.ts';

/** What to write for a value of each type. */
export const VARIABLE_WORDS: Readonly<Record<VariableType, string>> = {
  integer: 'a whole number, without quotes',
  number: 'a number, without quotes',
  text: 'text, in quotes where it looks like a number, true or false',
  date: 'a date that exists, as YYYY-MM-DD',
  boolean: 'true or false, without quotes',
};

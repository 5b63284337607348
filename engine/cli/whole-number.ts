import { usageError } from '../diagnostics/index.ts';

/** What a flag that counts was given, from 1 on. ProblemError EWS6001 for anything else. */
export function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageError(`${flag} takes a whole number from 1 on, not "${text}"`, `write ${flag} 24`);
}

import { type Day, isDay } from '../../calendar/index.ts';

/** An answer that is not what was asked for; the message says which field, at which row. */
export class UnusableAnswer extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object. Throws Unusable for any other value. */
export function objectFields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnusableAnswer(`${where} is ${shownValue(value)}, not an object`);
  }
  return value as Fields;
}

/** A field that is a list. Throws Unusable where it is none. */
export function listField(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new UnusableAnswer(`${name} is ${shownValue(value)}, not a list`);
  return value;
}

/** A field that is text. Throws Unusable where it is none. */
export function textField(fields: Fields, name: string, where: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new UnusableAnswer(`${name} of ${where} is ${shownValue(value)}, not text`);
  return value;
}

/** A field that is a day, `YYYY-MM-DD`. Throws Unusable where it is none. */
export function dayField(fields: Fields, name: string, where: string): Day {
  const value = fields[name];
  if (!isDay(value)) throw new UnusableAnswer(`${name} of ${where} is ${shownValue(value)}, not a date`);
  return value;
}

/** A whole number from 0 on. */
export function countField(fields: Fields, name: string, where: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new UnusableAnswer(`${name} of ${where} is ${shownValue(value)}, not a count`);
  }
  return value;
}

/** Throws Unusable unless every field named is as expected. */
export function expectEqual(fields: Fields, expected: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (fields[name] !== value)
      throw new UnusableAnswer(`${name} is ${shownValue(fields[name])}, ${shownValue(value)} was asked for`);
  }
}

/** Shows what a value looks like, short enough for a message. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** An answer that is not what was asked for; the message says which field, at which row. */
export class Unusable extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unusable(`${where} is ${told(value)}, not an object`);
  }
  return value as Fields;
}

export function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new Unusable(`${name} is ${told(value)}, not a list`);
  return value;
}

export function textOf(fields: Fields, name: string, where: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Unusable(`${name} of ${where} is ${told(value)}, not text`);
  return value;
}

export function dayOf(fields: Fields, name: string, where: string): string {
  const value = fields[name];
  if (!isDay(value)) throw new Unusable(`${name} of ${where} is ${told(value)}, not a date`);
  return value;
}

/** A whole number from 0 on. */
export function countOf(fields: Fields, name: string, where: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Unusable(`${name} of ${where} is ${told(value)}, not a count`);
  }
  return value;
}

export function expectEqual(fields: Fields, expected: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (fields[name] !== value) throw new Unusable(`${name} is ${told(fields[name])}, ${told(value)} was asked for`);
  }
}

/** What a value looks like, short enough for a message. */
export function told(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

const ZERO = 48;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether it is `YYYY-MM-DD` and that day exists; by hand because 100,000 rows have three days each. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false;
  for (const at of [0, 1, 2, 3, 5, 6, 8, 9] as const) {
    const digit = value.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  const month = Number(value.slice(5, 7));
  const day = Number(value.slice(8));
  const year = Number(value.slice(0, 4));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

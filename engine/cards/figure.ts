import type { Figure } from './block.ts';
import type { Cited } from './cited.ts';

type CitedNumber = Cited<number | null | undefined>;
type CitedText = Cited<string | null | undefined>;

const NOT_DEFINED = '–';
const MINUS = '\u2212';
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `21.4%` of 0.214. */
export function percent(cited: CitedNumber, digits = 1): Figure {
  return numeric(cited, (value) => formatPercent(value, digits));
}

export function fixed(cited: CitedNumber, digits = 3): Figure {
  return numeric(cited, (value) => formatFixed(value, digits));
}

/** `+0.214`: with its sign, for what raises or lowers. */
export function signed(cited: CitedNumber, digits = 3): Figure {
  return numeric(cited, (value) => `${value > 0 ? '+' : ''}${formatFixed(value, digits)}`);
}

/** Four significant digits at most: for values whose size is not known in advance. */
export function measured(cited: CitedNumber): Figure {
  return numeric(cited, formatMeasured);
}

export function count(cited: CitedNumber): Figure {
  return numeric(cited, formatCount);
}

/** `Oct 2023` of any day in it. */
export function month(cited: CitedText): Figure {
  return textual(cited, formatMonth);
}

/** `31 Oct 2022`. */
export function day(cited: CitedText): Figure {
  return textual(cited, formatDay);
}

export function verbatim(cited: CitedText): Figure {
  return textual(cited, (value) => value);
}

/** A digest in the length that people compare; the value keeps it whole. */
export function digest(cited: CitedText): Figure {
  return textual(cited, (value) => `${value.replace(/^sha256:/, '').slice(0, 12)}`);
}

/** Words for a value that is a code: `true`, `in_process`. */
export function worded<T extends string | number | boolean | null>(
  cited: Cited<T>,
  words: (value: T) => string,
): Figure {
  return { kind: 'figure', pointer: cited.pointer, value: cited.value, text: words(cited.value) };
}

export function formatPercent(value: number, digits = 1): string {
  return `${formatFixed(100 * value, digits)}%`;
}

export function formatFixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

export function formatCount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 }).replace('-', MINUS);
}

export function formatMonth(value: string): string {
  return `${longMonth(value).slice(0, 3)} ${value.slice(0, 4)}`;
}

export function formatDay(value: string): string {
  return `${Number(value.slice(8, 10))} ${formatMonth(value)}`;
}

/** `31 October 2022`, for titles. */
export function formatLongDay(value: string): string {
  return `${Number(value.slice(8, 10))} ${longMonth(value)} ${value.slice(0, 4)}`;
}

function longMonth(value: string): string {
  return MONTHS[Number(value.slice(5, 7)) - 1] ?? '';
}

function formatMeasured(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 10_000) return formatCount(value);
  if (magnitude >= 100) return formatFixed(value, 1);
  return formatFixed(value, magnitude >= 10 ? 2 : 3);
}

function numeric(cited: CitedNumber, format: (value: number) => string): Figure {
  const value = cited.value ?? null;
  return { kind: 'figure', pointer: cited.pointer, value, text: value === null ? NOT_DEFINED : format(value) };
}

function textual(cited: CitedText, format: (value: string) => string): Figure {
  const value = cited.value ?? null;
  return { kind: 'figure', pointer: cited.pointer, value, text: value === null ? NOT_DEFINED : format(value) };
}

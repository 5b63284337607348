/** Figures as cards, charts and pages set them: in words for days, with a minus sign that is as wide as a plus. */

import { groupingBy } from './grouped.ts';

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
export function formatPercent(value: number, digits = 1): string {
  return `${formatFixed(100 * value, digits)}%`;
}

/** With so many decimals; no zero has a sign. */
export function formatFixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

const COUNTS = groupingBy({ maximumFractionDigits: 0 });

/** `1,234`. */
export function formatCount(value: number): string {
  return COUNTS(value).replace('-', MINUS);
}

/** `Oct 2022` of any day in it. */
export function formatMonth(value: string): string {
  return `${longMonth(value).slice(0, 3)} ${value.slice(0, 4)}`;
}

/** `31 Oct 2022`. */
export function formatDay(value: string): string {
  return `${Number(value.slice(8, 10))} ${formatMonth(value)}`;
}

/** `31 October 2022`, for titles. */
export function formatLongDay(value: string): string {
  return `${Number(value.slice(8, 10))} ${longMonth(value)} ${value.slice(0, 4)}`;
}

/** `October` of any day in it; nothing of a text that has no month there, as that of a year of five digits. */
function longMonth(value: string): string {
  const { [Number(value.slice(5, 7)) - 1]: name = '' } = MONTHS;
  return name;
}

/** Four significant digits at most: for values whose size is not known in advance. */
export function formatMeasured(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 10_000) return formatCount(value);
  if (magnitude >= 100) return formatFixed(value, 1);
  return formatFixed(value, magnitude >= 10 ? 2 : 3);
}

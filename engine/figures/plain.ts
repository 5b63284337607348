/** Figures as terminals, logs and prose in plain text have them: with a hyphen for a minus, as numbers are typed. */

import { groupingBy } from './grouped.ts';

const COUNTS = groupingBy();

/** `1,234`. */
export function thousands(count: number): string {
  return COUNTS(count);
}

/** With so many decimals: `0.843`, `-0.120`. */
export function plainFixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

/** `21.4%` of 0.214. */
export function plainPercent(share: number): string {
  return `${plainFixed(100 * share, 1)}%`;
}

/** A whole number as it is, another with three decimals. */
export function plainFigure(value: number): string {
  return Number.isInteger(value) ? String(value) : plainFixed(value, 3);
}

/** `0.843 [0.781, 0.902]`, and `0.843` where there is no interval. */
export function intervalText(value: number, interval: { readonly low: number; readonly high: number } | null): string {
  if (interval === null) return plainFixed(value, 3);
  return `${plainFixed(value, 3)} [${plainFixed(interval.low, 3)}, ${plainFixed(interval.high, 3)}]`;
}

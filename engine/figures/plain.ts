/** Figures as terminals, logs and prose in plain text have them: with a hyphen for a minus, as numbers are typed. */

/** `toLocaleString` makes one at every call, and text has many counts. */
const COUNTS = new Intl.NumberFormat('en-US');

/** `1,234`. */
export function thousands(count: number): string {
  return COUNTS.format(count);
}

/** `0.843 [0.781, 0.902]`, and `0.843` where there is no interval. */
export function intervalText(value: number, interval: { readonly low: number; readonly high: number } | null): string {
  if (interval === null) return value.toFixed(3);
  return `${value.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
}

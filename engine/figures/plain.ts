/** Figures as terminals, logs and prose in plain text have them: with a hyphen for a minus, as numbers are typed. */

/** `1,234`. */
export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}

/** `0.843 [0.781, 0.902]`, and `0.843` where there is no interval. */
export function intervalText(value: number, interval: { readonly low: number; readonly high: number } | null): string {
  if (interval === null) return value.toFixed(3);
  return `${value.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
}

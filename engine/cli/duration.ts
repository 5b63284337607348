import { usageError } from '../diagnostics/index.ts';
import { entry } from '../presence/index.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]);

/** `30d`, `12h`, `15m`, `0s` in milliseconds. ProblemError EWS6001 for anything else. */
export function milliseconds(flag: string, text: string): number {
  const { count, unit } = /^(?<count>\d{1,5})(?<unit>[dhms])$/.exec(text)?.groups ?? {};
  if (count !== undefined && unit !== undefined) return Number(count) * entry(UNITS, unit);
  throw usageError(`${flag} takes a length of time, not "${text}"`, `write ${flag} 30d, or h, m and s for less`);
}

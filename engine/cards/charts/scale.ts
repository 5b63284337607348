import type { Day } from '../../calendar/index.ts';
import { powerOfTen } from '../../numerics/index.ts';

export type Scale = (value: number) => number;

/** Linear from `domain` to `range`; an empty domain maps to the middle of the range. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [low, high] = domain;
  const [start, end] = range;
  if (low === high) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/** Rounding of the step makes at most so many times the ticks that were asked for. */
const MOST_TICKS = 3;

/** About `count` round values within the domain: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function niceTicks([low, high]: readonly [number, number], count: number): readonly number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  const rough = (high - low) / count;
  const power = powerOfTen(Math.floor(Math.log10(rough)));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  if (!(step > 0) || !Number.isFinite(low / step)) return [low];
  // Counted beforehand: far from zero a step may be too small to move a double.
  const first = Math.ceil(low / step);
  const ticks = Math.min(Math.floor((high + step * 1e-9) / step) - first + 1, MOST_TICKS * count);
  const values = Array.from({ length: Math.max(0, ticks) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return values.filter(Number.isFinite);
}

/** A day as a decimal year: 2008-07-01 is 2008.5. Months are equally long, which no eye can tell. */
export function decimalYear(day: Day): number {
  return Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) - 1) / 12 + (Number(day.slice(8, 10)) - 1) / 372;
}

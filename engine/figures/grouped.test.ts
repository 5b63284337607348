import { expect, it } from 'vitest';
import { groupingBy } from './grouped.ts';

/** Figures of every size and sign, from a fresh seed each time. */
function drawn(): readonly number[] {
  const counts = Array.from({ length: 5000 }, () => {
    const size = 10 ** (Math.random() * 18);
    const value = Math.random() < 0.7 ? Math.floor(size) : size;
    return Math.random() < 0.3 ? -value : value;
  });
  const edges = [0, -0, 999, 1000, -1000, 999_999, 1e6, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  const odd = [1e16, 1e21, 1e300, 0.5, -0.4, 1234.5678, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return [...counts, ...edges, ...odd];
}

it.each([[{}], [{ maximumFractionDigits: 0 }]])('groups as Intl does with %j', (options) => {
  const format = new Intl.NumberFormat('en-US', options);
  const group = groupingBy(options);
  for (const value of drawn()) expect(group(value), String(value)).toBe(format.format(value));
});

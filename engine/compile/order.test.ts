import { expect, it } from 'vitest';
import { chainLengths, orderAroundCircles } from './order.ts';

/** Each name reads the next one, the last one `reads`. */
function chain(length: number, reads: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(Array.from({ length }, (_, i) => [`g${i}`, i === length - 1 ? reads : [`g${i + 1}`]]));
}

it('a chain of a hundred thousand is ordered, and its length is known', () => {
  const reads = chain(100_000, ['fred.unrate']);
  const { order, circles } = orderAroundCircles(reads);
  expect(circles).toEqual([]);
  expect([order[0], order.at(-1)]).toEqual(['g99999', 'g0']);
  expect(chainLengths(order, reads).get('g0')).toBe(100_000);
});

it('a circle of a hundred thousand is found, however long it is', () => {
  const { order, circles } = orderAroundCircles(chain(100_000, ['g0']));
  expect(order).toHaveLength(100_000);
  expect(circles.map((circle) => [circle.length, circle[0], circle.at(-1)])).toEqual([[100_001, 'g0', 'g0']]);
});

it('of thirty thousand circles the first hundred are told', () => {
  const pairs = Array.from({ length: 30_000 }, (_, i) => [`g${2 * i}`, `g${2 * i + 1}`] as const);
  const reads = new Map(pairs.flatMap(([one, other]) => [[one, [other]] as const, [other, [one]] as const]));
  const { order, circles } = orderAroundCircles(reads);
  expect(new Set(order).size).toBe(60_000);
  expect([circles.length, circles[0], circles[99]]).toEqual([100, ['g0', 'g1', 'g0'], ['g198', 'g199', 'g198']]);
});

it('a circle is told without the way that leads into it, and what reads it stands after it', () => {
  const reads = new Map([
    ['a', ['b']],
    ['b', ['x', 'c']],
    ['c', ['d']],
    ['d', ['b', 'd']],
    ['x', []],
  ]);
  const { order, circles } = orderAroundCircles(reads);
  expect(circles).toEqual([
    ['d', 'd'],
    ['b', 'c', 'd', 'b'],
  ]);
  expect(order.indexOf('x')).toBeLessThan(order.indexOf('b'));
  expect(order.at(-1)).toBe('a');
});

it('lengths count the longest way', () => {
  const reads = new Map([
    ['a', []],
    ['b', ['a']],
    ['c', ['a', 'b', 'fred.unrate']],
  ]);
  expect([...chainLengths(['a', 'b', 'c'], reads)]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

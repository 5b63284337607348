import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, entry } from '../../../presence/index.ts';
import { layOutPath } from './path-layout.mjs';

const SIZES = { between: 70, gap: 18 };

interface PathBox {
  readonly id: number;
  readonly rank: number;
  readonly width: number;
  readonly height: number;
}

const card = (id: number, rank: number): PathBox => ({ id, rank, width: 140, height: 80 });

test('ties that cross are uncrossed', () => {
  const cards = [card(0, 0), card(1, 0), card(2, 1), card(3, 1)];
  const { places } = layOutPath(
    cards,
    [
      [0, 3],
      [1, 2],
    ],
    SIZES,
  );
  const above = (one: number, other: number): boolean => entry(places, one).top < entry(places, other).top;
  expect(above(0, 1)).toBe(above(3, 2));
});

test('a chain is a straight line', () => {
  const { places } = layOutPath(
    [card(0, 0), card(1, 1), card(2, 2)],
    [
      [0, 1],
      [1, 2],
    ],
    SIZES,
  );
  expect(new Set([...places.values()].map(({ top }) => top)).size).toBe(1);
  expect([...places.values()].map(({ left }) => left)).toEqual([0, 210, 420]);
});

test('a line that passes a rank passes beside its cards', () => {
  const { places, passed } = layOutPath(
    [card(0, 0), card(1, 1), card(2, 2)],
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
    SIZES,
  );
  const points = passed(0, 2);
  const [left, , right, sameY] = points;
  const y = at(points, 1);
  const { top } = entry(places, 1);
  expect([left, right]).toEqual([210, 350]);
  expect(sameY).toBe(y);
  expect(y < top || y > top + 80).toBe(true);
  expect(passed(0, 1)).toEqual([]);
});

test('no card lies on another, whatever is tied to what', () => {
  const graphs = fc
    .array(fc.record({ rank: fc.nat(5), height: fc.integer({ min: 20, max: 300 }) }), { minLength: 1, maxLength: 40 })
    .chain((drawn) => {
      const cards = drawn.map((each, id): PathBox => ({ id, width: 140, ...each }));
      const pair = fc.tuple(fc.nat(drawn.length - 1), fc.nat(drawn.length - 1));
      return fc.array(pair, { maxLength: 80 }).map((pairs) => ({
        cards,
        links: pairs.filter(([from, to]) => at(cards, from).rank < at(cards, to).rank),
      }));
    });
  fc.assert(
    fc.property(graphs, ({ cards, links }) => {
      const { places } = layOutPath(cards, links, SIZES);
      for (const rank of new Set(cards.map((each) => each.rank))) {
        const own = cards
          .filter((each) => each.rank === rank)
          .map(({ id, height }) => ({ top: entry(places, id).top, height }))
          .sort((a, b) => a.top - b.top);
        for (const [index, each] of own.slice(1).entries()) {
          const above = at(own, index);
          // Tops are rounded: a pixel less than the gap.
          expect(each.top - above.top).toBeGreaterThanOrEqual(above.height + SIZES.gap - 1);
        }
      }
    }),
    { numRuns: 200 },
  );
});

import { describe, expect, test } from 'vitest';
import { at, first } from '../../presence/index.ts';
import { lineagePageData } from './collect-lineage-page.ts';
import { syntheticLineage } from './lineage-page.fixture.ts';
import { type LineagePicture, layOutLineage } from './lineage-picture.ts';
import { SIZES } from './picture-sizes.ts';

const pictureOf = (stages: number): Promise<LineagePicture> => layOutLineage(lineagePageData(syntheticLineage(stages)));

test('shows columns where they fit, names where lines can be followed, and an index where they cannot', async () => {
  expect((await pictureOf(10)).detail).toBe('columns');
  expect((await pictureOf(64)).detail).toBe('names');
  expect((await pictureOf(500)).detail).toBe('index');
});

describe.each([10, 24, 64, 120, 500, 2000])('%i stages', (stages) => {
  test('no card lies on another', async () => {
    const { cards, detail } = await pictureOf(stages);
    const data = lineagePageData(syntheticLineage(stages));
    const boxes = cards.map(([left, top, width], node) => {
      const columns = at(data.nodes, node).columns.length;
      return { left, top, right: left + width, bottom: top + heightOf(detail, columns) };
    });
    const byLeft = boxes.toSorted((a, b) => a.left - b.left);
    const clashes = byLeft.flatMap((a, index) =>
      byLeft.slice(index + 1).filter((b) => b.left < a.right && a.top < b.bottom && b.top < a.bottom),
    );
    expect(clashes).toEqual([]);
    expect(cards).toHaveLength(stages);
    expect(new Set(cards.map(([left, top]) => `${left} ${top}`)).size).toBe(stages);
  });

  test('every line goes from left to right, from rank to rank', async () => {
    const { cards, lines, detail } = await pictureOf(stages);
    for (const line of lines) {
      const [left, , width, rank] = at(cards, first(line));
      const [targetLeft, , , targetRank] = at(cards, at(line, 1));
      expect(rank).toBeLessThan(targetRank);
      const across = line.slice(2).filter((_, index) => index % 2 === 0);
      const whole = [left + width, ...across, targetLeft];
      expect(whole).toEqual(whole.toSorted((a, b) => a - b));
    }
    expect(lines.length > 0).toBe(detail !== 'index');
  });

  test('is the same twice', async () => {
    expect(JSON.stringify(await pictureOf(stages))).toBe(JSON.stringify(await pictureOf(stages)));
  });
});

test('an index has the shape of a window', async () => {
  const { cards } = await pictureOf(500);
  const right = Math.max(...cards.map(([left, , width]) => left + width));
  const bottom = Math.max(...cards.map(([, top]) => top + SIZES.entry));
  expect(right / bottom).toBeGreaterThan(1.6);
  expect(right / bottom).toBeLessThan(2.4);
});

test('lines that pass a rank pass between its cards', async () => {
  const { cards, lines } = await pictureOf(64);
  const through = lines.flatMap(([, , ...points]) =>
    points.flatMap((y, index) => {
      if (index % 2 === 0) return [];
      const x = at(points, index - 1);
      return cards.filter(([left, top, width]) => left < x && x < left + width && top < y && y < top + SIZES.name);
    }),
  );
  expect(through).toEqual([]);
});

test('nothing at all is a picture too', async () => {
  const empty = { ...syntheticLineage(10), stages: [] };
  expect((await layOutLineage(lineagePageData(empty))).cards).toEqual([]);
});

function heightOf(detail: LineagePicture['detail'], columns: number): number {
  if (detail === 'index') return SIZES.entry;
  if (detail === 'names') return SIZES.name;
  const rows = Math.min(columns, SIZES.openColumns) + (columns > SIZES.openColumns ? 1 : 0);
  return SIZES.head + rows * SIZES.row + SIZES.foot;
}

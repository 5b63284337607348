import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legendOf, placedEntries } from './legend.ts';
import { textLines, textWidth } from './text-lines.ts';

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }),
  fc.stringMatching(/^[a-z]{1,40}( [A-Z_]{1,60}){0,4}$/),
);

test('lines of a text hold all of it, and none is wider than its room', () => {
  fc.assert(
    fc.property(name, fc.integer({ min: 30, max: 400 }), (text, room) => {
      const lines = textLines(text, room);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(room);
    }),
  );
});

test('entries of a legend have rows of their own where they must: none begins over another, none ends outside', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 200, max: 760 }), (texts, right) => {
      const { rows, placed } = placedEntries(texts, { left: 0, right, before: 22 });
      const taken = placed.flatMap(({ x, row, lines }) =>
        lines.map((line, i) => ({ row: row + i, from: x, to: x + 22 + textWidth(line) })),
      );
      for (const { to, row } of taken) {
        expect(to).toBeLessThanOrEqual(right);
        expect(row).toBeLessThan(rows);
      }
      for (const [i, one] of taken.entries())
        for (const other of taken.slice(i + 1))
          if (one.row === other.row) expect(one.to <= other.from || other.to <= one.from).toBe(true);
    }),
  );
});

test('a legend that fits one row needs no more room than before, and a longer one says how much', () => {
  const entries = (event: string) =>
    [
      ['probability', 'line'],
      ['in alarm', 'alarm'],
      [event, 'event'],
    ] as const;
  expect(legendOf(entries('recession'), { left: 40, width: 400 }).extra).toBe(0);
  expect(legendOf(entries('banking crisis that a committee declared afterwards'), { left: 40, width: 400 }).extra).toBe(
    19,
  );
});

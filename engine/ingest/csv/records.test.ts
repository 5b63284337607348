import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvReader, NotCsv } from './records.ts';

/** Reads pieces of a text; what is no CSV is its message with the line. */
function read(pieces: readonly string[], delimiter = ','): readonly CsvRecord[] | string {
  const reader = csvReader(delimiter);
  try {
    return [...pieces.flatMap(reader.read), ...reader.end()];
  } catch (error) {
    if (error instanceof NotCsv) return `line ${error.line} ${error.message}`;
    throw error;
  }
}

const cellsOf = (read: readonly CsvRecord[] | string): unknown =>
  typeof read === 'string' ? read : read.map(({ cells }) => cells);

describe('a text is read as CSV', () => {
  it.each<readonly [string, string, readonly (readonly string[])[]]>([
    [
      'with a line end at its end',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'without one',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with CRLF and LF',
      'a,b\r\n1,2\n3,4\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'with CR alone',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['with empty cells', 'a,b\n,\n1,\n,2\n""\n', [['a', 'b'], ['', ''], ['1', ''], ['', '2'], ['']]],
    [
      'without its empty lines',
      '\na,b\n\n1,2\r\n\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with spaces as they are',
      'a , b\n 1, \n',
      [
        ['a ', ' b'],
        [' 1', ' '],
      ],
    ],
    [
      'with quotes',
      '"a","b ""x"", c"\n"1\n\n2",""\n',
      [
        ['a', 'b "x", c'],
        ['1\n\n2', ''],
      ],
    ],
    ['that is empty', '', []],
  ])('%s', (_, text, expected) => {
    expect(cellsOf(read([text]))).toEqual(expected);
  });

  it('and each row knows its line', () => {
    const text = 'a,b\n"1\n2",x\n\n"3\r\n4",y\n5,z\n';
    expect(read([text])).toMatchObject([1, 2, 5, 7].map((line) => ({ line })));
  });

  it.each([
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', 'line 2 has a quote that is never closed'],
    ['a quote within a cell', 'a,b\n1,5" pipe\n', 'line 2 has a quote within a cell that does not begin with one'],
    ['a space before a quote', 'a,b\n1, "2"\n', 'line 2 has a quote within a cell that does not begin with one'],
    ['text behind a quote', 'a,b\n"x\ny"z,2\n', 'line 3 has text behind a closing quote'],
    ['a carriage return among lines', 'a,b\n1,2\r3,4\n', 'line 2 has another line end than the lines before'],
    ['a line feed among carriage returns', 'a,b\r1,2\n3,4\r', 'line 2 has another line end than the lines before'],
    ['a NUL', 'a,b\n1,2\n\0,4\n', 'line 3 holds a NUL character'],
  ])('but not with %s', (_, text, expected) => {
    expect(read([text])).toBe(expected);
    expect(read([...text])).toBe(expected);
  });

  it('but not with a row that no memory holds', () => {
    const piece = 'x'.repeat(1 << 20);
    expect(read(['a,b\n"', ...Array.from({ length: 20 }, () => piece)])).toMatch(/^line 2 begins a row of more than/);
  });
});

const DELIMITERS = [',', ';', '\t', '|', ' ', '§'];
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab1"\n\r,;\t| §.-'), maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }).map((text) => text.replaceAll('\0', '')),
);

/** A table of two columns and more, how each cell is quoted beyond need, and where the text is cut in pieces. */
const written = fc
  .record({
    rows: fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: width, maxLength: width }), { minLength: 1 }),
      ),
    delimiter: fc.constantFrom(...DELIMITERS),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    isEnded: fc.boolean(),
    cuts: fc.array(fc.nat(200), { maxLength: 6 }),
  })
  .map(({ rows, delimiter, end, isEnded, cuts }) => {
    const lines = rows.map((row) =>
      row
        .map(([text, quoted]) =>
          quoted || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
        )
        .join(delimiter),
    );
    const text = lines.join(end) + (isEnded ? end : '');
    const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
    const pieces = places.slice(1).map((to, at) => text.slice(places[at], to));
    return { table: rows.map((row) => row.map(([value]) => value)), delimiter, pieces };
  });

describe('whatever is written as CSV', () => {
  it('is read as it was, wherever the text is cut', () => {
    fc.assert(
      fc.property(written, ({ table, delimiter, pieces }) => {
        expect(cellsOf(read(pieces, delimiter))).toEqual(table);
      }),
      { numRuns: 300 },
    );
  });

  it('and any other text is read as a slow reader does, which looks at one character at a time', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1""",,\n\n\r'), maxLength: 14 }), (text) => {
        const slow = slowly(text);
        if (slow === undefined) refused++;
        else taken++;
        const found = read([text.slice(0, 5), text.slice(5)]);
        if (slow === undefined) expect(found).toEqual(expect.any(String));
        else expect(cellsOf(found)).toEqual(slow);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(300);
  });
});

/** RFC 4180 as a machine of four states; undefined for a text that is none. Line ends are of one kind. */
function slowly(text: string): readonly (readonly string[])[] | undefined {
  const ends = new Set<boolean>();
  const rows: string[][] = [];
  let row: string[] = [];
  let value = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  const endRow = (): void => {
    if (row.length > 0 || state !== 'start') rows.push([...row, value]);
    [row, value, state] = [[], '', 'start'];
  };
  for (const character of text.replaceAll('\r\n', '\u2028')) {
    if (state === 'quoted') {
      if (character === '"') state = 'closed';
      else value += character;
    } else if (character === '"') {
      if (state === 'plain') return undefined;
      if (state === 'closed') value += '"';
      state = 'quoted';
    } else if (character === ',') {
      [row, value, state] = [[...row, value], '', 'start'];
    } else if (/[\n\r\u2028]/.test(character)) {
      ends.add(character === '\r');
      endRow();
    } else {
      if (state === 'closed') return undefined;
      value += character;
      state = 'plain';
    }
  }
  if (state === 'quoted' || ends.size > 1) return undefined;
  endRow();
  return rows.map((cells) => cells.map((each) => each.replaceAll('\u2028', '\r\n')));
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { DEFAULT_DIALECT } from './dialect.ts';
import { excerptOfLine } from './excerpt.ts';

/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

/** Texts whose line ends lie where one piece ends and the next begins. */
const TEXTS: Readonly<Record<string, string>> = {
  'one piece': 'a,b\n1,2\r\n3,4\r5,6\n',
  'a CR as the last of a piece': `${'a'.repeat(PIECE - 1)}\r\nsecond\r\nthird`,
  'a CR alone as the last of a piece': `${'a'.repeat(PIECE - 1)}\rsecond\rthird`,
  'a line end as the first of a piece': `${'a'.repeat(PIECE)}\nsecond`,
  'lines of several pieces': `first\n${'b'.repeat(3 * PIECE)}\nthird\n${'c'.repeat(PIECE)}`,
  'a line that begins just before a piece ends': `${'x\n'.repeat(PIECE / 2 - 1)}yz${'w'.repeat(50)}\nlast`,
  'a CR that ends it all': 'a\rb\r',
};

it.each(Object.entries(TEXTS))('shows the beginning of every line: %s', async (_what, text) => {
  const file = path.join(await temporaryFolder(onTestFinished), 'some.csv');
  await writeFile(file, text);
  const staged = { path: file, shownAs: 'some.csv', relation: 'bank.loans', format: 'csv', dialect: DEFAULT_DIALECT };
  const lines = text.split(/\r\n|\n|\r/);
  const some = [...lines.entries()].filter(([index]) => index < 4 || index > lines.length - 3);
  for (const [index, whole] of some) {
    const line = index + 1;
    const shown = whole.length > 200 ? `${whole.slice(0, 200)}...` : whole;
    expect([line, (await excerptOfLine(staged, line)).lineText]).toEqual([line, shown]);
  }
});

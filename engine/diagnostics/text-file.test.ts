import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstProblems, lineTextAt, problem, spanAt, warning } from './index.ts';

/** The line and column of an offset by counting, as slow as it is plain. */
function counted(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: String(before.at(-1)).length + 1 };
}

it('places and lines are those that counting finds', () => {
  const texts = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.nat(40), (text, offset) => {
      const file = { path: 'a', text };
      const { line, column } = spanAt(file, offset);
      expect({ line, column }).toEqual(counted(text, Math.min(offset, text.length)));
      expect(lineTextAt(file, line)).toBe(String(text.split('\n')[line - 1]).replace(/\r$/, ''));
      expect(lineTextAt(file, text.split('\n').length + 1)).toBe('');
    }),
    { numRuns: 2000 },
  );
});

it('a hundred thousand places in a large file are found at once', () => {
  const file = { path: 'a', text: 'abcdefghi\n'.repeat(100_000) };
  const begun = performance.now();
  for (let i = 0; i < 100_000; i++) expect(spanAt(file, i * 10 + 3).line).toBe(i + 1);
  expect(performance.now() - begun).toBeLessThan(20_000);
});

it('of many problems the first errors are kept, then warnings, in their order, and the others are counted', () => {
  const found = [1, 2, 3, 4, 5].map((n) => (n % 2 === 0 ? problem('EWS1004', `${n}`) : warning('EWS1010', `${n}`)));
  expect(firstProblems(found, 5)).toBe(found);
  const first = firstProblems(found, 3);
  expect(first.map(({ message }) => message)).toEqual([
    '1',
    '2',
    '4',
    '2 more problems are not shown: there are 2 errors and 3 warnings',
  ]);
  expect(first.map(({ severity }) => severity)).toEqual(['warning', 'error', 'error', 'warning']);
  expect(firstProblems(found, 1).at(-1)).toMatchObject({ code: 'EWS1028', severity: 'error' });
  expect(firstProblems(first, 3)).toBe(first);
});

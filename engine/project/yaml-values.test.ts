import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { yaml } from './yaml-package.ts';
import { plainValue } from './yaml-plain.ts';
import { ordinaryValue } from './yaml-values.ts';

const FILES = ['sources', 'features', 'models', 'models/labels']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => readFileSync(path, 'utf8'));

/** What the slow way makes of a text: its value, or the first complaint. */
function slowly(text: string): { readonly value: unknown } | { readonly complaint: string } {
  const options = { schema: 'core', prettyErrors: false, uniqueKeys: false, logLevel: 'error' } as const;
  const document = yaml().parseDocument(text, options);
  const [error] = document.errors;
  if (error !== undefined) return { complaint: error.message };
  const { value, problems } = plainValue({ path: 'a.yaml', text }, document.contents);
  const [problem] = problems;
  return problem === undefined ? { value } : { complaint: problem.message };
}

/** Whether the text was read; that it was read as the slow way reads it is expected. */
function isReadAlike(text: string): boolean {
  const value = ordinaryValue(text);
  if (value === undefined) return false;
  expect({ text, ...slowly(text) }).toEqual({ text, value });
  return true;
}

it('reads what a project is made of', () => {
  expect(FILES.length).toBeGreaterThan(10);
  expect(FILES.filter((text) => !isReadAlike(text))).toEqual([]);
});

const WORDS = [
  ...['a', 'null', 'Null', '~', 'true', 'TRUE', 'yes', 'on', '1', '+1', '-0', '007', '1_000', '0b1', '0o17', '0x1F'],
  ...['.5', '-.5', '+.5', '1.', '1.e3', '1e3', '1E-3', '.inf', '-.INF', '.nan', '9007199254740993', '1e999', '1:30'],
  ...['2020-01-31', '2020-01-31T00:00:00Z', '<<', '=', 'a:b', 'a b', 'a #b', 'a# b', "it's", '-1 of 2', '- a', ''],
];

it('reads words as the core schema does, with and without quotes, as values and as keys', () => {
  let read = 0;
  for (const word of WORDS) {
    const forms = [word, `"${word}"`, `'${word.replaceAll("'", "''")}'`];
    for (const form of forms) {
      for (const text of [`a: ${form}\n`, `- ${form}\n`, `a: { b: ${form} }\n`, `${form}: 1\n`, `a: [${form}, x]\n`]) {
        if (isReadAlike(text)) read += 1;
      }
    }
  }
  expect(read).toBeGreaterThan(WORDS.length * 5);
});

it.each([
  ['an anchor', 'a: &x 1\nb: 2\n'],
  ['an alias', 'a: 1\nb: *a\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a key that is written twice', 'a: 1\na: 2\n'],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['a number as a key', '1: a\n'],
  ['a list as a key', '{ [a, b]: c }\n'],
  ['the prototype', '__proto__: { a: 1 }\n'],
  ['curly quotes', 'a: \u201cb\u201d\n'],
  ['a tab', 'a:\t1\n'],
  ['what is no YAML', 'a: b: c\n'],
  ['a text that nobody can read', `a: ${'b'.repeat(10_001)}\n`],
])('leaves %s to the slow way', (_what, text) => {
  expect(ordinaryValue(text)).toBeUndefined();
});

const SMALL = [
  'a: 1\nb:\n  - x\n  - y\nc: {d: e, f: [1, 2]}\n',
  'text: >\n  folded text\n  goes on\n\n  here\nlast: |\n  lit\n   eral\n',
  'a: "x y"\nb: \'z\'\nc: plain words here\n  go on\n',
  '- a: 1\n  b: 2\n- [x, {y: z}]\n- "q"\n',
];

const SIGNS = [...' \n:-#"\'[]{},|>?=@`$^;\\&*!%~\t\r\u00e9\u00a0\u2028\ufeff'];
const PIECES = [
  ': ',
  '- ',
  ' #',
  '>-',
  '|+',
  '|2',
  '? a',
  '\n\n',
  '\n  ',
  '\n- ',
  '---',
  '...',
  '%',
  '[]',
  '{}',
  '\\n',
];

it('reads texts that were edited at random as the slow way does, or not at all', () => {
  const piece = fc.constantFrom(...SIGNS, ...PIECES, ...WORDS);
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    piece,
    taken: fc.constantFrom(0, 0, 0, 1, 3),
  });
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SMALL, ...FILES), fc.array(edit, { minLength: 1, maxLength: 3 }), (file, edits) => {
      const text = edits.reduce((before, { at, piece: added, taken }) => {
        const place = Math.floor(at * before.length);
        return before.slice(0, place) + added + before.slice(place + taken);
      }, file);
      if (isReadAlike(text)) read += 1;
    }),
    { numRuns: 800 },
  );
  expect(read).toBeGreaterThan(100);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grouped, LIMITS } from '../limits/index.ts';
import { readProject } from './index.ts';
import { memoryFiles } from './memory-files.ts';
import { parseYaml } from './yaml-file.ts';

const SOUND = `feature: labor
description: Labour market
columns:
  unrate: { description: Unemployment rate, tests: [not_null, range: { min: 0 }] }
`;

/** Texts that are nearly YAML: a sound file with pieces cut out, doubled and strewn with YAML's own marks. */
const nearlyYaml = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SOUND.split('\n').map((line) => `${line}\n`)),
      fc.constantFrom('\t', '- ', '? ', ': ', '&a ', '*a ', '!!str ', '{', '}', '[', ']', '"', "'", '|\n', '---\n'),
      fc.constantFrom('%YAML 1.1\n', '<<: *a\n', '__proto__: 1\n', 'constructor: {}\n', '\u0000', '\uFEFF', '\r\n'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));

test('whatever a YAML file holds, reading gives problems with places in that file, never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(
      nearlyYaml,
      fc.constantFrom('features/x.yaml', 'models/x.yaml', 'sources/x.yaml'),
      async (text, path) => {
        const files = memoryFiles({ 'ews.config.yaml': text, [path]: text, 'features/x.sql': '' });
        const { problems } = await readProject('/project', files);
        for (const { span, lineText = '' } of problems) {
          expect(span).toBeDefined();
          if (span === undefined) continue;
          expect(span.line).toBeGreaterThan(0);
          expect(span.column + span.length - 1).toBeLessThanOrEqual(lineText.length + 1);
        }
      },
    ),
    { numRuns: 300, seed: 20221031 },
  );
});

test('what JSON can say, YAML reads as the same value', () => {
  const value = fc
    .jsonValue({ noUnicodeString: true, maxDepth: 4 })
    .filter((json) => !JSON.stringify(json).includes('__proto__'));
  fc.assert(
    fc.property(value, (json) => {
      const parsed = parseYaml({ path: 'a.yaml', text: JSON.stringify(json, null, 1) });
      expect(parsed.problems).toEqual([]);
      expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(json));
    }),
    { numRuns: 200, seed: 20221031 },
  );
});

test.each(['[', '{a: ', '- ', '? '])('nesting %s ten thousand deep is a problem, not a crash', (open) => {
  const { problems } = parseYaml({ path: 'deep.yaml', text: open.repeat(10_000) });
  expect(problems.map(({ code }) => code)).toEqual(['EWS1025']);
});

test.each([
  ['[', 1],
  ['{a: ', 4],
  ['- ', 2],
  ['? ', 2],
])('nesting %s is told where it goes too deep', (open, length) => {
  const { problems } = parseYaml({ path: 'deep.yaml', text: `${'# a comment\n'.repeat(500)}${open.repeat(200)}` });
  expect(problems.map(({ code, span }) => [code, span?.line, span?.column])).toEqual([
    ['EWS1025', 501, LIMITS.yamlDepth.most * length + 1],
  ]);
});

test('a list is read up to the limit of its words, and refused behind it', () => {
  const list = (words: number): string => `a: [${Array.from({ length: words }, () => 'b').join(',')}]`;
  const most = LIMITS.yamlTokens.most;
  expect(parseYaml({ path: 'a.yaml', text: list(20_000) }).problems).toEqual([]);
  const { problems } = parseYaml({ path: 'a.yaml', text: list(most) });
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `EWS1025 up to here the file has ${grouped(most + 1)} words and signs, and at most ${grouped(most)} are read`,
  ]);
});

test('a text and a key that nobody can read are refused without being quoted', () => {
  const long = 'x'.repeat(LIMITS.textLength.most + 1);
  const told = (text: string) =>
    parseYaml({ path: 'a.yaml', text }).problems.map(({ code, span, lineText }) => [code, span?.column, lineText]);
  expect(told(`a: ${long}\nb: ${long.slice(1)}`)).toEqual([['EWS1026', 4, '']]);
  expect(told(`? ${long}\n: b`)).toEqual([['EWS1026', 3, '']]);
});

test('an alias bomb is refused before it grows', () => {
  const text = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: &c [*b, *b]', 'd: [*c, *c]'].join('\n');
  const { value, problems } = parseYaml({ path: 'bomb.yaml', text });
  expect(value).toBeUndefined();
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['EWS1003']));
});

test('dates, yes and no stay text, also when a directive asks for YAML 1.1', () => {
  const { value } = parseYaml({ path: 'a.yaml', text: '%YAML 1.1\n---\nday: 1970-01-01\nok: yes\nn: 012\n' });
  expect({ ...(value as object) }).toEqual({ day: '1970-01-01', ok: 'yes', n: 12 });
});

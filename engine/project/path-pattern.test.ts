import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathPattern } from './path-pattern.ts';

test.each([
  ['features/**', 'features/labor.yaml', true],
  ['features/**', 'features/us/labor.yaml', true],
  ['features/**', 'models/labor.yaml', false],
  ['features/*', 'features/us/labor.yaml', false],
  ['**/labor.yaml', 'labor.yaml', true],
  ['**/labor.yaml', 'features/us/labor.yaml', true],
  ['**/labor.yaml', 'features/xlabor.yaml', false],
  ['./features/l?bor.yaml', 'features/labor.yaml', true],
  ['features/{labor,money}.yaml', 'features/money.yaml', true],
  ['features/{labor,money}.yaml', 'features/credit.yaml', false],
  ['features/a.yaml', 'features/abyaml', false],
  ['features/[a].yaml', 'features/a.yaml', false],
  ['**', 'anything/at/all.yaml', true],
])('%s on %s: %s', (pattern, path, matches) => {
  expect(pathPattern(pattern).test(path)).toBe(matches);
});

test('a pattern of stars costs its length times that of the path', () => {
  const path = `features/${'a'.repeat(2000)}/${'a/'.repeat(500)}c`;
  const begun = performance.now();
  for (const part of ['**a', '*a', '**/', '?*', '{a,aa}**'])
    expect(pathPattern(`${part.repeat(200)}b`).test(path)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5000);
});

/** The expression that a pattern stands for: right, but it tries ways again and again. */
function slowly(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\s\S]/g, (token) => {
    const words: Readonly<Record<string, string>> = { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' };
    return words[token] ?? (token.length > 1 ? `(?:${token.slice(1, -1).replaceAll(',', '|')})` : token);
  });
  return new RegExp(`^${source}$`);
}

test('patterns match what their expressions do', () => {
  const parts = fc.constantFrom('**/', '**', '*', '?', '{a,ab}', '{,b}', 'a', 'b', '/');
  const letters = fc.constantFrom('a', 'b', '/');
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), fc.array(letters, { maxLength: 9 }), (pattern, path) => {
      expect(pathPattern(pattern.join('')).test(path.join(''))).toBe(slowly(pattern.join('')).test(path.join('')));
    }),
    { numRuns: 5000 },
  );
});

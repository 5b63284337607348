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

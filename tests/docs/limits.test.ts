import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { grouped, LIMITS } from '../../engine/limits/index.ts';
import { ROOT } from '../source-files.ts';

it('docs/limits.md has every limit, with its number', () => {
  const page = readFileSync(path.join(ROOT, 'docs/limits.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d,]+) \| ([^|]+) \| \S.* \|$/gm)];
  const told = rows.map(([, name, most, of]) => [name, most, of]);
  expect(told).toEqual(Object.entries(LIMITS).map(([name, { most, of }]) => [name, grouped(most), of]));
});

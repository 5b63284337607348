import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PROBLEM_CODES } from '../../engine/diagnostics/index.ts';

const FOLDER = fileURLToPath(new URL('../../docs/errors/', import.meta.url));
const CODES = Object.entries(PROBLEM_CODES);

test('every code has a page, and every page a code', () => {
  const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(CODES.map(([code]) => `${code}.md`).sort());
});

test.each(CODES)('%s: %s is explained, shown and has a way out', (code, title) => {
  const page = readFileSync(`${FOLDER}${code}.md`, 'utf8');
  expect(page.split('\n')[0]).toBe(`# ${code}: ${title}`);
  expect(page).toMatch(new RegExp(`^(error|warning) ${code} \\S`, 'm'));
  expect(page).toMatch(/^## What to do$/m);
  expect(page.split('\n').length).toBeLessThanOrEqual(40);
});

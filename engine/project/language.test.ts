import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SCHEMAS } from './schemas/all.ts';
import { checkShape } from './shape.ts';
import { parseYaml } from './yaml-file.ts';

const pages = ['dsl.md', 'open-lineage.md'].map((page) =>
  readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8'),
);
const examples = pages.flatMap((page) => [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text));

const IDENTITIES = {
  name: 'config',
  source: 'source',
  feature: 'feature',
  label: 'label',
  model: 'model',
  target: 'target',
} as const;

/** Whole files; the fragments of the page begin with something else. */
const files = examples.flatMap((text) => {
  const identity = Object.entries(IDENTITIES).find(([key]) => text.startsWith(`${key}:`));
  return identity === undefined ? [] : [[identity[1], text] as const];
});

test('docs/ shows a file of every kind', () => {
  expect(new Set(files.map(([kind]) => kind))).toEqual(new Set(Object.values(IDENTITIES)));
});

test.each(files)('docs/: the example of a %s is valid', (kind, text) => {
  const { yaml, value, problems } = parseYaml({ path: `${kind}.yaml`, text });
  expect([...problems, ...checkShape<unknown>(yaml, value, SCHEMAS[kind]).problems]).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { present } from '../../presence/index.ts';
import { editorSchemas } from './editor.ts';

const FOLDER = fileURLToPath(new URL('../../../schemas/', import.meta.url));

test('the committed JSON Schemas are those of the validators (npx tsx scripts/make-schemas.ts)', () => {
  const committed = Object.fromEntries(
    Object.keys(editorSchemas()).map((name) => [name, readFileSync(FOLDER + name, 'utf8')]),
  );
  expect(committed).toEqual(editorSchemas());
  expect(readdirSync(FOLDER)).toEqual(expect.arrayContaining(Object.keys(editorSchemas())));
});

test('they know ranges, choices, defaults and that other keys do not exist', () => {
  const model = JSON.parse(present(editorSchemas()['model.schema.json']));
  expect(model).toMatchObject({
    additionalProperties: false,
    properties: {
      loss: { properties: { preference: { exclusiveMinimum: 0, exclusiveMaximum: 1 } } },
      protocol: { properties: { maturity: { enum: ['as_known', 'whole_window'], default: 'as_known' } } },
    },
  });
  expect(model.required).toContain('limitations');
  expect(model.required).not.toContain('seed');
});

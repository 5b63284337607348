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

/** Every key that a JSON Schema knows, with its own schema; the path says where. */
function keysOf(schema: KnownSchema, path = ''): readonly (readonly [path: string, schema: KnownSchema])[] {
  const { properties = {}, anyOf = [], oneOf = [], items, additionalProperties } = schema;
  const own = Object.entries(properties).flatMap(([key, below]) => [
    [`${path}.${key}`, below] as const,
    ...keysOf(below, `${path}.${key}`),
  ]);
  const others = [...anyOf, ...oneOf, items, additionalProperties].flatMap((below) =>
    typeof below === 'object' ? keysOf(below, path) : [],
  );
  return [...own, ...others];
}

interface KnownSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, KnownSchema>>;
  readonly anyOf?: readonly KnownSchema[];
  readonly oneOf?: readonly KnownSchema[];
  readonly items?: KnownSchema;
  readonly additionalProperties?: KnownSchema | false;
}

test.each(Object.entries(editorSchemas()))('%s says what every key means', (_, text) => {
  const keys = keysOf(JSON.parse(text));
  expect(keys.length).toBeGreaterThan(8);
  expect(keys.filter(([, { description }]) => description === undefined).map(([path]) => path)).toEqual([]);
});

test('they know ranges, choices, defaults and that other keys do not exist', () => {
  const model = JSON.parse(present(editorSchemas()['model.schema.json']));
  expect(model).toMatchObject({
    additionalProperties: false,
    properties: {
      seed: { errorMessage: 'expected a whole number' },
      loss: { properties: { preference: { exclusiveMinimum: 0, exclusiveMaximum: 1 } } },
      protocol: { properties: { maturity: { enum: ['as_known', 'whole_window'], default: 'as_known' } } },
    },
  });
  expect(model.required).toContain('limitations');
  expect(model.required).not.toContain('seed');
});

import path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const ROOT = path.resolve(import.meta.dirname, '..');

/** `schemas/model-card.schema.json`: what the types of a card allow, and no other property anywhere. */
export function cardSchema(): string {
  const generator = createGenerator({
    path: path.join(ROOT, 'engine/cards/card-document.ts'),
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    type: 'CardDocument',
    topRef: false,
    additionalProperties: false,
    // `npm run types` does that, with the compiler of the project.
    skipTypeCheck: true,
  });
  const { $schema, ...schema } = generator.createSchema('CardDocument');
  const title = 'card.json: a model card, its body and its envelope';
  return `${JSON.stringify({ $schema, $id: 'urn:ews:model-card:1', title, ...schema }, null, 2)}\n`;
}

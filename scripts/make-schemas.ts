import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { editorSchemas } from '../engine/project/schemas/editor.ts';
import { cardSchema } from './card-schema.ts';

/** Writes schemas/*.schema.json: `npx tsx scripts/make-schemas.ts`. A test fails when they are not current. */
const texts = { ...editorSchemas(), 'model-card.schema.json': cardSchema() };
for (const [name, text] of Object.entries(texts)) {
  writeFileSync(fileURLToPath(new URL(`../schemas/${name}`, import.meta.url)), text);
}

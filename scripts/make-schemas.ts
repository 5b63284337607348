import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { editorSchemas } from '../engine/project/schemas/editor.ts';

/** Writes schemas/*.schema.json: `npx tsx scripts/make-schemas.ts`. A test fails when they are not current. */
for (const [name, text] of Object.entries(editorSchemas())) {
  writeFileSync(fileURLToPath(new URL(`../schemas/${name}`, import.meta.url)), text);
}

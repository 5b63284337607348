import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { editorSchemas } from '../engine/project/schemas/editor.ts';
import { cardSchema } from './card-schema.ts';
import { withEstimatorTable } from './estimator-table.ts';

/**
 * Writes schemas/*.schema.json, and the table of estimators in docs/dsl.md: `npm run schemas`. Tests fail when they are
 * not current.
 */
const texts = { ...editorSchemas(), 'model-card.schema.json': cardSchema() };
for (const [name, text] of Object.entries(texts)) {
  writeFileSync(fileURLToPath(new URL(`../schemas/${name}`, import.meta.url)), text);
}
const page = fileURLToPath(new URL('../docs/dsl.md', import.meta.url));
writeFileSync(page, withEstimatorTable(readFileSync(page, 'utf8')));

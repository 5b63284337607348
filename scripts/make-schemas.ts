import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { editorSchemas } from '../engine/project/schemas/editor.ts';
import { cardSchema } from './card-schema.ts';
import { withEstimatorTable } from './estimator-table.ts';
import { functionsPage } from './functions-page.ts';
import { outputSchemas } from './output-schemas.ts';

/**
 * Writes schemas/*.schema.json, schemas/output, the table of estimators in docs/dsl.md, and docs/functions.md: `npm run
 * schemas`. Tests fail when they are not current.
 */
const texts = { ...editorSchemas(), 'model-card.schema.json': cardSchema() };
for (const [name, text] of Object.entries(texts)) {
  writeFileSync(fileURLToPath(new URL(`../schemas/${name}`, import.meta.url)), text);
}
const outputs = fileURLToPath(new URL('../schemas/output', import.meta.url));
mkdirSync(outputs, { recursive: true });
for (const [name, text] of Object.entries(outputSchemas())) writeFileSync(path.join(outputs, name), text);
const page = fileURLToPath(new URL('../docs/dsl.md', import.meta.url));
writeFileSync(page, withEstimatorTable(readFileSync(page, 'utf8')));
writeFileSync(fileURLToPath(new URL('../docs/functions.md', import.meta.url)), functionsPage());

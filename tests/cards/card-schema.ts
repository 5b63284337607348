import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';

export const CARD_SCHEMA_FILE = path.resolve(import.meta.dirname, '../../schemas/model-card.schema.json');

/** `<where> <what>` for all that a card.json has against the committed schema; empty when it follows it. */
export function openCardValidator(): (document: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
  const validate = ajv.compile(JSON.parse(readFileSync(CARD_SCHEMA_FILE, 'utf8')));
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

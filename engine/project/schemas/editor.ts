import * as z from 'zod';
import { SCHEMAS } from './all.ts';

const FILES: Readonly<Record<keyof typeof SCHEMAS, { readonly name: string; readonly title: string }>> = {
  config: { name: 'ews.config', title: 'ews.config.yaml: calendar, variables, default target' },
  source: { name: 'source', title: 'sources/NAME.yaml: where data come from, and when each value became known' },
  feature: { name: 'feature', title: 'features/NAME.yaml: a feature group, with features/NAME.sql' },
  label: { name: 'label', title: 'models/labels/NAME.yaml: what models predict, with models/labels/NAME.sql' },
  model: { name: 'model', title: 'models/NAME.yaml: a model and its protocol' },
  target: { name: 'target', title: 'targets/NAME.yaml: where a build runs and stores' },
};

/** JSON Schemas for editors by file name, made from the validators: what they allow is what reading allows. */
export function editorSchemas(): Readonly<Record<string, string>> {
  const entries = Object.entries(SCHEMAS).map(([kind, schema]) => {
    const { name, title } = FILES[kind as keyof typeof SCHEMAS];
    const { $schema, ...json } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
    return [`${name}.schema.json`, `${JSON.stringify({ $schema, title, ...json }, null, 2)}\n`] as const;
  });
  return Object.fromEntries(entries);
}

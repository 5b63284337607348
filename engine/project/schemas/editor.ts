import * as z from 'zod';
import { SCHEMAS } from './all.ts';

const FILES: Readonly<Record<keyof typeof SCHEMAS, { readonly name: string; readonly description: string }>> = {
  config: { name: 'ews.config', description: 'ews.config.yaml: calendar, variables, default target' },
  source: { name: 'source', description: 'sources/NAME.yaml: where data come from, and when each value became known' },
  feature: { name: 'feature', description: 'features/NAME.yaml: a feature group, with features/NAME.sql' },
  functions: {
    name: 'functions',
    description: 'features/lib/NAME.yaml: functions that SQL may call, with features/lib/NAME.sql',
  },
  label: { name: 'label', description: 'models/labels/NAME.yaml: what models predict, with models/labels/NAME.sql' },
  model: { name: 'model', description: 'models/NAME.yaml: a model and its protocol' },
  target: { name: 'target', description: 'targets/NAME.yaml: where a build runs and stores' },
};

/** JSON Schemas for editors by file name, made from the validators: what they allow is what reading allows. */
export function editorSchemas(): Readonly<Record<string, string>> {
  const entries = Object.entries(SCHEMAS).map(([kind, schema]) => {
    const { name, description } = FILES[kind as keyof typeof SCHEMAS];
    const { $schema, ...json } = z.toJSONSchema(schema, {
      target: 'draft-7',
      io: 'input',
      override: sayWhatIsExpected,
    });
    return [
      `${name}.schema.json`,
      `${JSON.stringify({ $schema, title: kind, description, ...json }, null, 2)}\n`,
    ] as const;
  });
  return Object.fromEntries(entries);
}

const SINGLE_VALUES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean']);

/**
 * What language servers say of a wrong value, `errorMessage`, becomes what reading it says. A mapping gets none: there
 * the message would also stand in for the name of a key that is unknown or missing.
 */
function sayWhatIsExpected({
  zodSchema,
  jsonSchema,
}: Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0]) {
  if (!SINGLE_VALUES.has(jsonSchema.type)) return;
  const expectation = zodSchema._zod.def.error as z.core.$ZodErrorMap | undefined;
  const words = expectation?.({ code: 'invalid_type', expected: 'string', input: undefined });
  if (typeof words === 'string') jsonSchema['errorMessage'] = `expected ${words}`;
}

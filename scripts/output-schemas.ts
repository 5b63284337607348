import path from 'node:path';
import { createGenerator, type Schema, type SchemaGenerator } from 'ts-json-schema-generator';

const ROOT = path.resolve(import.meta.dirname, '..');
const DEFINITIONS = '#/definitions/';

type Definitions = Readonly<Record<string, unknown>>;

/**
 * `schemas/output/*.schema.json`, by file name: what each command prints with `--json`, what `--problems json` tells,
 * and the lines of `--log-format json`; made from their types, and no property anywhere that these do not have.
 */
export function outputSchemas(): Readonly<Record<string, string>> {
  const generator = createGenerator({
    path: path.join(ROOT, 'engine/cli/answer/outputs.ts'),
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    topRef: false,
    additionalProperties: false,
    // `npm run types` does that, with the compiler of the project.
    skipTypeCheck: true,
  });
  const results = generator.createSchema('CommandResults');
  const head = generator.createSchema('EnvelopeHead');
  const known = { ...results.definitions, ...head.definitions };
  const envelopes = Object.entries(results.properties ?? {}).map(([command, result]) => [
    fileOf(command),
    schemaText(fileOf(command), `ews ${command} --json`, envelope(command, head, result), known),
  ]);
  return {
    ...Object.fromEntries(envelopes),
    'problems.schema.json': ownText(generator, 'ProblemList', 'problems', '--problems json'),
    'log-line.schema.json': ownText(generator, 'LogLine', 'log-line', 'a line of --log-format json'),
  };
}

/** `lineage-verify.schema.json`. */
function fileOf(command: string): string {
  return `${command.replaceAll(' ', '-')}.schema.json`;
}

function envelope(command: string, head: Schema, result: unknown): object {
  return {
    type: 'object',
    properties: {
      ...head.properties,
      command: { enum: [command, null] },
      result: { anyOf: [result, { type: 'null' }] },
    },
    required: [...(head.required ?? []), 'command', 'result'],
    additionalProperties: false,
  };
}

function ownText(generator: SchemaGenerator, type: string, name: string, title: string): string {
  const { $schema: _, definitions = {}, ...schema } = generator.createSchema(type);
  return schemaText(`${name}.schema.json`, title, schema, definitions);
}

/** With the definitions that it needs, in their order. */
function schemaText(file: string, title: string, schema: object, known: Definitions): string {
  const needed = new Set<string>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, below] of Object.entries(value)) {
      if (key !== '$ref' || typeof below !== 'string') visit(below);
      else if (!needed.has(nameIn(below))) {
        needed.add(nameIn(below));
        visit(known[nameIn(below)]);
      }
    }
  };
  visit(schema);
  const definitions = Object.fromEntries(Object.entries(known).filter(([name]) => needed.has(name)));
  const $id = `urn:ews:output:${file.replace('.schema.json', '')}:1`;
  const whole = { $schema: 'http://json-schema.org/draft-07/schema#', $id, title, ...schema, definitions };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function nameIn(reference: string): string {
  return decodeURIComponent(reference.slice(DEFINITIONS.length));
}

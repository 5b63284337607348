import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { Tally } from '../../engine/presence/index.ts';
import type { OpenLineageEvent, StaticEvent } from '../../lineage/index.ts';

/** OpenLineage's own JSON Schemas: kept beside the repository, not in it. */
const FOLDER = path.resolve(
  process.env['OPENLINEAGE_SCHEMAS'] ?? path.join(import.meta.dirname, '../../../shared/schemas/openlineage'),
);

/**
 * Why events cannot be validated here; undefined when they can. In continuous integration missing schemas are a
 * failure, not a reason.
 */
export function whyNoSchemas(): string | undefined {
  if (readable()) return undefined;
  const reason = `no OpenLineage schemas in ${FOLDER}: set OPENLINEAGE_SCHEMAS to a copy of the specification's`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

function readable(): boolean {
  try {
    return readdirSync(path.join(FOLDER, 'facets')).length > 0;
  } catch {
    return false;
  }
}

export interface ValidationResult {
  /** `<event>: <where> <what>`; empty when all is as the schemas want it. */
  readonly faults: readonly string[];
  /** How many facets were validated, by the name of their schema. */
  readonly facets: Readonly<Record<string, number>>;
}

type AnyEvent = OpenLineageEvent | StaticEvent;

interface Placed {
  readonly _schemaURL?: unknown;
}

/** Checks events against the schema of events, and every facet against the schema that it names and its key in it. */
export function openValidator(): (events: readonly AnyEvent[]) => ValidationResult {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const keys = new Map<string, string>();
  for (const file of ['OpenLineage.json', ...facetFiles()]) {
    const schema = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as {
      readonly $id: string;
      readonly properties?: Readonly<Record<string, { readonly $ref?: string }>>;
    };
    ajv.addSchema(schema);
    for (const [key, { $ref }] of Object.entries(schema.properties ?? {})) {
      if ($ref !== undefined) keys.set(`${schema.$id}${$ref}`, key);
    }
  }
  const faultsAt = (schema: string, value: unknown): readonly string[] => {
    const validate = ajv.getSchema(schema);
    if (validate === undefined) return [`is no schema: ${schema}`];
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  return (events) => {
    const faults: string[] = [];
    const facets = new Tally<string>();
    for (const event of events) {
      const name = nameOf(event);
      faults.push(...faultsAt(event.schemaURL, event).map((fault) => `${name}: ${fault}`));
      for (const [key, facet] of facetsOf(event)) {
        const schema = String(facet._schemaURL);
        facets.add(schema.slice(schema.lastIndexOf('/') + 1));
        faults.push(...faultsAt(schema, facet).map((fault) => `${name}: ${key} ${fault}`));
        if (keys.get(schema) !== key) faults.push(`${name}: ${key} is called ${keys.get(schema)} in ${schema}`);
      }
    }
    return { faults, facets: Object.fromEntries(facets.entries()) };
  };
}

function facetFiles(): readonly string[] {
  return readdirSync(path.join(FOLDER, 'facets'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.join('facets', file));
}

function facetsOf(event: AnyEvent): readonly (readonly [string, Placed])[] {
  return holdersOf(event).flatMap((holder) => Object.entries(holder) as (readonly [string, Placed])[]);
}

function holdersOf(event: AnyEvent): readonly object[] {
  if ('dataset' in event) return [event.dataset.facets];
  const { job, inputs } = event;
  const read = [job.facets, ...inputs.flatMap(({ facets, inputFacets }) => [facets, inputFacets ?? {}])];
  if (!('run' in event)) return read;
  const made = event.outputs.flatMap(({ facets, outputFacets }) => [facets, outputFacets ?? {}]);
  return [event.run.facets, ...read, ...made];
}

function nameOf(event: AnyEvent): string {
  if ('dataset' in event) return event.dataset.name;
  return 'run' in event ? `${event.eventType} ${event.job.name}` : event.job.name;
}

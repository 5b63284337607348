import { EXAMPLE } from '../../stages/cases/example.ts';
import type { Stage } from '../../stages/stage.ts';
import type { DatasetCatalogue, StageWords } from '../dataset.ts';
import type { JobDescription } from '../job.ts';
import type { RunDescription } from '../run.ts';

export const PRODUCER = 'pkg:npm/%40ews-pipeline/ews@1.2.3';
/** Who wrote a facet, and its schema: `1-1-0/SQLJobFacet`. */
export const BY = (schema: string): { readonly _producer: string; readonly _schemaURL: string } => ({
  _producer: PRODUCER,
  _schemaURL: `https://openlineage.io/spec/facets/${schema}.json#/$defs/${schema.slice(6)}`,
});
const NOTHING: StageWords = { columns: new Map() };
const LABOR: StageWords = {
  description: 'Labour market',
  owner: 'indicators@example.org',
  columns: new Map([['sahm_gap', 'Gap to the low of the year (points)']]),
};

export function catalogueOf(
  stages: readonly Stage[],
  words: Readonly<Record<string, StageWords>> = {},
): DatasetCatalogue {
  const described = stages.map((stage) => [stage.id, { stage, words: words[stage.id] ?? NOTHING }] as const);
  return { project: 'demo', producer: PRODUCER, stages: new Map(described) };
}

export const CATALOGUE = catalogueOf(EXAMPLE, { 'features.labor': LABOR });

export const JOB: JobDescription = {
  project: 'demo',
  producer: PRODUCER,
  name: 'features.labor',
  kind: 'FEATURE',
  description: 'Labour market',
  owner: 'indicators@example.org',
  sql: 'SELECT 1',
  file: 'features/labor.sql',
  checkout: { commit: 'abc', repository: 'git@git.example.org:risk/demo.git', folder: 'ews/' },
};
export const RUN: RunDescription = {
  producer: PRODUCER,
  runId: '00000000-0000-8000-8000-000000000001',
  parent: { runId: '00000000-0000-8000-8000-000000000000', job: { namespace: 'ews://demo', name: 'demo.build' } },
  engine: { name: 'duckdb', version: '1.5.5', adapterVersion: '1.2.3' },
  tags: { environment: 'main' },
};

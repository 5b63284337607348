import { describe, expect, it } from 'vitest';
import { EXAMPLE, edgeFrom } from '../stages/cases/example.ts';
import type { Stage } from '../stages/stage.ts';
import { columnLineage } from './column-lineage.ts';
import { type DatasetCatalogue, inputDataset, inputsOf, outputDataset, type StageWords } from './dataset.ts';
import { datasetName } from './dataset-name.ts';
import { facet } from './facet.ts';
import { type Checkout, type JobDescription, jobOf } from './job.ts';
import { runOf } from './run.ts';
import { producerOf, runEvent } from './run-event.ts';

const PRODUCER = 'pkg:npm/%40ews-pipeline/ews@1.2.3';
const BY = (schema: string) => ({
  _producer: PRODUCER,
  _schemaURL: `https://openlineage.io/spec/facets/${schema}.json#/$defs/${schema.slice(6)}`,
});
const NOTHING: StageWords = { columns: new Map() };
const LABOR: StageWords = {
  description: 'Labour market',
  owner: 'indicators@example.org',
  columns: new Map([['sahm_gap', 'Gap to the low of the year (points)']]),
};

function catalogueOf(stages: readonly Stage[], words: Readonly<Record<string, StageWords>> = {}): DatasetCatalogue {
  const described = stages.map((stage) => [stage.id, { stage, words: words[stage.id] ?? NOTHING }] as const);
  return { project: 'demo', producer: PRODUCER, stages: new Map(described) };
}

const CATALOGUE = catalogueOf(EXAMPLE, { 'features.labor': LABOR });
const JOB: JobDescription = {
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
const RUN = {
  producer: PRODUCER,
  runId: '00000000-0000-8000-8000-000000000001',
  parent: { runId: '00000000-0000-8000-8000-000000000000', job: { namespace: 'ews://demo', name: 'demo.build' } },
  engine: { name: 'duckdb', version: '1.5.5', adapterVersion: '1.2.3' },
  tags: { environment: 'main' },
};

it('a feature that was built is one event, said in full', () => {
  const event = runEvent({
    eventType: 'COMPLETE',
    eventTime: '2026-01-02T03:04:05.000Z',
    producer: producerOf('1.2.3'),
    run: runOf(RUN),
    job: jobOf(JOB),
    inputs: inputsOf(CATALOGUE, ['features.labor']).map((id) => inputDataset(CATALOGUE, id, 'aa')),
    outputs: [outputDataset(CATALOGUE, 'features.labor', 'bb', 7)],
  });
  const build = {
    run: { runId: '00000000-0000-8000-8000-000000000000' },
    job: { namespace: 'ews://demo', name: 'demo.build' },
  };
  const written = { description: 'features/labor.sql:3:8', masking: false };
  expect(event).toEqual({
    eventType: 'COMPLETE',
    eventTime: '2026-01-02T03:04:05.000Z',
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: {
      runId: '00000000-0000-8000-8000-000000000001',
      facets: {
        processing_engine: {
          ...BY('1-1-1/ProcessingEngineRunFacet'),
          name: 'duckdb',
          version: '1.5.5',
          openlineageAdapterVersion: '1.2.3',
        },
        tags: { ...BY('1-0-0/TagsRunFacet'), tags: [{ key: 'environment', value: 'main', source: 'EWS' }] },
        parent: { ...BY('1-2-0/ParentRunFacet'), ...build, root: build },
      },
    },
    job: {
      namespace: 'ews://demo',
      name: 'features.labor',
      facets: {
        jobType: {
          ...BY('2-0-4/JobTypeJobFacet'),
          processingType: 'BATCH',
          integration: 'EWS',
          jobType: 'FEATURE',
        },
        documentation: {
          ...BY('1-1-0/DocumentationJobFacet'),
          description: 'Labour market',
          contentType: 'text/plain',
        },
        sourceCodeLocation: {
          ...BY('1-1-0/SourceCodeLocationJobFacet'),
          type: 'git',
          url: 'https://git.example.org/risk/demo/blob/abc/ews/features/labor.sql',
          repoUrl: 'git@git.example.org:risk/demo.git',
          path: 'ews/features/labor.sql',
          version: 'abc',
        },
        ownership: {
          ...BY('1-0-1/OwnershipJobFacet'),
          owners: [{ name: 'indicators@example.org', type: 'OWNER' }],
        },
        sql: { ...BY('1-1-0/SQLJobFacet'), query: 'SELECT 1', dialect: 'duckdb' },
      },
    },
    inputs: [
      {
        namespace: 'ews://demo',
        name: 'fred.unrate',
        facets: {
          schema: {
            ...BY('1-2-0/SchemaDatasetFacet'),
            fields: [
              { name: 'date', type: 'DATE', ordinal_position: 1 },
              { name: 'value', type: 'DOUBLE', ordinal_position: 2 },
            ],
          },
          version: { ...BY('1-0-1/DatasetVersionDatasetFacet'), datasetVersion: 'aa' },
        },
      },
    ],
    outputs: [
      {
        namespace: 'ews://demo',
        name: 'features.labor',
        facets: {
          schema: {
            ...BY('1-2-0/SchemaDatasetFacet'),
            fields: [
              {
                name: 'sahm_gap',
                type: 'DOUBLE',
                description: 'Gap to the low of the year (points)',
                ordinal_position: 1,
              },
              { name: 'months', type: 'BIGINT', ordinal_position: 2 },
            ],
          },
          documentation: {
            ...BY('1-1-0/DocumentationDatasetFacet'),
            description: 'Labour market',
            contentType: 'text/plain',
          },
          ownership: {
            ...BY('1-0-1/OwnershipDatasetFacet'),
            owners: [{ name: 'indicators@example.org', type: 'OWNER' }],
          },
          version: { ...BY('1-0-1/DatasetVersionDatasetFacet'), datasetVersion: 'bb' },
          columnLineage: {
            ...BY('1-2-0/ColumnLineageDatasetFacet'),
            fields: {
              sahm_gap: {
                inputFields: [
                  {
                    namespace: 'ews://demo',
                    name: 'fred.unrate',
                    field: 'value',
                    transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', ...written }],
                  },
                  {
                    namespace: 'ews://demo',
                    name: 'fred.unrate',
                    field: 'date',
                    transformations: [{ type: 'INDIRECT', subtype: 'WINDOW', ...written }],
                  },
                ],
              },
              months: { inputFields: [] },
            },
            dataset: [
              {
                namespace: 'ews://demo',
                name: 'fred.unrate',
                field: 'date',
                transformations: [{ type: 'INDIRECT', subtype: 'FILTER', masking: false }],
              },
            ],
          },
        },
        outputFacets: { outputStatistics: { ...BY('1-0-2/OutputStatisticsOutputDatasetFacet'), rowCount: 7 } },
      },
    ],
  });
});

it('a run that failed says why', () => {
  expect(runOf({ ...RUN, error: 'EWS3003 no such number' }).facets.errorMessage).toEqual({
    ...BY('1-0-1/ErrorMessageRunFacet'),
    message: 'EWS3003 no such number',
    programmingLanguage: 'SQL',
  });
});

describe('the lineage of columns', () => {
  const nameOf = (id: string) => ({ namespace: 'ews://demo', name: id });
  const ofColumn = (edges: Stage['columns'][number]['edges']) => {
    const stage: Stage = {
      id: 'features.x',
      kind: 'feature',
      columns: [{ column: 'c', edges, constant: false }],
      rows: [],
    };
    return columnLineage(PRODUCER, stage, nameOf).fields['c']?.inputFields;
  };

  it('keeps every way from one column to another', () => {
    const edges = [
      edgeFrom('fred.x', 'value', 'TRANSFORMATION'),
      { ...edgeFrom('fred.x', 'value', 'CONDITIONAL'), masking: true },
    ];
    expect(ofColumn(edges)).toEqual([
      {
        ...nameOf('fred.x'),
        field: 'value',
        transformations: [
          { type: 'DIRECT', subtype: 'TRANSFORMATION', masking: false },
          { type: 'INDIRECT', subtype: 'CONDITIONAL', masking: true },
        ],
      },
    ]);
  });

  it('of a model says how much of it rests on each input', () => {
    const model = outputDataset(CATALOGUE, 'models.probit', undefined, undefined);
    const fields = model.facets.columnLineage?.fields['probability']?.inputFields ?? [];
    expect(fields.map(({ field, transformations }) => [field, transformations[0]?.description])).toEqual([
      ['months', 'importance 0.25'],
      ['sahm_gap', 'importance 0.75'],
    ]);
  });

  it('has column names that are also names of properties', () => {
    const stage: Stage = {
      id: 'features.x',
      kind: 'feature',
      columns: [{ column: '__proto__', edges: [], constant: true }],
      rows: [],
    };
    expect(Object.keys(columnLineage(PRODUCER, stage, nameOf).fields)).toEqual(['__proto__']);
  });

  it('never leads to a stage that does not exist', () => {
    const stage: Stage = { id: 'features.x', kind: 'feature', columns: [], rows: [edgeFrom('fred.y', 'date', 'SORT')] };
    expect(() => outputDataset(catalogueOf([stage]), 'features.x', undefined, undefined)).toThrow('fred.y is no stage');
  });
});

describe('names of datasets', () => {
  const raw = (id: string, file: string, column: string): Stage => ({
    id,
    kind: 'raw',
    columns: [{ column, edges: [], constant: false }],
    rows: [],
    evidence: { file },
  });

  it.each([
    ['https://api.stlouisfed.org/fred/series/observations', 'https://api.stlouisfed.org', 'fred/series/observations'],
    ['http://127.0.0.1:8080/fred/series', 'http://127.0.0.1:8080', 'fred/series'],
    ['sources/data/loans.csv', 'file', 'demo/sources/data/loans.csv'],
  ])('%s is what it is called where it comes from', (file, namespace, name) => {
    expect(datasetName(raw('raw.x', file, 'value'), 'demo')).toEqual({ namespace, name });
  });

  it('two tables of one file read one dataset, with the columns of both', () => {
    const read = (id: string, from: string, column: string): Stage => ({
      id,
      kind: 'source',
      columns: [{ column, edges: [edgeFrom(from, column, 'IDENTITY')], constant: false }],
      rows: [],
    });
    const catalogue = catalogueOf([
      raw('raw.bank.a', 'bank.csv', 'a'),
      raw('raw.bank.b', 'bank.csv', 'b'),
      read('bank.a', 'raw.bank.a', 'a'),
      read('bank.b', 'raw.bank.b', 'b'),
    ]);
    const inputs = inputsOf(catalogue, ['bank.a', 'bank.b']);
    expect(inputs).toEqual(['raw.bank.a']);
    const [fields] = inputs.map((id) => inputDataset(catalogue, id, undefined).facets.schema.fields);
    expect(fields?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('what is read and carried by no edge is an input too', () => {
    expect(inputsOf(CATALOGUE, ['models.probit'], ['fred.unrate'])).toEqual(['features.labor', 'fred.unrate']);
  });
});

describe('where the code is', () => {
  const locationOf = (checkout: Checkout) => {
    const { type, url, repoUrl, path, version } = jobOf({ ...JOB, checkout }).facets.sourceCodeLocation;
    return { type, url, repoUrl, path, version };
  };

  it.each([
    ['https://git.example.org/risk/demo.git', 'https://git.example.org/risk/demo'],
    ['https://git.example.org:8443/risk/demo', 'https://git.example.org:8443/risk/demo'],
    ['ssh://git@git.example.org:7999/risk/demo.git', 'https://git.example.org/risk/demo'],
    ['git@git.example.org:risk/group/demo.git', 'https://git.example.org/risk/group/demo'],
  ])('%s has pages', (repository, web) => {
    expect(locationOf({ commit: 'abc+', repository, folder: '' })).toEqual({
      type: 'git',
      url: `${web}/blob/abc/features/labor.sql`,
      repoUrl: repository,
      path: 'features/labor.sql',
      version: 'abc+',
    });
  });

  it('is named within the project where no repository has pages', () => {
    const within = { url: 'ews://demo/features/labor.sql', path: 'features/labor.sql' };
    expect(locationOf({ commit: 'abc', folder: '' })).toEqual({ type: 'git', ...within, version: 'abc' });
    expect(locationOf({ folder: '' })).toEqual({ type: 'file', ...within });
  });
});

it('a facet names its writer and its schema', () => {
  expect(facet(PRODUCER, 'SQLJobFacet', { query: 'SELECT 1' })).toEqual({
    ...BY('1-1-0/SQLJobFacet'),
    query: 'SELECT 1',
  });
});

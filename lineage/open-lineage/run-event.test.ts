import { expect, it } from 'vitest';
import { BY, CATALOGUE, JOB, PRODUCER, RUN } from './cases/described-example.ts';
import { inputDataset, inputsOf, outputDataset } from './dataset.ts';
import { jobOf } from './job.ts';
import { runOf } from './run.ts';
import { producerOf, runEvent } from './run-event.ts';

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

import { describe, expect, it } from 'vitest';
import { edgeFrom } from '../stages/cases/example.ts';
import type { Stage } from '../stages/stage.ts';
import { CATALOGUE, catalogueOf, PRODUCER } from './cases/described-example.ts';
import { columnLineage } from './column-lineage.ts';
import { inputDataset, inputsOf, outputDataset } from './dataset.ts';
import { datasetName } from './dataset-name.ts';

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
    const fields = model.facets.columnLineage?.fields['probability']?.inputFields;
    expect(fields?.map(({ field, transformations }) => [field, transformations[0]?.description])).toEqual([
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

describe('the rights of a dataset', () => {
  const stage: Stage = {
    id: 'fred.sp500',
    kind: 'source',
    columns: [],
    rows: [],
    rights: { licence: 'S&P Dow Jones Indices LLC', notices: ['Not endorsed.'] },
  };

  it('are tags of it', () => {
    const { tags } = outputDataset(catalogueOf([stage]), 'fred.sp500', undefined, undefined).facets;
    expect(tags?._schemaURL).toContain('1-0-0/TagsDatasetFacet');
    expect(tags?.tags).toEqual([
      { key: 'licence', value: 'S&P Dow Jones Indices LLC', source: 'EWS' },
      { key: 'notice', value: 'Not endorsed.', source: 'EWS' },
    ]);
  });

  it('that nobody named are none', () => {
    const { rights: _, ...free } = stage;
    expect(outputDataset(catalogueOf([free]), 'fred.sp500', undefined, undefined).facets.tags).toBeUndefined();
  });
});

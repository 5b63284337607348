import { expect, test } from 'vitest';
import type { Stage } from '../../../lineage/index.ts';
import { at, entry, first, present } from '../../presence/index.ts';
import { type LineagePageInput, lineagePageData } from './collect-lineage-page.ts';
import { EDGE_SUBTYPES, type LineagePageData } from './lineage-page-data.ts';

const SQL = 'SELECT\n  date,\n  a - b AS gap\nFROM rates.long\n';

const STAGES: readonly Stage[] = [
  {
    id: 'rates.long',
    kind: 'source',
    columns: ['date', 'value'].map((column) => ({ column, type: 'DOUBLE', edges: [], constant: false })),
    rows: [],
  },
  {
    id: 'features.slope',
    kind: 'feature',
    columns: [
      { column: 'as_of', type: 'DATE', edges: [], constant: true },
      {
        column: 'gap',
        type: 'DOUBLE',
        edges: [
          {
            type: 'DIRECT',
            subtype: 'TRANSFORMATION',
            masking: false,
            from: { relation: 'rates.long', column: 'value' },
          },
          { type: 'INDIRECT', subtype: 'WINDOW', masking: true, from: { relation: 'rates.long', column: 'date' } },
        ],
        constant: false,
        evidence: { file: 'features/slope.sql', line: 3, column: 3, length: 5 },
      },
    ],
    rows: [{ type: 'INDIRECT', subtype: 'FILTER', masking: false, from: { relation: 'rates.long', column: 'date' } }],
    evidence: { file: 'features/slope.sql', line: 1, column: 1, fingerprint: 'f0', digest: 'sha256:d0' },
  },
  {
    id: 'models.m',
    kind: 'model',
    columns: [
      {
        column: 'fit',
        edges: [
          {
            type: 'DIRECT',
            subtype: 'AGGREGATION',
            masking: false,
            from: { relation: 'features.slope', column: 'gap' },
            weight: 0.75,
          },
        ],
        constant: false,
      },
    ],
    rows: [],
    reads: ['features.slope', 'rates.long'],
  },
  {
    id: 'tests.slope.gap.not_null',
    kind: 'test',
    columns: [
      {
        column: 'failures',
        edges: [
          { type: 'INDIRECT', subtype: 'FILTER', masking: true, from: { relation: 'features.slope', column: 'gap' } },
        ],
        constant: false,
      },
    ],
    rows: [],
    evidence: { file: 'features/slope.yaml', line: 4, column: 5 },
  },
];

const INPUT: LineagePageInput = {
  project: 'small',
  origin: 'run r',
  focus: null,
  stages: STAGES,
  definitions: {
    files: { 'features/slope.sql': SQL },
    stages: {
      'features.slope': {
        description: 'long less short',
        owner: 'macro',
        files: ['features/slope.sql', 'features/slope.yaml'],
        columns: { gap: { description: 'the gap', unit: 'points' } },
      },
    },
  },
};

const data = lineagePageData(INPUT);

test('numbers every place: the rows of a node, then its columns, by id', () => {
  expect(data.nodes.map(({ id, name, first, columns }) => [id, name, first, columns.length])).toEqual([
    ['features.slope', 'slope', 0, 2],
    ['models.m', 'm', 3, 1],
    ['rates.long', 'rates.long', 5, 2],
  ]);
});

test('says every edge, of columns, of rows and of what is only counted', () => {
  expect(asText(data)).toEqual([
    'rates.long.date -> features.slope FILTER',
    'rates.long.value -> features.slope.gap TRANSFORMATION',
    'rates.long.date -> features.slope.gap WINDOW masked',
    'features.slope.gap -> models.m.fit AGGREGATION 0.75',
    'rates.long -> models.m READS',
  ]);
});

test('lights the expression that a column is written as', () => {
  const slope = first(data.nodes);
  const gap = at(slope.columns, 1);
  const span = present(gap.span);
  expect(SQL.slice(span.from, span.to)).toBe('a - b');
  expect(slope).toMatchObject({ description: 'long less short', fingerprint: 'f0', digest: 'sha256:d0' });
  expect(gap).toMatchObject({ description: 'the gap', unit: 'points' });
});

test('has a file without its text where nobody kept it', () => {
  const { files } = lineagePageData({ ...INPUT, definitions: { files: {}, stages: {} } });
  expect(files).toEqual([
    { path: 'features/slope.sql', text: null },
    { path: 'features/slope.yaml', text: null },
  ]);
});

test('tells tests beside the columns that they look at, and opens on those', () => {
  expect(data.tests).toEqual([
    { id: 'tests.slope.gap.not_null', places: [2], span: { file: 1, line: 4, column: 5, from: 0, to: 0 } },
  ]);
  expect(lineagePageData({ ...INPUT, focus: { node: 'tests.slope.gap.not_null' } }).focus).toBe(2);
  expect(lineagePageData({ ...INPUT, focus: { node: 'features.slope', column: 'gap' } }).focus).toBe(2);
  expect(lineagePageData({ ...INPUT, focus: { node: 'rates.long' } }).focus).toBe(5);
});

function asText({ nodes, edges }: LineagePageData): readonly string[] {
  const names = new Map(
    nodes.flatMap(({ id, first, columns }) => [
      [first, id] as const,
      ...columns.map(({ name }, index) => [first + 1 + index, `${id}.${name}`] as const),
    ]),
  );
  return edges.map(([from, to, subtype, masking, weight]) =>
    [
      `${entry(names, from)} -> ${entry(names, to)}`,
      at(EDGE_SUBTYPES, subtype),
      ...(masking === 1 ? ['masked'] : []),
      ...(weight === undefined ? [] : [weight]),
    ].join(' '),
  );
}

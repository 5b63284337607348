import { describe, expect, it } from 'vitest';
import { EXAMPLE, edgeFrom } from './cases/example.ts';
import { buildLineage } from './lineage-graph.ts';
import type { Place } from './place.ts';
import { renderTree } from './render-tree.ts';
import type { Stage } from './stage.ts';
import { type TraceOptions, trace } from './trace.ts';

function lines(stages: readonly Stage[], target: Place, options: Partial<TraceOptions>): readonly string[] {
  const tree = trace(buildLineage(stages), target, { direction: 'upstream', ...options });
  if (tree === undefined) throw new Error('no such target');
  return renderTree(tree).split('\n');
}

describe('directOnly', () => {
  it('follows what carries values, up', () => {
    expect(lines(EXAMPLE, { node: 'models.probit' }, { directOnly: true })).toEqual([
      'models.probit',
      '└─ models.probit.probability',
      '   ├─ features.labor.sahm_gap  TRANSFORMATION 0.75  DOUBLE  features/labor.sql:3:8',
      '   │  └─ fred.unrate.value  AGGREGATION  DOUBLE',
      '   │     └─ raw.unrate.value  IDENTITY  CONSTANT  sources/snapshot/observations.parquet  sha256:ab',
      '   └─ features.labor.months  TRANSFORMATION 0.25  BIGINT  CONSTANT',
    ]);
  });

  it('follows it down: a date that only filters carries nothing', () => {
    const down = { direction: 'downstream', directOnly: true } as const;
    expect(lines(EXAMPLE, { node: 'fred.unrate', column: 'date' }, down)).toEqual(['fred.unrate.date  DATE  CONSTANT']);
  });
});

describe('fan', () => {
  const series = ['a', 'b', 'c', 'd', 'e'];
  const wide: readonly Stage[] = [
    ...series.map(
      (name): Stage => ({
        id: `fred.${name}`,
        kind: 'source',
        columns: [{ column: 'value', edges: [edgeFrom('raw.fred', 'value', 'IDENTITY')], constant: false }],
        rows: [],
      }),
    ),
    { id: 'raw.fred', kind: 'raw', columns: [{ column: 'value', edges: [], constant: true }], rows: [] },
    {
      id: 'features.x',
      kind: 'feature',
      columns: [
        {
          column: 'sum',
          edges: series.map((name) => edgeFrom(`fred.${name}`, 'value', 'AGGREGATION')),
          constant: false,
        },
      ],
      rows: [edgeFrom('fred.e', 'value', 'FILTER')],
    },
  ];

  it('spells out the first columns, counts the rest, and leaves out no rows', () => {
    expect(lines(wide, { node: 'features.x', column: 'sum' }, { fan: 2 })).toEqual([
      'features.x.sum',
      '├─ fred.a.value  AGGREGATION',
      '│  └─ raw.fred.value  IDENTITY  CONSTANT',
      '├─ fred.b.value  AGGREGATION',
      '│  └─ raw.fred.value  IDENTITY  CONSTANT',
      '├─ rows of features.x',
      '│  └─ fred.e.value  FILTER',
      '│     └─ raw.fred.value  IDENTITY  CONSTANT',
      '└─ and 3 more columns',
    ]);
  });

  it('never counts one column, which would take no more room itself', () => {
    expect(lines(wide, { node: 'features.x', column: 'sum' }, { fan: 4 }).join('\n')).not.toContain('more');
  });
});

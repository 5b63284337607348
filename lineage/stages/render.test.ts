import { describe, expect, it } from 'vitest';
import { EXAMPLE, edgeFrom } from './cases/example.ts';
import { buildLineage } from './lineage-graph.ts';
import type { Place } from './place.ts';
import { renderMermaid } from './render-mermaid.ts';
import { renderTree, type TreeStyle } from './render-tree.ts';
import type { Stage } from './stage.ts';
import { type TraceOptions, type TraceTree, trace } from './trace.ts';
import { traceToJson } from './trace-json.ts';

const up: TraceOptions = { direction: 'upstream' };

function traced(target: Place, options: TraceOptions = up, stages: readonly Stage[] = EXAMPLE): TraceTree {
  const tree = trace(buildLineage(stages), target, options);
  if (tree === undefined) throw new Error('no such target');
  return tree;
}

function lines(target: Place, options?: TraceOptions, style?: TreeStyle): readonly string[] {
  return renderTree(traced(target, options), style).split('\n');
}

describe('renderTree', () => {
  it('follows a model to the bytes, the heaviest input first', () => {
    expect(lines({ node: 'models.probit' })).toEqual([
      'models.probit',
      '└─ models.probit.probability',
      '   ├─ features.labor.sahm_gap  TRANSFORMATION 0.75  DOUBLE  features/labor.sql:3:8',
      '   │  ├─ fred.unrate.value  AGGREGATION  DOUBLE',
      '   │  │  └─ raw.unrate.value  IDENTITY  CONSTANT  sources/snapshot/observations.parquet  sha256:ab',
      '   │  ├─ fred.unrate.date  WINDOW  DATE  CONSTANT',
      '   │  └─ rows of features.labor',
      '   │     └─ fred.unrate.date  FILTER  DATE  CONSTANT',
      '   └─ features.labor.months  TRANSFORMATION 0.25  BIGINT  CONSTANT',
      '      └─ rows of features.labor  (shown above)',
    ]);
  });

  it('shows the rows of a whole stage once', () => {
    expect(lines({ node: 'features.labor' }).slice(-3)).toEqual([
      '├─ features.labor.months  BIGINT  CONSTANT',
      '└─ rows of features.labor',
      '   └─ fred.unrate.date  FILTER  DATE  CONSTANT',
    ]);
  });

  it('says where the depth ends it', () => {
    expect(lines({ node: 'models.probit', column: 'probability' }, { ...up, depth: 1 })).toEqual([
      'models.probit.probability',
      '├─ features.labor.sahm_gap  TRANSFORMATION 0.75  DOUBLE  features/labor.sql:3:8',
      '│  └─ …',
      '└─ features.labor.months  TRANSFORMATION 0.25  BIGINT  CONSTANT',
      '   └─ …',
    ]);
  });

  it('follows a source column down to what uses it', () => {
    expect(lines({ node: 'fred.unrate', column: 'value' }, { direction: 'downstream' })).toEqual([
      'fred.unrate.value  DOUBLE',
      '└─ features.labor.sahm_gap  AGGREGATION  DOUBLE  features/labor.sql:3:8',
      '   └─ models.probit.probability  TRANSFORMATION 0.75',
    ]);
  });

  it('emphasises and annotates as it is told', () => {
    const style: TreeStyle = {
      name: (text) => `*${text}*`,
      influence: (text) => text.toLowerCase(),
      remark: (text) => `(${text})`,
      annotate: (node) => (node.column === 'value' ? '= 3.52' : undefined),
    };
    expect(lines({ node: 'fred.unrate', column: 'value' }, up, style)).toEqual([
      '*fred.unrate.value*  = 3.52  (DOUBLE)',
      '└─ *raw.unrate.value*  = 3.52  identity  (CONSTANT)  (sources/snapshot/observations.parquet)  (sha256:ab)',
    ]);
  });
});

describe('renderMermaid', () => {
  it('draws stages as boxes and indirect influence dashed', () => {
    expect(
      renderMermaid(traced({ node: 'features.labor', column: 'sahm_gap' }, { ...up, depth: 1 })).split('\n'),
    ).toEqual([
      'flowchart LR',
      '  subgraph s0["features.labor"]',
      '    p0["(rows)"]',
      '    p1["sahm_gap"]',
      '  end',
      '  subgraph s1["fred.unrate"]',
      '    p2["date"]',
      '    p3["value"]',
      '  end',
      '  p0 -.-> p1',
      '  p2 -.->|FILTER| p0',
      '  p2 -.->|WINDOW| p1',
      '  p3 -->|AGGREGATION| p1',
    ]);
  });

  it('lets no name break the chart', () => {
    const odd: Stage = {
      id: 'a"]; end',
      kind: 'source',
      columns: [{ column: '<b>|é', edges: [], constant: true }],
      rows: [],
    };
    expect(renderMermaid(traced({ node: odd.id }, up, [odd])).split('\n')).toEqual([
      'flowchart LR',
      '  subgraph s0["a#34;#93;#59; end"]',
      '    p0["#60;b#62;#124;#233;"]',
      '  end',
    ]);
  });
});

describe('traceToJson', () => {
  it('lists places and edges once, from source to use in both directions', () => {
    const upstream = traceToJson(traced({ node: 'fred.unrate', column: 'value' }));
    const downstream = traceToJson(
      traced({ node: 'raw.unrate', column: 'value' }, { direction: 'downstream', depth: 1 }),
    );
    expect(upstream.edges).toEqual([
      {
        from: { node: 'raw.unrate', column: 'value' },
        to: { node: 'fred.unrate', column: 'value' },
        type: 'DIRECT',
        subtype: 'IDENTITY',
        masking: false,
        weight: null,
        evidence: null,
      },
    ]);
    expect(downstream.edges).toEqual(upstream.edges);
    expect(downstream.places).toEqual(upstream.places);
    expect(upstream.places.map(({ node, kind }) => [node, kind])).toEqual([
      ['fred.unrate', 'source'],
      ['raw.unrate', 'raw'],
    ]);
  });

  it('says of an edge where it comes about and what was stored by it', () => {
    const where = { line: 6, column: 1, endLine: 6, endColumn: 20 };
    const value = edgeFrom('fred.unrate', 'value', 'IDENTITY');
    const filter = { ...edgeFrom('fred.unrate', 'date', 'FILTER'), clauses: [where] };
    const written = { file: 'features/x.sql', line: 2, column: 3, length: 5 };
    const stored = { fingerprint: 'f1', digest: 'sha256:d1' };
    const stage: Stage = {
      id: 'features.x',
      kind: 'feature',
      columns: [{ column: 'v', edges: [value], constant: false, evidence: { ...written, endLine: 3, endColumn: 9 } }],
      rows: [filter],
      evidence: { file: 'features/x.sql', line: 1, column: 1, ...stored },
    };
    const { edges } = traceToJson(traced({ node: 'features.x' }, up, [stage]));
    expect(edges.map(({ from, to, evidence }) => [from.column, to.column, evidence])).toEqual([
      [
        'date',
        null,
        {
          file: 'features/x.sql',
          expression: { line: 1, column: 1, endLine: 1, endColumn: 2 },
          clauses: [where],
          ...stored,
        },
      ],
      [
        'value',
        'v',
        {
          file: 'features/x.sql',
          expression: { line: 2, column: 3, endLine: 3, endColumn: 9 },
          clauses: [],
          ...stored,
        },
      ],
    ]);
  });

  it('marks a place that no stage has', () => {
    const stage: Stage = {
      id: 'features.x',
      kind: 'feature',
      columns: [{ column: 'v', edges: [edgeFrom('fred.gone', 'value', 'IDENTITY')], constant: false }],
      rows: [],
    };
    const tree = traced({ node: 'features.x' }, up, [stage]);
    expect(traceToJson(tree).places).toContainEqual(expect.objectContaining({ node: 'fred.gone', kind: null }));
    expect(renderTree(tree)).toContain('fred.gone.value  IDENTITY  unknown');
  });
});

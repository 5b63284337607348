import { expect, it } from 'vitest';
import { EXAMPLE } from './cases/example.ts';
import { buildLineage } from './lineage-graph.ts';
import type { Place } from './place.ts';
import { renderDot } from './render-dot.ts';
import type { Stage } from './stage.ts';
import { type TraceOptions, trace } from './trace.ts';

function drawn(
  target: Place,
  options: Partial<TraceOptions> = {},
  stages: readonly Stage[] = EXAMPLE,
): readonly string[] {
  const tree = trace(buildLineage(stages), target, { direction: 'upstream', ...options });
  if (tree === undefined) throw new Error('no such target');
  return renderDot(tree).split('\n');
}

it('draws stages as clusters, indirect influence dashed, heavy inputs thick', () => {
  expect(drawn({ node: 'models.probit' }, { depth: 1 })).toEqual([
    'digraph lineage {',
    '  rankdir=LR;',
    '  node [shape=box];',
    '  subgraph cluster_0 {',
    '    label="features.labor";',
    '    "features.labor/months" [label="months"];',
    '    "features.labor/sahm_gap" [label="sahm_gap"];',
    '  }',
    '  subgraph cluster_1 {',
    '    label="models.probit";',
    '    "models.probit/probability" [label="probability"];',
    '  }',
    '  "features.labor/months" -> "models.probit/probability" [label="TRANSFORMATION 0.25", penwidth=2.00];',
    '  "features.labor/sahm_gap" -> "models.probit/probability" [label="TRANSFORMATION 0.75", penwidth=4.00];',
    '}',
  ]);
  expect(drawn({ node: 'features.labor', column: 'sahm_gap' })).toContain(
    '  "fred.unrate/date" -> "features.labor/sahm_gap" [label="WINDOW", style=dashed];',
  );
});

it('lets no name break the drawing', () => {
  const odd: Stage = {
    id: 'a"]; }\\',
    kind: 'source',
    columns: [{ column: 'x\ny', edges: [], constant: true }],
    rows: [],
  };
  expect(drawn({ node: odd.id }, {}, [odd]).slice(3)).toEqual([
    '  subgraph cluster_0 {',
    '    label="a\\"]; }\\\\";',
    '    "a\\"]; }\\\\/x\\ny" [label="x\\ny"];',
    '  }',
    '}',
  ]);
});

import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import type { Graph, TestNode } from '../../compile/index.ts';
import { edge, evidenceAt, indirect, rangeOf, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** A test as stored: how many rows break the rule, which the columns that it looks at decide. */
export function testStage(graph: Graph, node: TestNode): Stage {
  const edges = unique(consulted(graph, node).map((each) => ({ ...each, masking: true })));
  // Rows are what is counted.
  const definition = node.body.kind === 'custom' ? { definition: node.body.digests.rows } : {};
  const failures: StageColumn = {
    column: 'failures',
    type: 'BIGINT',
    edges,
    constant: edges.length === 0,
    ...definition,
  };
  return {
    id: node.id,
    kind: 'test',
    columns: [failures],
    rows: [],
    reads: node.inputs,
    settings: settingsOf(node),
    evidence: evidenceAt(node.body.span),
  };
}

function consulted(graph: Graph, { of, body }: TestNode): readonly ColumnEdge[] {
  switch (body.kind) {
    case 'column': {
      const group = graph.nodes.get(of);
      const columns = group?.kind === 'feature' ? group.definition.columns : [];
      // Rows before a column's first day are not tested.
      const from = body.test.validFrom ?? columns.find(({ name }) => name === body.column)?.validFrom;
      const since = from === undefined ? [] : ['as_of'];
      return [body.column, ...since].map((column) =>
        indirect(edge(of, column, 'IDENTITY'), 'FILTER', rangeOf(body.span)),
      );
    }
    case 'custom':
      return body.lineage.rows;
    default:
      throw new Error(`unknown test ${(body satisfies never as TestNode['body']).kind}`);
  }
}

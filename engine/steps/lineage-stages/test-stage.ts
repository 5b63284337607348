import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import type { NodeId, StoredTestBody, TestNode } from '../../compile/index.ts';
import type { ColumnTest } from '../../project/index.ts';
import type { StageMaking } from './stage-making.ts';
import { decides, derived, edge, evidenceAt, rangeOf, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** A test as stored: how many rows break the rule, which the columns that it looks at decide, and some of them. */
export function testStage(node: TestNode, body: StoredTestBody, making: StageMaking): Stage {
  const edges = unique(consulted(making, node.of, body).map((each) => ({ ...each, masking: true })));
  // Rows are what is counted.
  const definition = body.kind === 'custom' ? { definition: body.digests.rows } : {};
  const shown = unique(examples(making, node.of, body));
  const failures: StageColumn = { ...derived('failures', 'BIGINT', edges), ...definition };
  return {
    id: node.id,
    kind: 'test',
    columns: [failures, derived('status', 'VARCHAR', edges), derived('examples', 'JSON', [...shown, ...edges])],
    rows: [],
    reads: node.inputs,
    settings: settingsOf(node),
    evidence: evidenceAt(body.span),
  };
}

function consulted({ graph, ruled }: StageMaking, of: NodeId, body: StoredTestBody): readonly ColumnEdge[] {
  switch (body.kind) {
    case 'column': {
      const group = graph.nodes.get(of);
      const { columns = [], keys = [] } = group?.kind === 'feature' ? group.definition : {};
      // Rows before a column's first day are not tested.
      const from = body.test.validFrom ?? columns.find(({ name }) => name === body.column)?.validFrom;
      const by = (column: string, subtype: 'FILTER' | 'WINDOW'): ColumnEdge =>
        decides(of, column, subtype, rangeOf(body.span));
      return [
        by(body.column, 'FILTER'),
        ...(from === undefined ? [] : [by('as_of', 'FILTER')]),
        ...ruled('test_scope', ...scopeOf(body.test, body.column, keys).map((column) => by(column, 'WINDOW'))),
      ];
    }
    case 'custom':
      return body.lineage.rows;
    default:
      throw new Error(`unknown test ${(body satisfies never as StoredTestBody).kind}`);
  }
}

/** The columns of the rows that are kept as examples. */
function examples({ graph }: StageMaking, of: NodeId, body: StoredTestBody): readonly ColumnEdge[] {
  switch (body.kind) {
    case 'column': {
      const group = graph.nodes.get(of);
      const keys = group?.kind === 'feature' ? group.definition.keys : [];
      return ['as_of', ...keys, 'date', body.column].map((column) => edge(of, column, 'IDENTITY'));
    }
    case 'custom':
      return body.lineage.columns.flatMap(({ edges }) => edges);
    default:
      throw new Error(`unknown test ${(body satisfies never as StoredTestBody).kind}`);
  }
}

/** What a test that compares rows puts them together and in order by. */
function scopeOf({ kind }: ColumnTest, column: string, keys: readonly string[]): readonly string[] {
  switch (kind) {
    case 'unique':
      return [column];
    case 'monotonic':
      return [...keys, 'as_of'];
    case 'accepted_values':
    case 'finite':
    case 'not_null':
    case 'range':
      return [];
    default:
      throw new Error(`unknown test ${kind satisfies never}`);
  }
}

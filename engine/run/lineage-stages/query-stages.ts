import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import type { CompiledQuery, FeatureNode, LabelNode } from '../../compile/index.ts';
import { constant, evidenceAt, indirect, unique } from './stage-parts.ts';

/** A group as stored: per decision date the last row, which its dates choose. */
export function featureStage(node: FeatureNode): Stage {
  const { query, definition } = node;
  const date = columnOf(query, 'date');
  const chosen = date.edges.filter((each) => each.type === 'DIRECT').map((each) => indirect(each, 'SORT'));
  const column = (name: string): StageColumn => withEvidence(columnOf(query, name), query, name);
  return {
    id: node.id,
    kind: 'feature',
    columns: [
      constant('as_of', 'DATE'),
      ...definition.keys.map(column),
      column('date'),
      ...definition.columns.map(({ name }) => column(name)),
      ...definition.columns
        .filter(({ asKnown }) => asKnown === 'last_value')
        .map(({ name }) => ({
          ...date,
          column: `${name}__date`,
          edges: unique([...date.edges, ...presenceOf(query, name)]),
        })),
    ],
    rows: unique([...query.lineage.rows, ...chosen]),
    reads: query.lineage.reads,
    evidence: { file: node.path, line: 1, column: 1 },
  };
}

/** A label as stored: since when and until when each value was the known one. */
export function labelStage(node: LabelNode): Stage {
  const { query, definition } = node;
  const versions = presenceOf(query, 'y');
  const version = (column: string): StageColumn => ({
    column,
    type: 'DATE',
    edges: versions,
    constant: versions.length === 0,
  });
  return {
    id: node.id,
    kind: 'label',
    columns: [
      ...['date', ...definition.keys, 'y'].map((name) => withEvidence(columnOf(query, name), query, name)),
      version('known_from'),
      version('known_to'),
    ],
    rows: query.lineage.rows,
    reads: query.lineage.reads,
    evidence: { file: node.path, line: 1, column: 1 },
  };
}

function columnOf(query: CompiledQuery, name: string): StageColumn {
  const output = query.lineage.columns.find(({ column }) => column === name);
  if (output === undefined) throw new Error(`no lineage for column ${name}`);
  return output;
}

function withEvidence(column: StageColumn, query: CompiledQuery, name: string): StageColumn {
  const span = query.spans[name];
  return span === undefined ? column : { ...column, evidence: evidenceAt(span) };
}

/** Whether a column has a value: what decides `<column>__date`, and since when a label's value is known. */
function presenceOf(query: CompiledQuery, name: string): readonly ColumnEdge[] {
  return unique(columnOf(query, name).edges.map((each) => indirect(each, 'CONDITIONAL')));
}

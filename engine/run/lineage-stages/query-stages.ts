import type { ColumnEdge, Stage, StageColumn, TextRange } from '../../../lineage/index.ts';
import type { CompiledQuery, FeatureNode, LabelNode } from '../../compile/index.ts';
import { constant, evidenceAt, indirect, rangeOf, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** A group as stored: per decision date the last row, which its dates choose. */
export function featureStage(node: FeatureNode): Stage {
  const { query, definition } = node;
  const date = columnOf(query, 'date');
  const chosen = date.edges
    .filter((each) => each.type === 'DIRECT')
    .map((each) => indirect(each, 'SORT', ...writtenAt(query, 'date')));
  const column = (name: string): StageColumn => defined(columnOf(query, name), query, name);
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
          follows: name,
          edges: unique([...date.edges, ...presenceOf(query, name)]),
        })),
    ],
    rows: unique([...query.lineage.rows, ...chosen]),
    rowsDefinition: query.digests.rows,
    reads: query.lineage.reads,
    settings: settingsOf(node),
    evidence: evidenceAt(query.whole),
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
    follows: 'y',
  });
  return {
    id: node.id,
    kind: 'label',
    columns: [
      ...['date', ...definition.keys, 'y'].map((name) => defined(columnOf(query, name), query, name)),
      version('known_from'),
      version('known_to'),
    ],
    rows: query.lineage.rows,
    rowsDefinition: query.digests.rows,
    reads: query.lineage.reads,
    settings: settingsOf(node),
    evidence: evidenceAt(query.whole),
  };
}

function columnOf(query: CompiledQuery, name: string): StageColumn {
  const output = query.lineage.columns.find(({ column }) => column === name);
  if (output === undefined) throw new Error(`no lineage for column ${name}`);
  return output;
}

/** A column with where it is written and how it is computed. */
function defined(column: StageColumn, query: CompiledQuery, name: string): StageColumn {
  const span = query.spans[name];
  return { ...column, ...query.digests.columns[name], ...(span === undefined ? {} : { evidence: evidenceAt(span) }) };
}

/** Whether a column has a value: what decides `<column>__date`, and since when a label's value is known. */
function presenceOf(query: CompiledQuery, name: string): readonly ColumnEdge[] {
  return unique(columnOf(query, name).edges.map((each) => indirect(each, 'CONDITIONAL', ...writtenAt(query, name))));
}

/** Where an output column is written: what decides by its value alone decides by all of its expression. */
function writtenAt(query: CompiledQuery, name: string): readonly TextRange[] {
  const span = query.spans[name];
  return span === undefined ? [] : [rangeOf(span)];
}

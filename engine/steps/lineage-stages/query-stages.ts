import type { ColumnEdge, Stage, StageColumn, TextRange } from '../../../lineage/index.ts';
import type { CompiledQuery, FeatureNode, LabelNode } from '../../compile/index.ts';
import { digestOf } from '../../lake/index.ts';
import { knowledgeOf } from './knowledge.ts';
import type { StageMaking } from './stage-making.ts';
import { CALENDAR, decides, derived, edge, evidenceAt, indirect, rangeOf, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** A group as stored: per decision date the last row, which its dates choose. */
export function featureStage(node: FeatureNode, making: StageMaking): Stage {
  const { query, definition } = node;
  const { ruled } = making;
  const date = columnOf(query, 'date');
  const column = (name: string): StageColumn => defined(columnOf(query, name), query, name);
  return {
    id: node.id,
    kind: 'feature',
    columns: [
      derived('as_of', 'DATE', ruled('decision_dates', edge(CALENDAR, 'date', 'IDENTITY'))),
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
    rows: unique([
      ...query.lineage.rows,
      ...ruled('last_row', ...decidedBy(query, 'date', 'SORT'), ...keyed(node)),
      ...knowledgeOf(query, making),
      ...ruled('decision_dates', decides(CALENDAR, 'date', 'FILTER', rangeOf(query.whole))),
    ]),
    rowsDefinition: rowsDigest(query, ['date', ...definition.keys]),
    reads: query.lineage.reads,
    settings: settingsOf(node),
    evidence: evidenceAt(query.whole),
  };
}

/** A label as stored: since when and until when each value was the known one. */
export function labelStage(node: LabelNode, making: StageMaking): Stage {
  const { query, definition } = node;
  const { ruled } = making;
  const known = knowledgeOf(query, making);
  const versions = unique([
    ...ruled('decision_dates', edge(CALENDAR, 'date', 'TRANSFORMATION')),
    ...presenceOf(query, 'y'),
    ...known,
  ]);
  const version = (column: string): StageColumn => ({ ...derived(column, 'DATE', versions), follows: 'y' });
  return {
    id: node.id,
    kind: 'label',
    columns: [
      ...['date', ...definition.keys, 'y'].map((name) => defined(columnOf(query, name), query, name)),
      version('known_from'),
      version('known_to'),
    ],
    // A row for every stretch of cut-offs on which a date has one value, and none where it has no value.
    rows: unique([
      ...query.lineage.rows,
      ...ruled(
        'label_versions',
        ...decidedBy(query, 'y', 'FILTER'),
        ...decidedBy(query, 'date', 'GROUP_BY'),
        ...keyed(node),
      ),
      ...known,
      ...ruled('decision_dates', decides(CALENDAR, 'date', 'FILTER', rangeOf(query.whole))),
    ]),
    rowsDefinition: rowsDigest(query, ['date', 'y', ...definition.keys]),
    reads: query.lineage.reads,
    settings: settingsOf(node),
    evidence: evidenceAt(query.whole),
  };
}

/** How the rows of a query are chosen, and those of its columns by whose values the engine chooses among them. */
function rowsDigest({ digests }: CompiledQuery, columns: readonly string[]): string {
  return digestOf([digests.rows, ...columns.map((name) => digests.columns[name]?.definition ?? null)]);
}

/** The keys decide whose row each is. */
function keyed({ query, definition: { keys } }: FeatureNode | LabelNode): readonly ColumnEdge[] {
  return keys.flatMap((key) => decidedBy(query, key, 'GROUP_BY'));
}

/** What the values of a column are made from, where they decide about rows. */
function decidedBy(query: CompiledQuery, name: string, subtype: 'SORT' | 'FILTER' | 'GROUP_BY'): readonly ColumnEdge[] {
  return columnOf(query, name).edges.map((each) => indirect(each, subtype, ...writtenAt(query, name)));
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

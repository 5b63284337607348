import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../lineage/index.ts';
import type {
  CompiledQuery,
  FeatureNode,
  Graph,
  GraphNode,
  LabelNode,
  ModelNode,
  SourceNode,
} from '../compile/index.ts';
import { frameFeatures } from '../project/index.ts';
import { PREDICTION_COLUMNS, VALUE_PREDICTION_COLUMNS } from './steps/prediction-columns.ts';

const CALENDAR = 'calendar.dates';

/** The columns of every object that a project makes, from the source's bytes to the prediction, and their edges. */
export function lineageStages(graph: Graph): readonly Stage[] {
  const raw = new Map<string, Stage>();
  const stages: Stage[] = [];
  for (const node of graph.nodes.values()) {
    if (node.kind === 'source') raw.set(rawId(node), rawStage(node, raw.get(rawId(node))));
    stages.push(...stagesOf(node));
  }
  return [...raw.values(), ...calendarStages(graph), ...stages];
}

/** The decision dates, where a definition reads them: they come from ews.config.yaml alone. */
function calendarStages(graph: Graph): readonly Stage[] {
  const isRead = ({ lineage }: CompiledQuery): boolean => lineage.reads.includes(CALENDAR);
  const read = [...graph.nodes.values()].some(
    (node) => (node.kind === 'feature' || node.kind === 'label') && isRead(node.query),
  );
  const evidence = evidenceAt(graph.definitions.config.yaml.spanOf(['calendar']));
  return read ? [{ id: CALENDAR, kind: 'source', columns: [constant('date', 'DATE')], rows: [], evidence }] : [];
}

function stagesOf(node: GraphNode): readonly Stage[] {
  switch (node.kind) {
    case 'source':
      return [sourceStage(node)];
    case 'feature':
      return [featureStage(node)];
    case 'label':
      return [labelStage(node)];
    case 'model':
      return modelStages(node);
    case 'test':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

const constant = (column: string, type: string): StageColumn => ({ column, type, edges: [], constant: true });

function edge(relation: string, column: string, subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION'): ColumnEdge {
  return { type: 'DIRECT', subtype, masking: false, from: { relation, column } };
}

function rawId(node: SourceNode): string {
  return node.source.connector === 'fred' ? `raw.${node.source.name}` : `raw.${node.id}`;
}

/** The file as its source gave it: where every chain ends. */
function rawStage(node: SourceNode, before: Stage | undefined): Stage {
  if (before !== undefined) return before;
  const columns = rawColumns(node).map((column) => ({ column, edges: [], constant: false }));
  return { id: rawId(node), kind: 'raw', columns, rows: [], evidence: { file: rawFile(node) } };
}

function rawColumns({ source, name, columns }: SourceNode): readonly string[] {
  if (source.connector === 'file') {
    return (source.tables.find((table) => table.name === name) ?? { columns }).columns.map((column) => column.name);
  }
  const versions = source.data.kind === 'snapshot' ? [] : ['realtime_start', 'realtime_end'];
  return ['series_id', 'date', 'value', ...versions];
}

/** The project-relative file that a relation is read from, or the address that answers for it. */
export function rawFile(node: SourceNode): string {
  if (node.source.connector === 'fred') {
    const { data } = node.source;
    return data.kind === 'live' ? `${data.url}series/observations` : data.file;
  }
  return node.source.tables.find(({ name }) => name === node.name)?.file ?? node.path;
}

/** One relation's observations: its columns, and when each row was known. */
function sourceStage(node: SourceNode): Stage {
  const raw = rawId(node);
  const identity = node.columns.map(
    ({ name, type }): StageColumn => ({ column: name, type, edges: [edge(raw, name, 'IDENTITY')], constant: false }),
  );
  const known = knowledgeColumns(node).map((column) => edge(raw, column, 'TRANSFORMATION'));
  const fred = node.source.connector === 'fred';
  const series: StageColumn = {
    column: 'series_id',
    type: 'VARCHAR',
    edges: [edge(raw, 'series_id', 'IDENTITY')],
    constant: false,
  };
  return {
    id: node.id,
    kind: 'source',
    columns: [
      ...(fred ? [series] : []),
      ...identity,
      { column: 'realtime_start', type: 'DATE', edges: known, constant: false },
      { column: 'realtime_end', type: 'DATE', edges: known, constant: false },
      { column: 'knowledge', type: 'VARCHAR', edges: known, constant: false },
    ],
    rows: fred
      ? [{ type: 'INDIRECT', subtype: 'FILTER', masking: false, from: { relation: raw, column: 'series_id' } }]
      : [],
    evidence: evidenceAt(node.source.yaml.spanOf([fred ? 'series' : 'tables', node.name])),
  };
}

/** The raw columns that decide when a row is known. Before the first vintage that is the date and a lag. */
function knowledgeColumns({ source, name }: SourceNode): readonly string[] {
  if (source.connector === 'fred') {
    return source.data.kind === 'snapshot' ? ['date'] : ['realtime_start', 'realtime_end', 'date'];
  }
  const table = source.tables.find((each) => each.name === name);
  if (table?.knowledge.kind !== 'column') return [table?.dateColumn ?? 'date'];
  const { column, until } = table.knowledge;
  return until === undefined ? [column] : [column, until];
}

/** A group as stored: per decision date the last row, which its dates choose. */
function featureStage(node: FeatureNode): Stage {
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
function labelStage(node: LabelNode): Stage {
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

/** Frame, fit and prediction of a model. */
function modelStages(node: ModelNode): readonly Stage[] {
  const evidence: Evidence = { file: node.path, line: 1, column: 1 };
  const frame = `frames.${node.name}`;
  const prediction = `predictions.${node.name}`;
  const columns = frameFeatures(node.definition).map(
    ({ group, column }): StageColumn => ({
      column: `${group}.${column}`,
      type: 'DOUBLE',
      edges: [edge(`features.${group}`, column, 'TRANSFORMATION')],
      constant: false,
      evidence: evidenceAt(node.definition.yaml.spanOf(['features'])),
    }),
  );
  const label: StageColumn = {
    column: 'y',
    edges: [edge(`labels.${node.label.name}`, 'y', 'IDENTITY')],
    constant: false,
    evidence,
  };
  const features = columns.slice(0, node.definition.features.length);
  const inputs = [...features, label].map(({ column }) => edge(frame, column, 'AGGREGATION'));
  const scores = features.map(({ column }) => edge(frame, column, 'TRANSFORMATION'));
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const predictionColumns = node.label.kind === 'continuous' ? VALUE_PREDICTION_COLUMNS : PREDICTION_COLUMNS;
  const edges: Readonly<
    Record<keyof (typeof PREDICTION_COLUMNS & typeof VALUE_PREDICTION_COLUMNS), readonly ColumnEdge[]>
  > = {
    as_of: [],
    cutoff: [],
    probability: [...scores, fit],
    prediction: [...scores, fit],
    baseline: [edge(frame, 'y', 'AGGREGATION')],
    threshold: [fit],
    alarm: [...scores, fit],
    y: [edge(frame, 'y', 'IDENTITY')],
    excluded: [indirect(edge(frame, 'y', 'IDENTITY'), 'CONDITIONAL')],
  };
  const predicted = Object.entries(predictionColumns).map(([column, type]): StageColumn => {
    const own = edges[column as keyof typeof edges];
    return { column, type, edges: own, constant: own.length === 0, evidence };
  });
  return [
    { id: frame, kind: 'frame', columns: [constant('as_of', 'DATE'), ...columns, label], rows: [], evidence },
    {
      id: node.id,
      kind: 'model',
      columns: [{ column: 'fit', edges: inputs, constant: false, evidence }],
      rows: [],
      evidence,
    },
    { id: prediction, kind: 'prediction', columns: predicted, rows: [], evidence },
  ];
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

function evidenceAt(span: { file: string; line: number; column: number; length: number }): Evidence {
  return { file: span.file, line: span.line, column: span.column, length: span.length };
}

/** Whether a column has a value: what decides `<column>__date`, and since when a label's value is known. */
function presenceOf(query: CompiledQuery, name: string): readonly ColumnEdge[] {
  return unique(columnOf(query, name).edges.map((each) => indirect(each, 'CONDITIONAL')));
}

function indirect(from: ColumnEdge, subtype: 'SORT' | 'CONDITIONAL'): ColumnEdge {
  return { type: 'INDIRECT', subtype, masking: from.masking, from: from.from };
}

function unique(edges: readonly ColumnEdge[]): readonly ColumnEdge[] {
  return [...new Map(edges.map((each) => [JSON.stringify(each), each])).values()];
}

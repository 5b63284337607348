import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import type { Graph, SourceNode } from '../../compile/index.ts';
import { type RelationRights, rightsOf, rightsOfSource } from '../../project/index.ts';
import type { StageMaking } from './stage-making.ts';
import { CALENDAR, constant, decides, edge, evidenceAt, rangeOf } from './stage-parts.ts';
import { flattened, settingsOf } from './stage-settings.ts';

/** The bytes behind every source, each once, and the decision dates. */
export function originStages(graph: Graph): readonly Stage[] {
  const raw = new Map<string, Stage>();
  for (const node of graph.nodes.values()) {
    if (node.kind === 'source') raw.set(rawId(node), raw.get(rawId(node)) ?? rawStage(node));
  }
  return [...raw.values(), calendarStage(graph)];
}

/** The decision dates come from ews.config.yaml, and the last one from the sources where it is as far as data go. */
function calendarStage({ definitions, calendar }: Graph): Stage {
  const { yaml, calendar: declared } = definitions.config;
  const end = declared.end === 'data' ? `data, ${calendar.dates.at(-1)}` : declared.end;
  return {
    id: CALENDAR,
    kind: 'source',
    columns: [constant('date', 'DATE')],
    rows: [],
    settings: { ...flattened(declared), end },
    evidence: evidenceAt(yaml.spanOf(['calendar'])),
  };
}

/** The stage of a source's bytes: one file of all series, or one a table. */
export function rawId(node: SourceNode): string {
  return node.source.connector === 'fred' ? `raw.${node.source.name}` : `raw.${node.id}`;
}

/** The file as its source gave it: where every chain ends. */
function rawStage(node: SourceNode): Stage {
  const columns = rawColumns(node).map((column) => ({ column, edges: [], constant: false }));
  const file = rawFile(node);
  return {
    id: rawId(node),
    kind: 'raw',
    columns,
    rows: [],
    settings: { file },
    ...rightsOfRaw(node),
    evidence: { file },
  };
}

/** One file of a fred source has all its series: of these only what goes for all. */
function rightsOfRaw({ source, name }: SourceNode): Pick<Stage, 'rights'> {
  return asRights(source.connector === 'fred' ? rightsOfSource(source) : rightsOf(source, name));
}

function asRights(rights: RelationRights | undefined): Pick<Stage, 'rights'> {
  return rights === undefined ? {} : { rights };
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
export function sourceStage(node: SourceNode, { ruled }: StageMaking): Stage {
  const raw = rawId(node);
  const { yaml } = node.source;
  const fred = node.source.connector === 'fred';
  const entry = [fred ? 'series' : 'tables', node.name];
  const declared = yaml.spanOf([...entry, fred ? 'publication_lag' : 'knowledge']);
  const knowledge = evidenceAt(declared);
  const identity = node.columns.map(
    ({ name, type }): StageColumn => ({
      column: name,
      type,
      edges: [edge(raw, name, 'IDENTITY')],
      constant: false,
      evidence: evidenceAt(yaml.spanOf([...entry, ...(fred ? [] : ['columns', name])])),
    }),
  );
  // What a later ingest finds changed, come or gone is known from then, and is a row more.
  const later = (subtype: 'CONDITIONAL' | 'FILTER'): readonly ColumnEdge[] =>
    ruled('later_ingest', ...rawColumns(node).map((column) => decides(raw, column, subtype, rangeOf(declared))));
  const known = [
    ...knowledgeColumns(node).map((column) => edge(raw, column, 'TRANSFORMATION')),
    ...later('CONDITIONAL'),
  ];
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
      { column: 'realtime_start', type: 'DATE', edges: known, constant: false, evidence: knowledge },
      { column: 'realtime_end', type: 'DATE', edges: known, constant: false, evidence: knowledge },
      { column: 'knowledge', type: 'VARCHAR', edges: known, constant: false, evidence: knowledge },
      rawDigest(node),
    ],
    rows: [
      ...(fred ? [decides(raw, 'series_id', 'FILTER', rangeOf(yaml.spanOf([...entry, 'id'])))] : []),
      ...later('FILTER').filter(({ from }) => !fred || from.column !== 'series_id'),
    ],
    settings: settingsOf(node),
    ...asRights(rightsOf(node.source, node.name)),
    evidence: evidenceAt(yaml.spanOf(entry)),
  };
}

/** The digest of the bytes that a row is from follows from all of them. */
function rawDigest(node: SourceNode): StageColumn {
  const edges = rawColumns(node).map((column) => ({ ...edge(rawId(node), column, 'TRANSFORMATION'), masking: true }));
  return { column: 'raw_sha256', type: 'VARCHAR', edges, constant: false };
}

/** The raw columns that decide when a row is known. Before the first vintage that is the date and a lag. */
function knowledgeColumns({ source, name }: SourceNode): readonly string[] {
  if (source.connector === 'fred') {
    return source.data.kind === 'snapshot' ? ['date'] : ['realtime_start', 'realtime_end', 'date'];
  }
  const table = source.tables.find((each) => each.name === name);
  if (table?.knowledge.kind !== 'column') return [table?.dateColumn ?? 'date'];
  const { column, until, otherwise } = table.knowledge;
  // A row that does not say it is known some time after its period.
  return [column, ...(until === undefined ? [] : [until]), ...(otherwise === undefined ? [] : [table.dateColumn])];
}

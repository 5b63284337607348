import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import { RAW_COLUMN } from '../../bitemporal/index.ts';
import type { Graph, SourceNode } from '../../compile/index.ts';
import type { RelationSummary } from '../../ingest/index.ts';
import { digestOf } from '../../lake/index.ts';
import { last } from '../../presence/index.ts';
import {
  type CalendarRule,
  type FredData,
  type RelationRights,
  rightsOf,
  rightsOfSource,
} from '../../project/index.ts';
import { fredFile } from '../fred-file.ts';
import type { StageMaking } from './stage-making.ts';
import { CALENDAR, constant, decides, edge, evidenceAt, rangeOf } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** The bytes behind every source, each once, and the decision dates. */
export function originStages(graph: Graph): readonly Stage[] {
  const raw = new Map<string, Stage>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'source') continue;
    for (const each of rawsOf(node)) raw.set(each.id, raw.get(each.id) ?? rawStage(node, each));
  }
  return [...raw.values(), calendarStage(graph)];
}

/** The decision dates come from ews.config.yaml, and the last one from the sources where it is as far as data go. */
function calendarStage({ definitions, calendar }: Graph): Stage {
  const { yaml, calendar: declared } = definitions.config;
  const { rule, start } = declared;
  const end = declared.end === 'data' ? `data, ${last(calendar.dates)}` : declared.end;
  return {
    id: CALENDAR,
    kind: 'source',
    columns: [constant('date', 'DATE')],
    rows: [],
    settings: { ...ruled(rule), start, end },
    evidence: evidenceAt(yaml.spanOf(['calendar'])),
  };
}

/** What says which days are decision dates, by the keys of the YAML; of a list also a digest of the days in it. */
function ruled(rule: CalendarRule): Stage['settings'] {
  if (rule.kind === 'listed') return { dates: rule.file, listed: digestOf(rule.dates) };
  const { frequency, dayOfPeriod } = rule;
  return dayOfPeriod === 'last_day' ? { frequency } : { frequency, day_of_period: dayOfPeriod };
}

/** A source's bytes: their stage, and which of two files they are. */
interface Raw {
  readonly id: string;
  readonly readFrom?: 'vintages' | 'snapshot';
}

/**
 * The stages of a source's bytes: one file of all series, or one a table. Of vintages with a snapshot beside them there
 * are two, and which of them has a series is not known before they are read.
 */
function rawsOf(node: SourceNode): readonly [Raw, ...Raw[]] {
  const { source } = node;
  if (source.connector !== 'fred') return [{ id: `raw.${node.id}` }];
  const { data } = source;
  if (data.kind !== 'vintages' || data.snapshot === undefined) return [{ id: `raw.${source.name}` }];
  return [
    { id: `raw.${source.name}.vintages`, readFrom: 'vintages' },
    { id: `raw.${source.name}.snapshot`, readFrom: 'snapshot' },
  ];
}

export function rawIds(node: SourceNode): readonly string[] {
  return rawsOf(node).map(({ id }) => id);
}

/** The stage of the bytes that a series was read from, as its summary has it. */
export function rawIdOf(node: SourceNode, { readFrom }: Pick<RelationSummary, 'readFrom'>): string {
  const raws = rawsOf(node);
  return (raws.find((each) => each.readFrom === readFrom) ?? raws[0]).id;
}

/** The file as its source gave it: where every chain ends. */
function rawStage(node: SourceNode, { id, readFrom }: Raw): Stage {
  const columns = rawColumns(node, readFrom).map((column) => ({ column, edges: [], constant: false }));
  const file = rawFile(node, readFrom);
  return {
    id,
    kind: 'raw',
    columns,
    rows: [],
    settings: { file },
    ...rightsOfRaw(node),
    evidence: { file },
  };
}

/** The rights to a source's bytes: a file of a fred source has all series, so those that go for all of them. */
function rightsOfRaw({ source, name }: SourceNode): Pick<Stage, 'rights'> {
  return asRights(source.connector === 'fred' ? rightsOfSource(source) : rightsOf(source, name));
}

function asRights(rights: RelationRights | undefined): Pick<Stage, 'rights'> {
  return rights === undefined ? {} : { rights };
}

function rawColumns({ source, name, columns }: SourceNode, readFrom: Raw['readFrom']): readonly string[] {
  if (source.connector === 'file') {
    return (source.tables.find((table) => table.name === name) ?? { columns }).columns.map((column) => column.name);
  }
  const isSnapshot = source.data.kind === 'snapshot' || readFrom === 'snapshot';
  return ['series_id', 'date', 'value', ...(isSnapshot ? [] : versionColumns(source.data))];
}

/** The project-relative file that a relation is read from, or the address that answers for it. */
export function rawFile(node: SourceNode, readFrom: Raw['readFrom']): string {
  if (node.source.connector === 'fred') {
    const { data } = node.source;
    return data.kind === 'live' ? `${data.url}series/observations` : fredFile(data, readFrom);
  }
  return node.source.tables.find(({ name }) => name === node.name)?.file ?? node.path;
}

/** One relation's observations: its columns, and when each row was known. */
export function sourceStage(node: SourceNode, { ruled }: StageMaking): Stage {
  const raws = rawsOf(node);
  const fromRaw = (column: string) => raws.map(({ id }) => edge(id, column, 'IDENTITY'));
  const { yaml } = node.source;
  const fred = node.source.connector === 'fred';
  const entry = [fred ? 'series' : 'tables', node.name];
  const declared = yaml.spanOf([...entry, fred ? 'publication_lag' : 'knowledge']);
  const knowledge = evidenceAt(declared);
  const identity = node.columns.map(
    ({ name, type }): StageColumn => ({
      column: name,
      type,
      edges: fromRaw(name),
      constant: false,
      evidence: evidenceAt(yaml.spanOf([...entry, ...(fred ? [] : ['columns', name])])),
    }),
  );
  // A row that a later ingest finds changed, come or gone is known from then, and is one more.
  const later = (subtype: 'CONDITIONAL' | 'FILTER'): readonly ColumnEdge[] =>
    ruled(
      'later_ingest',
      ...raws.flatMap(({ id, readFrom }) =>
        rawColumns(node, readFrom).map((column) => decides(id, column, subtype, rangeOf(declared))),
      ),
    );
  const known = [
    ...raws.flatMap(({ id, readFrom }) =>
      knowledgeColumns(node, readFrom).map((column) => edge(id, column, 'TRANSFORMATION')),
    ),
    ...later('CONDITIONAL'),
  ];
  const series: StageColumn = {
    column: 'series_id',
    type: 'VARCHAR',
    edges: fromRaw('series_id'),
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
      ...(fred ? raws.map(({ id }) => decides(id, 'series_id', 'FILTER', rangeOf(yaml.spanOf([...entry, 'id'])))) : []),
      ...later('FILTER').filter(({ from }) => !fred || from.column !== 'series_id'),
    ],
    settings: settingsOf(node),
    ...asRights(rightsOf(node.source, node.name)),
    evidence: evidenceAt(yaml.spanOf(entry)),
  };
}

/** The digest of the bytes that a row is from follows from all of them. */
function rawDigest(node: SourceNode): StageColumn {
  const edges = rawsOf(node).flatMap(({ id, readFrom }) =>
    rawColumns(node, readFrom).map((column) => ({ ...edge(id, column, 'TRANSFORMATION'), masking: true })),
  );
  return { column: RAW_COLUMN, type: 'VARCHAR', edges, constant: false };
}

/** The raw columns that decide when a row is known. Before the first vintage that is the date and a lag. */
function knowledgeColumns({ source, name }: SourceNode, readFrom: Raw['readFrom']): readonly string[] {
  if (source.connector === 'fred') {
    const isSnapshot = source.data.kind === 'snapshot' || readFrom === 'snapshot';
    return isSnapshot ? ['date'] : [...versionColumns(source.data), 'date'];
  }
  const table = source.tables.find((each) => each.name === name);
  if (table?.knowledge.kind !== 'column') return [table?.dateColumn ?? 'date'];
  const { column, until, otherwise } = table.knowledge;
  // A row that does not say it is known some time after its period.
  return [column, ...(until === undefined ? [] : [until]), ...(otherwise === undefined ? [] : [table.dateColumn])];
}

/** A file of vintages may say of each row how its days are known; an answer of ALFRED does not. */
function versionColumns({ kind }: FredData): readonly string[] {
  return ['realtime_start', 'realtime_end', ...(kind === 'vintages' ? ['knowledge'] : [])];
}

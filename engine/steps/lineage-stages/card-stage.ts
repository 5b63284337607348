import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import { KNOWLEDGE_COLUMNS } from '../../bitemporal/index.ts';
import type { EventCardBody, ValueCardBody } from '../../cards/index.ts';
import type { ComparisonNode, ModelNode, SourceNode } from '../../compile/index.ts';
import { idOf, nodeId, stageIdOf } from '../../ids/index.ts';
import { digestOf } from '../../lake/index.ts';
import type { LabelDefinition } from '../../project/index.ts';
import { ALARM_COLUMNS } from '../alarm-columns.ts';
import { PREDICTION_COLUMNS, VALUE_PREDICTION_COLUMNS } from '../prediction-columns.ts';
import type { ModelEdges } from './model-edges.ts';
import type { StageMaking } from './stage-making.ts';
import { edge, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

type Sections = Readonly<Record<string, readonly ColumnEdge[]>>;

/**
 * The figures of a model's card, a column a section. A section that only quotes definitions, or says by fingerprints
 * what went in, is a constant.
 */
export function cardStage(node: ModelNode, by: ModelEdges, making: StageMaking): Stage {
  const common = commonSections(node, by, making);
  const sections: Sections = node.label.kind === 'continuous' ? common : eventSections(node, common);
  const columns = Object.entries(sections).map(([column, edges]) => section(column, edges));
  return { id: by.card, kind: 'card', columns, rows: [], evidence: { file: node.path, line: 1, column: 1 } };
}

/** The models of a label side by side, from their cards. */
export function comparisonStage(node: ComparisonNode): Stage {
  const { id, path, models, label } = node;
  const from = (...columns: readonly string[]): readonly ColumnEdge[] =>
    models.flatMap(({ name }) => columns.map((column) => edge(stageIdOf.card(name), column, 'TRANSFORMATION')));
  const isOfValues = models.every(({ loss }) => loss === undefined);
  const sections: Sections = {
    schema: [],
    task: [],
    label: [],
    // The earliest of the cards'.
    outcomesThrough: from('data'),
    champion: [],
    ...(isOfValues ? {} : { loss: [] }),
    events: from('events'),
    models: from(
      ...['data', 'features', 'method', 'performance', 'rivals', 'history', 'latest'],
      ...(isOfValues ? [] : ['promotion']),
    ),
    measures: from('history', 'events'),
  };
  const columns = Object.entries(sections).map(([column, edges]) => section(column, edges));
  return {
    id,
    kind: 'comparison',
    columns: columns.map((each) => (each.column === 'label' ? { ...each, definition: quoted(label) } : each)),
    rows: [],
    settings: settingsOf(node),
    evidence: { file: path, line: 1, column: 1 },
  };
}

/** What a comparison quotes of its label's definition. */
function quoted({ kind, event, keys, window }: LabelDefinition): string {
  return digestOf({ kind, event: event ?? null, keys, window });
}

function section(column: string, edges: readonly ColumnEdge[]): StageColumn {
  return { column, edges: unique(edges), constant: edges.length === 0 };
}

type CommonSections = Readonly<Record<keyof ValueCardBody, readonly ColumnEdge[]>>;

function commonSections(node: ModelNode, by: ModelEdges, making: StageMaking): CommonSections {
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const scores = edge(node.id, 'scores', 'TRANSFORMATION');
  const asOf = edge(by.frame, 'as_of', 'AGGREGATION');
  // It counts the predicted dates on which what was known was published.
  const data = [asOf, edge(by.prediction, 'as_of', 'AGGREGATION'), ...sourcesOf(node, making)];
  const features = [asOf, ...by.features.map((column) => edge(by.frame, column, 'AGGREGATION')), ...datesOf(node, by)];
  const types = node.label.kind === 'continuous' ? VALUE_PREDICTION_COLUMNS : PREDICTION_COLUMNS;
  const predicted = [...Object.keys(types), ...node.label.keys].map((column) =>
    edge(by.prediction, column, 'IDENTITY'),
  );
  return {
    schema: [],
    task: [],
    identity: [],
    label: [],
    reproduction: [],
    data,
    features,
    events: by.event.map(([stage, column]) => edge(stage, column, 'TRANSFORMATION')),
    limitations: [fit, scores, ...data, ...features, ...predicted.map(aggregated), ...gapsOf(node, by)],
    method: [fit],
    performance: [scores],
    rivals: [scores],
    stability: [fit],
    history: predicted,
    latest: [fit, ...predicted, ...by.features.map((column) => edge(by.frame, column, 'IDENTITY'))],
  };
}

function eventSections(
  node: ModelNode,
  common: CommonSections,
): Readonly<Record<Exclude<keyof EventCardBody, 'panel' | 'validation'>, readonly ColumnEdge[]>> {
  const alarms = Object.keys(ALARM_COLUMNS).map((column) => edge(stageIdOf.alarms(node.name), column, 'AGGREGATION'));
  const { performance, features, method, history } = common;
  return {
    ...common,
    promotion: performance,
    alarms: [...alarms, ...performance],
    importance: performance,
    stability: [...common.stability, ...alarms],
    drift: [...features, ...method],
    ...(node.definition.validate === undefined
      ? {}
      : { validation: [edge(node.id, 'validation', 'TRANSFORMATION'), ...method] }),
    ...(node.label.keys.length === 0 ? {} : { panel: [...performance, ...history.map(aggregated)] }),
  };
}

function aggregated(each: ColumnEdge): ColumnEdge {
  return edge(each.from.relation, each.from.column, 'AGGREGATION');
}

/** What is found missing: rows of groups, label and event by their keys, and outcomes that no refit learns from. */
function gapsOf({ label }: ModelNode, by: ModelEdges): readonly ColumnEdge[] {
  const groups = by.groups.flatMap(({ id, definition }) => definition.keys.map((key) => edge(id, key, 'AGGREGATION')));
  const outcomes = ['date', ...label.keys, 'y', 'known_from', 'known_to'].map((column) =>
    edge(idOf.label(label.name), column, 'AGGREGATION'),
  );
  const rows = label.keys.map((key) => edge(by.frame, key, 'AGGREGATION'));
  return [...groups, ...outcomes, ...rows, ...by.event.map(([stage, column]) => edge(stage, column, 'AGGREGATION'))];
}

/** How the rows of the sources behind features and label became known. */
function sourcesOf(node: ModelNode, { graph }: StageMaking): readonly ColumnEdge[] {
  const read = [...node.definition.features.map(({ group }) => idOf.group(group)), idOf.label(node.label.name)];
  const sources = read.flatMap((id) => {
    const made = graph.nodes.get(nodeId(id));
    return made?.kind === 'feature' || made?.kind === 'label' ? made.query.sources : [];
  });
  return [...new Set(sources)].flatMap((id) => {
    const source = graph.nodes.get(id);
    return source?.kind === 'source' ? observationsOf(source) : [];
  });
}

/** Periods and knowledge are told, values only by a digest. */
function observationsOf(source: SourceNode): readonly ColumnEdge[] {
  const { id, columns, name } = source;
  const tables = source.source.connector === 'file' ? source.source.tables : [];
  const date = tables.find((table) => table.name === name)?.dateColumn ?? 'date';
  return [
    ...columns.map((column) => ({ ...edge(id, column.name, 'AGGREGATION'), masking: column.name !== date })),
    ...KNOWLEDGE_COLUMNS.map((column) => edge(id, column, 'AGGREGATION')),
  ];
}

/** How old the values of the features are. */
function datesOf({ definition }: ModelNode, by: ModelEdges): readonly ColumnEdge[] {
  return definition.features.map(({ group, column }) => {
    const declared = by.group(group)?.definition.columns.find(({ name }) => name === column);
    return edge(idOf.group(group), declared?.asKnown === 'last_value' ? `${column}__date` : 'date', 'AGGREGATION');
  });
}

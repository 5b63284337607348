import { type DatasetCatalogue, producerOf, type Stage, type StageWords } from '../../../lineage/index.ts';
import {
  type FeatureNode,
  type Graph,
  type GraphNode,
  type NodeId,
  nodeId,
  type SourceNode,
} from '../../compile/index.ts';
import { lineageStages } from '../lineage-stages.ts';
import type { PREDICTION_COLUMNS } from '../steps/prediction-columns.ts';

/** All stages of a project, with the words of its definitions. `version`: of this engine. */
export function datasetCatalogue(graph: Graph, version: string): DatasetCatalogue {
  const raw = rawDescriptions(graph);
  const described = lineageStages(graph).map((stage) => {
    const words = stage.kind === 'raw' ? unowned(raw.get(stage.id)) : wordsOf(graph, stage);
    return [stage.id, { stage, words }] as const;
  });
  return { project: graph.definitions.config.name, producer: producerOf(version), stages: new Map(described) };
}

function unowned(description: string | undefined): StageWords {
  return { ...(description === undefined ? {} : { description }), columns: new Map() };
}

/** Of what a source gave, by stage: `raw.fred`, or `raw.nber.turning_points` for a table of its own. */
function rawDescriptions(graph: Graph): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'source') continue;
    descriptions.set(`raw.${node.source.name}`, node.source.description);
    descriptions.set(`raw.${node.id}`, node.description);
  }
  return descriptions;
}

function wordsOf(graph: Graph, stage: Stage): StageWords {
  const node = graph.nodes.get(nodeOf(stage));
  if (node === undefined) return unowned(stage.kind === 'source' ? 'Decision dates of the project' : undefined);
  const owner = node.owner === undefined ? {} : { owner: node.owner };
  const made = stage.kind === 'frame' ? 'Training frame of: ' : stage.kind === 'prediction' ? 'Predictions of: ' : '';
  return {
    description: `${made}${node.description}`,
    ...owner,
    columns: new Map(Object.entries(columnWords(graph, node, stage))),
  };
}

/** The frame and the predictions of a model are made with it. */
function nodeOf({ kind, id }: Stage): NodeId {
  return nodeId(kind === 'frame' || kind === 'prediction' ? `models${id.slice(id.indexOf('.'))}` : id);
}

function columnWords(graph: Graph, node: GraphNode, stage: Stage): Readonly<Record<string, string>> {
  switch (node.kind) {
    case 'source':
      return { ...SOURCE_WORDS, ...sourceColumns(node) };
    case 'feature':
      return { ...FEATURE_WORDS, ...featureColumns(node) };
    case 'label':
      return { ...LABEL_WORDS, y: node.description };
    case 'model':
      return modelColumns(graph, stage);
    case 'comparison':
    case 'test':
      return {};
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

const SOURCE_WORDS = {
  series_id: "The source's own name of the series",
  date: 'First day of the period that the row is about',
  realtime_start: 'First day on which the row was known',
  realtime_end: 'First day on which it no longer held',
  knowledge: 'How the day is known: published, observed or assumed',
};

function sourceColumns({ source, name }: SourceNode): Readonly<Record<string, string>> {
  if (source.connector === 'file') {
    const columns = source.tables.find((table) => table.name === name)?.columns ?? [];
    return Object.fromEntries(columns.map((column) => [column.name, withUnit(column)]));
  }
  const series = source.series.find((each) => each.name === name);
  return series === undefined ? {} : { value: `${series.title} (${series.units})` };
}

const FEATURE_WORDS = { as_of: 'Decision date', date: 'Date of the row that serves on the decision date' };

function featureColumns({ definition }: FeatureNode): Readonly<Record<string, string>> {
  const words = definition.columns.flatMap((column): readonly (readonly [string, string])[] => [
    [column.name, withUnit(column)],
    [`${column.name}__date`, `Date of the value of ${column.name}`],
  ]);
  return Object.fromEntries(words);
}

const LABEL_WORDS = {
  date: 'Decision date whose outcome it is',
  known_from: 'First training cut-off at which the value was known',
  known_to: 'First training cut-off at which it no longer held',
};

const PREDICTION_WORDS: Readonly<Record<keyof typeof PREDICTION_COLUMNS, string>> = {
  as_of: 'Decision date',
  cutoff: 'Training cut-off of the fit that predicts',
  probability: 'Probability of the event',
  baseline: 'Share of events among the outcomes known at the cut-off',
  threshold: 'Probability from which there is an alarm',
  alarm: 'Whether the probability reaches the threshold',
  y: 'Outcome, as it is known now',
  excluded: 'Whether the row is left out of the evaluation',
};

function modelColumns(graph: Graph, stage: Stage): Readonly<Record<string, string>> {
  if (stage.kind === 'prediction') return PREDICTION_WORDS;
  if (stage.kind === 'model') return { fit: 'The fitted models, one for every training cut-off' };
  const features = stage.columns.map(({ column }): readonly [string, string | undefined] => {
    const [group = '', name = ''] = column.split('.');
    const node = graph.nodes.get(nodeId(`features.${group}`));
    const declared = node?.kind === 'feature' ? node.definition.columns.find((each) => each.name === name) : undefined;
    return [column, declared && withUnit(declared)];
  });
  const described = features.flatMap(([column, words]) => (words === undefined ? [] : [[column, words] as const]));
  return { as_of: 'Decision date', y: 'Outcome, as it is known now', ...Object.fromEntries(described) };
}

function withUnit({ description, unit }: { readonly description: string; readonly unit?: string }): string {
  return unit === undefined ? description : `${description} (${unit})`;
}

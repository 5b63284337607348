import {
  type DatasetCatalogue,
  producerOf,
  type Stage,
  type StageKind,
  type StageWords,
} from '../../../lineage/index.ts';
import { RAW_COLUMN } from '../../bitemporal/index.ts';
import {
  type FeatureNode,
  type Graph,
  type GraphNode,
  groupNode,
  type NodeId,
  type SourceNode,
} from '../../compile/index.ts';
import { idOf, nodeId, parseId } from '../../ids/index.ts';
import { type ALARM_COLUMNS, lineageStages, type PREDICTION_COLUMNS, rawIds } from '../../steps/index.ts';

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

/**
 * Descriptions of what sources gave, by stage: `raw.fred`, `raw.fred.vintages`, `raw.nber.turning_points` of a table.
 */
function rawDescriptions(graph: Graph): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'source') continue;
    for (const id of rawIds(node)) {
      descriptions.set(id, node.source.connector === 'fred' ? node.source.description : node.description);
    }
  }
  return descriptions;
}

function wordsOf(graph: Graph, stage: Stage): StageWords {
  const node = graph.nodes.get(nodeOf(stage));
  if (node === undefined) return unowned(stage.kind === 'source' ? 'Decision dates of the project' : undefined);
  const owner = node.owner === undefined ? {} : { owner: node.owner };
  const made = MADE_WITH_MODELS.get(stage.kind);
  return {
    description: made === undefined ? node.description : `${made}${node.description}`,
    ...owner,
    columns: new Map(Object.entries(columnWords(graph, node, stage))),
  };
}

/** What is made with a model, and how its description begins. */
const MADE_WITH_MODELS: ReadonlyMap<StageKind, string> = new Map([
  ['frame', 'Training frame of: '],
  ['prediction', 'Predictions of: '],
  ['alarms', 'Alarms of: '],
  ['card', 'Figures of the card of: '],
]);

function nodeOf({ kind, id }: Stage): NodeId {
  return MADE_WITH_MODELS.has(kind) ? idOf.model(parseId(id).name) : nodeId(id);
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
  date: 'Day by which the source names the period that the row is about',
  realtime_start: 'First day on which the row was known',
  realtime_end: 'First day on which it no longer held',
  knowledge: 'How the day is known: published, observed or assumed',
  [RAW_COLUMN]: 'SHA-256 of the raw bytes that the row was first read from',
};

function sourceColumns({ source, name }: SourceNode): Readonly<Record<string, string>> {
  if (source.connector === 'file') {
    const columns = source.tables.find((table) => table.name === name)?.columns ?? [];
    return Object.fromEntries(columns.map((column) => [column.name, withUnit(column)]));
  }
  const series = source.series.find((each) => each.name === name);
  if (series === undefined) return {};
  return { value: series.units === undefined ? series.title : `${series.title} (${series.units})` };
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
  probability: 'Probability of the event, calibrated',
  raw_probability: 'Probability of the event before calibration',
  baseline: 'Share of events among the outcomes known at the cut-off',
  threshold: 'Probability from which there is an alarm',
  alarm: 'Whether the probability reaches the threshold',
  y: 'Outcome, as it is known now',
  excluded: 'Whether the row is left out of the evaluation',
};

const ALARM_WORDS: Readonly<Record<keyof typeof ALARM_COLUMNS, string>> = {
  as_of: 'Decision date',
  cutoff: 'Training cut-off of the fit that predicts',
  probability: 'Probability of the event',
  threshold: 'Probability from which there is an exceedance',
  exceeded: 'Whether the probability reaches the threshold',
  alarm: 'Whether enough of the last dates do',
  exceedances: 'How many of the last dates do, this one included',
  required: 'How many an alarm needs',
  of_last: 'Of how many dates',
  spell: 'Number of the run of alarms that the date belongs to',
  spell_outcome: 'By final labels: true, false or unscored',
  scale: 'What margins are in',
  base_margin: 'Margin of the fit before any feature is known',
  margin: 'Base margin and contributions, added up',
  contributions: 'What each feature adds to the margin, with its value',
};

const MODEL_WORDS = {
  fit: 'The fitted models, one for every training cut-off',
  scores: 'How the predictions did against the outcomes, by episode, beside the baselines',
  tuning: 'The searches over parameters, one for every training cut-off that had one',
  validation: 'What folds said of groups of rows that they held out, beside the outcomes',
};

function modelColumns(graph: Graph, stage: Stage): Readonly<Record<string, string>> {
  if (stage.kind === 'prediction') return PREDICTION_WORDS;
  if (stage.kind === 'alarms') return ALARM_WORDS;
  if (stage.kind === 'card') return {};
  if (stage.kind === 'model') return MODEL_WORDS;
  const features = stage.columns.map(({ column }): readonly [string, string | undefined] => {
    const { schema: group, name } = parseId(column);
    const declared = groupNode(graph, group)?.definition.columns.find((each) => each.name === name);
    return [column, declared && withUnit(declared)];
  });
  const described = features.flatMap(([column, words]) => (words === undefined ? [] : [[column, words] as const]));
  return { as_of: 'Decision date', y: 'Outcome, as it is known now', ...Object.fromEntries(described) };
}

function withUnit({ description, unit }: { readonly description: string; readonly unit?: string }): string {
  return unit === undefined ? description : `${description} (${unit})`;
}

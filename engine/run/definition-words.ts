import { columnUnits, type Graph, type GraphNode, type ModelNode, type SourceNode } from '../compile/index.ts';
import { type NodeId, nodeId, stageIdOf } from '../ids/index.ts';
import type { WordsOfNodes } from '../plan/index.ts';
import type { ModelDefinition } from '../project/index.ts';
import { rawIds } from '../steps/index.ts';

/** What the definitions of a run said, so that its pages can be drawn again when the files have changed. */
export interface DefinitionWords {
  /** Texts by project-relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** By the id of a stage of the lineage. */
  readonly stages: Readonly<Record<string, StageProse>>;
}

export interface StageProse {
  readonly description: string;
  readonly owner: string | null;
  /** Project-relative paths, the query first. */
  readonly files: readonly string[];
  readonly columns: Readonly<Record<string, ColumnProse>>;
  /** What a model's owner says of it; absent of all others, and of runs of versions that did not keep it. */
  readonly prose?: ModelProse;
}

type ModelProse = Pick<
  ModelDefinition,
  'intendedUse' | 'intendedUsers' | 'materiality' | 'limitations' | 'validatedBy'
>;

export interface ColumnProse {
  readonly description: string;
  readonly unit: string;
}

type DescribedNode = Exclude<GraphNode, { readonly kind: 'comparison' | 'test' }>;
type NamedValue<Value> = readonly [name: string, value: Value];

/** A model's words also go for its frame, its predictions and its alarms, a source's for its bytes. */
export function definitionWords(graph: Graph): DefinitionWords {
  const stages = [...graph.nodes.values()].flatMap((node) =>
    node.kind === 'test' || node.kind === 'comparison' ? [] : stagesOf(graph, node),
  );
  return { files: definitionTexts(graph), stages: Object.fromEntries(stages) };
}

/** What is said of nodes, for comparing it: where a definition stands is no word of it. */
export function wordsOfNodes({ stages }: DefinitionWords): WordsOfNodes {
  return (node) => {
    const words = stages[node];
    if (words === undefined) return undefined;
    const { files: _, prose, ...said } = words;
    return { said, prose };
  };
}

/** What words are of, nodes and the other stages of lineage. Tests and comparisons have none. */
export function describedNodes({ stages }: DefinitionWords): readonly NodeId[] {
  return Object.keys(stages).map(nodeId);
}

function stagesOf(graph: Graph, node: DescribedNode): readonly NamedValue<StageProse>[] {
  const words: StageProse = {
    description: node.description,
    owner: node.owner ?? null,
    files: filesOf(node),
    columns: Object.fromEntries(columnsOf(node)),
  };
  if (node.kind === 'source') {
    return [
      [node.id, words],
      ...rawIds(node).map(
        (id): NamedValue<StageProse> => [
          id,
          { ...words, description: node.source.description, files: [], columns: {} },
        ],
      ),
    ];
  }
  if (node.kind !== 'model') return [[node.id, words]];
  const columns = Object.fromEntries(frameColumns(graph, node));
  const predicted = Object.fromEntries(predictedColumns(node));
  return [
    [node.id, { ...words, prose: proseOf(node.definition) }],
    [stageIdOf.frame(node.name), { ...words, description: 'What the model learns from, by decision date', columns }],
    [
      stageIdOf.prediction(node.name),
      { ...words, description: `Predictions: ${node.description}`, columns: predicted },
    ],
    [stageIdOf.alarms(node.name), { ...words, description: `Alarms, and what was behind them: ${node.description}` }],
  ];
}

function proseOf({ intendedUse, intendedUsers, materiality, limitations, validatedBy }: ModelDefinition): ModelProse {
  const validated = validatedBy === undefined ? {} : { validatedBy };
  return { intendedUse, intendedUsers, materiality, limitations, ...validated };
}

function definitionTexts({ definitions }: Graph): Readonly<Record<string, string>> {
  const { config, sources, groups, labels, models } = definitions;
  const tests = groups.flatMap(({ customTests }) => customTests);
  const files = [
    ...[config, ...sources, ...groups, ...labels, ...models].map(({ yaml }) => yaml.file),
    ...[...groups, ...labels, ...tests].map(({ sql }) => sql),
  ];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

function filesOf(node: DescribedNode): readonly string[] {
  switch (node.kind) {
    case 'source':
      return [node.source.yaml.file.path];
    case 'feature':
    case 'label':
      return [node.definition.sql.path, node.definition.yaml.file.path];
    case 'model':
      return [node.definition.yaml.file.path];
    default:
      return node satisfies never;
  }
}

function columnsOf(node: DescribedNode): readonly NamedValue<ColumnProse>[] {
  if (node.kind === 'source') return sourceColumns(node);
  if (node.kind === 'label') return node.definition.unit === undefined ? [] : [['y', wordsOf(node.definition)]];
  if (node.kind !== 'feature') return [];
  return node.definition.columns.map((column) => [column.name, wordsOf(column)]);
}

function sourceColumns({ source, name }: SourceNode): readonly NamedValue<ColumnProse>[] {
  if (source.connector === 'fred') {
    const series = source.series.find((each) => each.name === name);
    return series === undefined ? [] : [['value', wordsOf({ description: series.title, unit: series.units })]];
  }
  const table = source.tables.find((each) => each.name === name);
  return (table?.columns ?? []).map((column) => [column.name, wordsOf(column)]);
}

/** `labor.sahm_gap` of a frame is described by its group. */
function frameColumns(graph: Graph, model: ModelNode): readonly NamedValue<ColumnProse>[] {
  const groups = new Map(
    [...graph.nodes.values()].flatMap((node) =>
      node.kind === 'feature' ? [[node.name, node.definition] as const] : [],
    ),
  );
  return model.definition.features.flatMap(({ group, column }): readonly NamedValue<ColumnProse>[] => {
    const words = groups.get(group)?.columns.find(({ name }) => name === column);
    return words === undefined ? [] : [[`${group}.${column}`, wordsOf(words)]];
  });
}

/** What a value that is predicted is counted in; of events nothing. */
function predictedColumns(model: ModelNode): readonly NamedValue<ColumnProse>[] {
  return [...columnUnits(model)].map(([name, unit]) => [name, { description: '', unit }]);
}

/** What a column is declared with; one without a unit has an empty one. */
function wordsOf({ description, unit = '' }: { description: string; unit?: string | undefined }): ColumnProse {
  return { description, unit };
}

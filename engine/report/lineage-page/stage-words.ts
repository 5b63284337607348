import type { Graph, GraphNode, ModelNode, NodeId, SourceNode } from '../../compile/index.ts';
import type { StageWords } from './lineage-page-data.ts';

type Columns = StageWords['columns'];

/** What the definitions say of every stage, by its id; a model's words also go for its frame and its predictions. */
export function stageWords(graph: Graph, fingerprints: ReadonlyMap<string, string>): ReadonlyMap<string, StageWords> {
  const words = new Map<string, StageWords>();
  const tests = testsByGroup(graph);
  for (const node of graph.nodes.values()) {
    if (node.kind === 'test') continue;
    const own = {
      description: node.description,
      owner: node.owner ?? null,
      fingerprint: fingerprints.get(node.id) ?? null,
      tests: tests.get(node.id) ?? [],
      files: filesOf(node),
      columns: columnsOf(node),
    };
    words.set(node.id, own);
    if (node.kind === 'model') {
      const columns = frameColumns(graph, node);
      words.set(`frames.${node.name}`, { ...own, description: 'What the model learns from, by decision date', columns });
      words.set(`predictions.${node.name}`, { ...own, description: `Predictions: ${node.description}` });
    }
    if (node.kind === 'source') {
      const raw = { ...own, description: node.source.description, tests: [], files: [], columns: new Map() };
      for (const id of [`raw.${node.source.name}`, `raw.${node.id}`]) words.set(id, raw);
    }
  }
  return words;
}

/** Texts of every definition by its path. */
export function definitionTexts({ definitions }: Graph): ReadonlyMap<string, string> {
  const { config, sources, groups, labels, models } = definitions;
  const files = [
    ...[config, ...sources, ...groups, ...labels, ...models].map(({ yaml }) => yaml.file),
    ...[...groups, ...labels].map(({ sql }) => sql),
  ];
  return new Map(files.map(({ path, text }) => [path, text]));
}

function testsByGroup(graph: Graph): ReadonlyMap<NodeId, readonly string[]> {
  const tests = new Map<NodeId, string[]>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'test') continue;
    const own = tests.get(node.of) ?? [];
    own.push(node.body.kind === 'custom' ? node.body.test.name : `${node.body.column} ${node.body.test.kind}`);
    tests.set(node.of, own);
  }
  return tests;
}

function filesOf(node: Exclude<GraphNode, { readonly kind: 'test' }>): readonly string[] {
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

function columnsOf(node: Exclude<GraphNode, { readonly kind: 'test' }>): Columns {
  if (node.kind === 'source') return new Map(sourceColumns(node));
  if (node.kind !== 'feature') return new Map();
  return new Map(
    node.definition.columns.map(({ name, description, unit }) => [name, { description, unit: unit ?? '' }] as const),
  );
}

function sourceColumns({ source, name }: SourceNode): readonly (readonly [string, { description: string; unit: string }])[] {
  if (source.connector === 'fred') {
    const series = source.series.find((each) => each.name === name);
    return series === undefined ? [] : [['value', { description: series.title, unit: series.units }]];
  }
  const table = source.tables.find((each) => each.name === name);
  return (table?.columns ?? []).map((each) => [each.name, { description: each.description, unit: each.unit ?? '' }]);
}

/** `labor.sahm_gap` of a frame is described by its group. */
function frameColumns(graph: Graph, model: ModelNode): Columns {
  const columns = new Map<string, { readonly description: string; readonly unit: string }>();
  for (const { group, column } of model.definition.features) {
    const node = [...graph.nodes.values()].find((each) => each.kind === 'feature' && each.name === group);
    const words = node?.kind === 'feature' ? node.definition.columns.find(({ name }) => name === column) : undefined;
    if (words !== undefined) {
      columns.set(`${group}.${column}`, { description: words.description, unit: words.unit ?? '' });
    }
  }
  return columns;
}

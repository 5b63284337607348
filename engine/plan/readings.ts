import {
  carriesValues,
  columnsBehind,
  datesOf,
  directSeries,
  edgesOf,
  type FeatureNode,
  type Graph,
  type GraphNode,
  groupNode,
  type LabelNode,
  type ModelNode,
  type NodeId,
  passesOn,
} from '../compile/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { digestOf } from '../lake/index.ts';
import { entry } from '../presence/index.ts';
import { frameFeatures } from '../project/index.ts';

/** Columns by name, or all that there are, in their order. */
export type ReadColumns = readonly string[] | 'all';

/** What a node reads of stored rows, and what it says of how they came about. */
export interface Readings {
  /** Input -> what is read of its rows. An input that is not here is read by its query, or as a whole. */
  readonly columns: ReadonlyMap<NodeId, ReadColumns>;
  /** Relations of sources of which a model's card speaks. */
  readonly sources: readonly NodeId[];
  /** Digest of what is asked of the inputs' definitions; absent where nothing is. */
  readonly definitions?: string;
}

const NONE: Readings = { columns: new Map(), sources: [] };

/** What each node of a graph reads; asked for once a node. */
export function readingsIn(graph: Graph): (node: GraphNode) => Readings {
  const known = new Map<NodeId, Readings>();
  return (node) => {
    const readings = known.get(node.id) ?? readingsOf(graph, node);
    known.set(node.id, readings);
    return readings;
  };
}

function readingsOf(graph: Graph, node: GraphNode): Readings {
  switch (node.kind) {
    case 'model':
      return modelReadings(graph, node);
    case 'test':
      return { columns: new Map(node.inputs.map((id) => [id, testedColumns(node)])), sources: [] };
    case 'source':
    case 'feature':
    case 'label':
    case 'comparison':
      return NONE;
    default:
      return node satisfies never;
  }
}

/** What a star or the name of a row means in a query of the user's is DuckDB's to say. */
function testedColumns({ body }: Extract<GraphNode, { kind: 'test' }>): ReadColumns {
  return body.kind === 'column' ? [body.column] : 'all';
}

/**
 * A group's columns that a model reads, and its label. The group that tells the label's event is evaluated by its
 * query. What follows from definitions without a column of theirs being another is gathered as the model's step asks
 * for it: in the order in which it is met, for a card has it in this order.
 */
function modelReadings(graph: Graph, node: ModelNode): Readings {
  const { definition, label } = node;
  const event = label.event === undefined ? undefined : idOf.group(label.event.group);
  const labelId = idOf.label(label.name);
  const columns = new Map<NodeId, string[]>([[labelId, ['y']]]);
  for (const { group, column } of frameFeatures(definition)) {
    const id = idOf.group(group);
    if (id !== event) columns.set(id, [...(columns.get(id) ?? []), column]);
  }
  const sources = new Set<NodeId>();
  const relation = (id: string): void =>
    void (graph.nodes.get(nodeId(id))?.kind === 'source' && sources.add(nodeId(id)));
  const behind = (start: string, column: string, follows: typeof carriesValues): readonly (readonly string[])[] =>
    columnsBehind(graph, { relation: start, column }, follows).map((ref) => {
      relation(ref.relation);
      return [ref.relation, ref.column];
    });
  const features = frameFeatures(definition).map(({ group, column }) => {
    const direct = directSeries(graph, group, column);
    for (const id of direct) relation(id);
    return { direct, carried: behind(idOf.group(group), column, carriesValues) };
  });
  const labelled = entry(graph.nodes, labelId) as LabelNode;
  for (const id of labelled.query.sources) relation(id);
  const inputs = node.inputs.map((id) => {
    const input = entry(graph.nodes, id) as FeatureNode | LabelNode;
    const keys = label.keys.filter((key) => input.definition.keys.includes(key));
    return {
      id,
      keys: input.definition.keys,
      dates: datesOf(graph, id).at(-1) ?? null,
      count: datesOf(graph, id).length,
      passed: input.kind === 'label' ? [] : keys.map((key) => behind(id, key, passesOn)),
      served: input.kind === 'label' ? input.definition.kind : servedAs(input, columns.get(id)),
    };
  });
  const outcome = behind(labelId, 'y', carriesValues);
  const asked = { features, inputs, outcome, labelSources: labelled.query.sources };
  return { columns, sources: [...sources].toSorted(), definitions: digestOf(asked) };
}

/** How a group's columns serve a decision date: the steps on what is known today ask that of its definition. */
function servedAs({ definition }: FeatureNode, read: readonly string[] = []): object {
  const columns = definition.columns.filter(({ name }) => read.includes(name));
  return {
    ttlDays: definition.ttlDays ?? null,
    columns: columns.map(({ name, asKnown, validFrom = null }) => ({ name, asKnown, validFrom })),
  };
}

/**
 * The columns of a group or label that a node has its values or rows from, by which its tests are known to concern it:
 * what it reads of stored rows, the state of its label's event, or the edges of its query.
 */
export function concernedColumns(graph: Graph, node: GraphNode, input: NodeId): ReadColumns {
  if (node.kind === 'feature' || node.kind === 'label') return columnsInQuery(node, input);
  if (node.kind !== 'model') return 'all';
  const features = frameFeatures(node.definition).filter(({ group }) => idOf.group(group) === input);
  const { event } = node.label;
  const state = event !== undefined && idOf.group(event.group) === input ? [event.column] : [];
  const isKnown = groupNode(graph, entry(graph.nodes, input).name) !== undefined;
  return isKnown ? [...features.map(({ column }) => column), ...state] : 'all';
}

function columnsInQuery({ query }: FeatureNode | LabelNode, input: NodeId): readonly string[] {
  const { rows, columns } = edgesOf(query);
  const edges = [...rows, ...columns.flatMap((column) => column.edges)];
  return edges.flatMap(({ from }) => (from.relation === input ? [from.column] : []));
}

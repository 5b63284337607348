import { type Graph, type GraphNode, groupNode, type ModelNode } from './graph.ts';

/** What the figures of a model are counted in, as definitions say it. */
export interface ModelUnits {
  /** Of what it predicts; null of an event, and where nobody declared it. */
  readonly label: string | null;
  /** By `labor.unrate`; features of which nobody declared it are not there. */
  readonly features: ReadonlyMap<string, string>;
}

/** Columns of a value's predictions that are in the unit of its label. */
const PREDICTED = ['prediction', 'baseline', 'y'];

/** What the columns of a node's rows are counted in; those of which nobody declared it are not there. */
export function columnUnits(node: GraphNode): ReadonlyMap<string, string> {
  switch (node.kind) {
    case 'source': {
      const { source, name } = node;
      if (source.connector !== 'fred') return declared(source.tables.find((table) => table.name === name)?.columns);
      return declared([{ name: 'value', unit: source.series.find((series) => series.name === name)?.units }]);
    }
    case 'feature':
      return declared(node.definition.columns);
    case 'label':
      return declared([{ name: 'y', unit: node.definition.unit }]);
    case 'model':
      return declared(PREDICTED.map((name) => ({ name, unit: node.label.unit })));
    case 'comparison':
    case 'test':
      return new Map();
    default:
      return node satisfies never;
  }
}

export function modelUnits(graph: Graph, { definition, label }: ModelNode): ModelUnits {
  const features = definition.features.flatMap(({ group, column }): readonly (readonly [string, string])[] => {
    const node = groupNode(graph, group);
    const unit = node === undefined ? undefined : columnUnits(node).get(column);
    return unit === undefined ? [] : [[`${group}.${column}`, unit]];
  });
  return { label: label.unit ?? null, features: new Map(features) };
}

interface Declared {
  readonly name: string;
  readonly unit?: string | undefined;
}

function declared(columns: readonly Declared[] = []): ReadonlyMap<string, string> {
  return new Map(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const])));
}

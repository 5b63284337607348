import type { DrawnKind, LineagePageData } from './lineage-page-data.ts';

/** A node as the layouts see it. */
export interface NodeBox {
  readonly id: number;
  readonly kind: DrawnKind;
  readonly name: string;
  /** Letters in each column's name and type. */
  readonly columns: readonly number[];
  /** Nodes that it reads. */
  readonly inputs: readonly number[];
}

const ORDER: readonly DrawnKind[] = [
  'raw',
  'source',
  'feature',
  'label',
  'frame',
  'model',
  'prediction',
  'alarms',
  'card',
  'comparison',
];

export function boxesOf({ nodes, edges }: LineagePageData): readonly NodeBox[] {
  const owners = nodes.flatMap(({ columns }, id) => [id, ...columns.map(() => id)]);
  const inputs = nodes.map(() => new Set<number>());
  for (const [from, to] of edges) {
    const [source, target] = [owners[from], owners[to]];
    if (source !== undefined && target !== undefined && source !== target) inputs[target]?.add(source);
  }
  return nodes.map(({ kind, name, columns }, id) => ({
    id,
    kind,
    name,
    columns: columns.map((column) => column.name.length + column.type.length),
    inputs: [...(inputs[id] ?? [])].sort((left, right) => left - right),
  }));
}

/** Cards by kind, in the order in which data flow. */
export function lanesOf(boxes: readonly NodeBox[]): readonly (readonly NodeBox[])[] {
  return ORDER.map((kind) => boxes.filter((box) => box.kind === kind)).filter((lane) => lane.length > 0);
}

/** Lanes cut by what builds on what within a kind, so that every line goes to the right. */
export function ranksOf(boxes: readonly NodeBox[]): readonly (readonly NodeBox[])[] {
  return lanesOf(boxes).flatMap((lane) => {
    const depths = depthsOf(lane);
    const deepest = Math.max(...depths.values());
    return Array.from({ length: deepest + 1 }, (_, depth) => lane.filter(({ id }) => depths.get(id) === depth));
  });
}

function depthsOf(lane: readonly NodeBox[]): ReadonlyMap<number, number> {
  const byId = new Map(lane.map((box) => [box.id, box]));
  const depths = new Map<number, number>();
  const depthOf = (box: NodeBox): number => {
    const known = depths.get(box.id);
    if (known !== undefined) return known;
    // A project has no cycles; a hostile lineage.json ends all the same.
    depths.set(box.id, 0);
    const depth = Math.max(0, ...box.inputs.flatMap((id) => byId.get(id) ?? []).map((input) => depthOf(input) + 1));
    depths.set(box.id, depth);
    return depth;
  };
  for (const box of lane) depthOf(box);
  return depths;
}

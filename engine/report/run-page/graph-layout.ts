import { at, entry } from '../../presence/index.ts';
import { orderLayers } from './layer-order.ts';
import type { NodeOnPage } from './run-page-data.ts';

export interface PlacedNode {
  readonly node: NodeOnPage;
  /** Top left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** Points that the edge passes through, the two ends included. */
  readonly points: readonly (readonly [number, number])[];
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const NODE_WIDTH = 186;
export const NODE_HEIGHT = 46;
const LAYER_GAP = 78;
const ROW_GAP = 14;
/** Height of the lane of an edge that passes a layer. */
const LANE = 12;

/** A node, or the place at which a long edge passes a layer. */
interface Slot {
  readonly key: string;
  readonly layer: number;
  readonly node: NodeOnPage | null;
}

/**
 * Layers from left to right by longest path, models last and their comparisons after them. The same for the same
 * order of the nodes.
 */
export function layOutGraph(nodes: readonly NodeOnPage[]): GraphLayout {
  const layers = assignLayers(nodes);
  const slots: Slot[] = nodes.map((node) => ({ key: node.id, layer: entry(layers, node.id), node }));
  const chains = edgesOf(nodes).map(([from, to]) => {
    const chain = [from];
    for (let layer = entry(layers, from) + 1; layer < entry(layers, to); layer += 1) {
      const key = `${from} ${to} ${layer}`;
      slots.push({ key, layer, node: null });
      chain.push(key);
    }
    return { from, to, chain: [...chain, to] };
  });
  const columns = orderColumns(
    slots,
    chains.map(({ chain }) => chain),
  );
  const height = Math.max(0, ...columns.map(columnHeight));
  const centres = new Map(columns.flatMap((column) => placeColumn(column, height)));
  return {
    width: Math.max(0, columns.length * (NODE_WIDTH + LAYER_GAP) - LAYER_GAP),
    height,
    nodes: nodes.map((node) => {
      const [x, y] = entry(centres, node.id);
      return { node, x, y: y - NODE_HEIGHT / 2 };
    }),
    edges: chains.map(({ from, to, chain }) => ({ from, to, points: through(chain, centres) })),
  };
}

function edgesOf(nodes: readonly NodeOnPage[]): readonly (readonly [string, string])[] {
  const known = new Set(nodes.map(({ id }) => id));
  return nodes.flatMap(({ id, inputs }) =>
    [...new Set(inputs)].filter((input) => known.has(input) && input !== id).map((input) => [input, id] as const),
  );
}

function assignLayers(nodes: readonly NodeOnPage[]): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const layers = new Map<string, number>();
  const visit = (node: NodeOnPage): number => {
    const known = layers.get(node.id);
    if (known !== undefined) return known;
    layers.set(node.id, 0);
    const inputs = node.inputs.flatMap((id) => byId.get(id) ?? []);
    const layer = Math.max(0, ...inputs.map((input) => visit(input) + 1));
    layers.set(node.id, layer);
    return layer;
  };
  nodes.forEach(visit);
  const last = Math.max(0, ...nodes.filter(({ kind }) => kind !== 'comparison').map(({ id }) => entry(layers, id)));
  for (const { id, kind } of nodes) {
    if (kind === 'model') layers.set(id, last);
    if (kind === 'comparison') layers.set(id, last + 1);
  }
  return layers;
}

function orderColumns(slots: readonly Slot[], chains: readonly (readonly string[])[]): readonly (readonly Slot[])[] {
  const byKey = new Map(slots.map((slot) => [slot.key, slot]));
  const count = Math.max(-1, ...slots.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (_, layer) =>
    slots.filter((slot) => slot.layer === layer).map(({ key }) => key),
  );
  const links = chains.flatMap((chain) => chain.slice(1).map((key, index) => [at(chain, index), key] as const));
  return orderLayers(layers, links).map((layer) => layer.flatMap((key) => byKey.get(key) ?? []));
}

function slotHeight(slot: Slot): number {
  return slot.node === null ? LANE : NODE_HEIGHT;
}

function columnHeight(column: readonly Slot[]): number {
  return column.reduce((sum, slot) => sum + slotHeight(slot) + ROW_GAP, -ROW_GAP);
}

/** Centres of a column's slots, the column spread over the height as far as it stays compact. */
function placeColumn(
  column: readonly Slot[],
  height: number,
): readonly (readonly [string, readonly [number, number]])[] {
  const spare = height - columnHeight(column);
  const gap = ROW_GAP + Math.min(26, spare / (column.length + 1));
  let top = (height - (columnHeight(column) + (gap - ROW_GAP) * (column.length - 1))) / 2;
  return column.map((slot) => {
    const centre = top + slotHeight(slot) / 2;
    top += slotHeight(slot) + gap;
    return [slot.key, [slot.layer * (NODE_WIDTH + LAYER_GAP), centre]] as const;
  });
}

/** From the right side of the first, along the lanes in between, to the left side of the last. */
function through(
  chain: readonly string[],
  centres: ReadonlyMap<string, readonly [number, number]>,
): readonly (readonly [number, number])[] {
  return chain.flatMap((key, index): readonly (readonly [number, number])[] => {
    const [x, y] = entry(centres, key);
    if (index === 0) return [[x + NODE_WIDTH, y]];
    if (index === chain.length - 1) return [[x, y]];
    return [
      [x, y],
      [x + NODE_WIDTH, y],
    ];
  });
}

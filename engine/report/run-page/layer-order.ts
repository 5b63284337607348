import { at, entry } from '../../presence/index.ts';

/** Sweeps after which the order hardly improves any more. */
const SWEEPS = 8;

/**
 * Orders the keys of each layer so that few edges cross: each key moves to the mean position of its neighbours
 * (Sugiyama, Tagawa and Toda 1981), then neighbours within a layer swap while that removes crossings.
 * `links` join keys of adjacent layers. Deterministic.
 */
export function orderLayers(
  layers: readonly (readonly string[])[],
  links: readonly (readonly [string, string])[],
): readonly (readonly string[])[] {
  const neighbours = new Map<string, string[]>(layers.flat().map((key) => [key, []]));
  for (const [one, other] of links) {
    neighbours.get(one)?.push(other);
    neighbours.get(other)?.push(one);
  }
  const position = new Map<string, number>();
  const columns = layers.map((layer) => [...layer]);
  const layerOf = new Map(columns.flatMap((column, layer) => column.map((key) => [key, layer] as const)));
  const settle = (column: readonly string[]) => {
    column.forEach((key, index) => {
      position.set(key, (index + 0.5) / column.length);
    });
  };
  const towards = (key: string, layer: number) =>
    (neighbours.get(key) ?? []).filter((other) => layerOf.get(other) === layer).map((other) => entry(position, other));
  columns.forEach(settle);

  let best = columns.map((column) => [...column]);
  let fewest = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const step = sweep % 2 === 0 ? -1 : 1;
    const order = columns.map((_, layer) => (step === -1 ? layer : columns.length - 1 - layer));
    for (const layer of order) {
      const column = at(columns, layer);
      const weight = new Map(column.map((key) => [key, mean(towards(key, layer + step)) ?? entry(position, key)]));
      column.sort((one, other) => entry(weight, one) - entry(weight, other));
      settle(column);
    }
    columns.forEach((column, layer) => {
      swapNeighbours(column, (key) => [towards(key, layer - 1), towards(key, layer + 1)]);
      settle(column);
    });
    const crossings = columns.reduce(
      (sum, column, layer) => sum + crossingsBefore(column, (key) => towards(key, layer - 1)),
      0,
    );
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map((column) => [...column]);
    }
  }
  return best;
}

type Neighbours = (key: string) => readonly (readonly number[])[];

function swapNeighbours(column: string[], sides: Neighbours): void {
  for (let index = 0; index + 1 < column.length; index += 1) {
    const [upper, lower] = [column[index], column[index + 1]];
    if (upper === undefined || lower === undefined) continue;
    const [above, below] = [sides(upper), sides(lower)];
    const now = above.reduce((sum, side, which) => sum + inversions(side, below[which] ?? []), 0);
    const then = above.reduce((sum, side, which) => sum + inversions(below[which] ?? [], side), 0);
    if (then < now) [column[index], column[index + 1]] = [lower, upper];
  }
}

function crossingsBefore(column: readonly string[], side: (key: string) => readonly number[]): number {
  return column.reduce(
    (sum, upper, index) =>
      sum + column.slice(index + 1).reduce((count, lower) => count + inversions(side(upper), side(lower)), 0),
    0,
  );
}

/** Pairs of edges that cross when the first key stands above the second. */
function inversions(above: readonly number[], below: readonly number[]): number {
  return above.reduce((sum, one) => sum + below.filter((other) => other < one).length, 0);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

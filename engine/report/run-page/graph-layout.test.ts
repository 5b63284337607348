import { expect, test } from 'vitest';
import { entry } from '../../presence/index.ts';
import { layOutGraph, NODE_HEIGHT, NODE_WIDTH } from './graph-layout.ts';
import { orderLayers } from './layer-order.ts';
import { node, smallPage } from './run-page.fixture.ts';

test('every node has a place of its own and every edge runs to the right', () => {
  const { nodes, edges, width, height } = layOutGraph(smallPage.nodes);
  expect(nodes.map(({ node: { id } }) => id)).toEqual(smallPage.nodes.map(({ id }) => id));
  for (const { x, y } of nodes) {
    expect(x >= 0 && x + NODE_WIDTH <= width && y >= 0 && y + NODE_HEIGHT <= height).toBe(true);
    const overlapping = nodes.filter((other) => other.x === x && Math.abs(other.y - y) < NODE_HEIGHT);
    expect(overlapping).toHaveLength(1);
  }
  expect(edges).toHaveLength(5);
  for (const { points } of edges) {
    const along = points.map(([x]) => x);
    expect(along).toEqual([...along].sort((one, other) => one - other));
  }
});

test('models stand in the last layer, though one reads a source directly', () => {
  const nodes = [
    node('fred', 'source'),
    node('features.a', 'feature', ['fred']),
    node('features.b', 'feature', ['features.a']),
  ];
  const models = [node('models.m', 'model', ['fred']), node('models.n', 'model', ['features.b'])];
  const placed = new Map(layOutGraph([...nodes, ...models]).nodes.map(({ node: { id }, x }) => [id, x]));
  expect(placed.get('models.m')).toBe(placed.get('models.n'));
  expect(placed.get('models.m')).toBeGreaterThan(entry(placed, 'features.b'));
});

test('a comparison stands behind its models', () => {
  const nodes = [node('fred', 'source'), node('models.m', 'model', ['fred']), node('models.n', 'model', ['fred'])];
  const comparison = node('comparisons.l', 'comparison', ['models.m', 'models.n']);
  const placed = new Map(layOutGraph([...nodes, comparison]).nodes.map(({ node: { id }, x }) => [id, x]));
  expect(placed.get('models.m')).toBe(placed.get('models.n'));
  expect(placed.get('comparisons.l')).toBeGreaterThan(entry(placed, 'models.n'));
});

test('inputs outside the page are no edges, and an empty page has no graph', () => {
  expect(layOutGraph([node('features.a', 'feature', ['elsewhere'])]).edges).toEqual([]);
  expect(layOutGraph([])).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
});

test('ordering removes crossings that need not be', () => {
  const layers = [
    ['a', 'b', 'c'],
    ['x', 'y', 'z'],
  ];
  const links = [
    ['a', 'z'],
    ['b', 'y'],
    ['c', 'x'],
    ['c', 'y'],
  ] as const;
  expect(crossings(layers, links)).toBe(4);
  expect(crossings(orderLayers(layers, links), links)).toBe(0);
});

/** By definition: two edges cross when their ends are in opposite order. */
function crossings(layers: readonly (readonly string[])[], links: readonly (readonly [string, string])[]): number {
  const place = new Map(layers.flatMap((layer) => layer.map((key, index) => [key, index] as const)));
  const byPlace = (one: string, other: string): number => entry(place, one) - entry(place, other);
  return links.flatMap(([from, to], index) =>
    links.slice(index + 1).filter(([from2, to2]) => byPlace(from, from2) * byPlace(to, to2) < 0),
  ).length;
}

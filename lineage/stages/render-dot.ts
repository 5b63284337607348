import { type Place, placeKey } from './place.ts';
import { influenceName } from './render-tree.ts';
import type { TraceTree } from './trace.ts';
import { placeLabel, type TracedInfluence, tracedInfluences, tracedPlaces } from './traced-influences.ts';

/**
 * The trace as a Graphviz digraph: a cluster for each stage, data flowing from left to right, indirect influence
 * dashed. Graphviz's own words are quoted everywhere, so that no name can be one.
 */
export function renderDot(tree: TraceTree): string {
  const places = tracedPlaces(tree);
  const stages = [...new Set(places.map(({ node }) => node))];
  const clusters = stages.flatMap((stage, index) => [
    `  subgraph cluster_${index} {`,
    `    label=${quoted(stage)};`,
    ...places
      .filter(({ node }) => node === stage)
      .map((place) => `    ${idOf(place)} [label=${quoted(placeLabel(place))}];`),
    '  }',
  ]);
  const head = ['digraph lineage {', '  rankdir=LR;', '  node [shape=box];'];
  return [...head, ...clusters, ...tracedInfluences(tree).map(arrow), '}'].join('\n');
}

function arrow({ from, to, influence }: TracedInfluence): string {
  const direct = influence.kind === 'edge' && influence.edge.type === 'DIRECT';
  const name = influenceName(influence);
  const weight = influence.kind === 'edge' ? influence.edge.weight : undefined;
  const attributes = [
    name === undefined ? undefined : `label=${quoted(name)}`,
    direct ? undefined : 'style=dashed',
    weight === undefined ? undefined : penWidth(weight),
  ].filter((attribute) => attribute !== undefined);
  const list = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
  return `  ${idOf(from)} -> ${idOf(to)}${list};`;
}

/** The heavier the input, the thicker its arrow: 1 to 5 points. */
function penWidth(weight: number): string {
  return `penwidth=${(1 + 4 * weight).toFixed(2)}`;
}

/** A readable id that holds across runs: two drawings can be compared line by line. */
function idOf(place: Place): string {
  return quoted(placeKey(place).replace('\u0000', '/'));
}

/** Graphviz reads a backslash before a quote as part of the text, and others as escapes of its own. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

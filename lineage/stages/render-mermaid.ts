import { placeKey } from './place.ts';
import { influenceName } from './render-tree.ts';
import type { TraceTree } from './trace.ts';
import { placeLabel, type TracedInfluence, tracedInfluences, tracedPlaces } from './traced-influences.ts';

/**
 * The trace as a Mermaid flowchart: a box for each stage, data flowing from left to right, indirect influence dashed.
 */
export function renderMermaid(tree: TraceTree): string {
  const places = tracedPlaces(tree);
  const ids = new Map(places.map((place, index) => [placeKey(place), `p${index}`]));
  const stages = [...new Set(places.map(({ node }) => node))];
  const boxes = stages.flatMap((stage, index) => [
    `  subgraph s${index}["${escaped(stage)}"]`,
    ...places
      .filter(({ node }) => node === stage)
      .map((place) => `    ${ids.get(placeKey(place))}["${escaped(placeLabel(place))}"]`),
    '  end',
  ]);
  const arrows = tracedInfluences(tree).map((link) => arrow(link, ids));
  return ['flowchart LR', ...boxes, ...arrows].join('\n');
}

function arrow({ from, to, influence }: TracedInfluence, ids: ReadonlyMap<string, string>): string {
  const line = influence.kind === 'edge' && influence.edge.type === 'DIRECT' ? '-->' : '-.->';
  const name = influenceName(influence);
  const label = name === undefined ? '' : `|${escaped(name)}|`;
  return `  ${ids.get(placeKey(from))} ${line}${label} ${ids.get(placeKey(to))}`;
}

/** Mermaid reads `#quot;`-like entities; everything but plain name characters becomes one. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9_.:/() -]/gu, (character) => `#${character.codePointAt(0)};`);
}

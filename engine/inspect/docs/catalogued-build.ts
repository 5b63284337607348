import type { GraphNode } from '../../compile/index.ts';
import { digestOf } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { CataloguedBuild } from './catalogue.ts';

/** What a run has of a node; null where it has nothing. Of what it was made of only the digest is kept. */
export function builtIn({ nodes }: Manifest, node: GraphNode): CataloguedBuild | null {
  const built = nodes[node.id];
  if (built === undefined) return null;
  const { status, builtBy, rows, note, fingerprint, components } = built;
  return { status, builtBy, rows, note, fingerprint, changed: components.recipe !== digestOf(node.recipe) };
}

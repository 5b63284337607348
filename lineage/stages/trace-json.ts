import type { EdgeKind } from '../edge.ts';
import type { Place } from './place.ts';
import type { Evidence, StageKind } from './stage.ts';
import type { TraceTree } from './trace.ts';
import { type TraceLink, tracedLinks, tracedPlaces } from './trace-links.ts';

export interface TracedPlace {
  readonly node: string;
  /** Null for the rows of the stage as such. */
  readonly column: string | null;
  readonly kind: StageKind | null;
  readonly type: string | null;
  readonly constant: boolean;
  readonly evidence: Evidence | null;
}

export interface TracedEdge {
  readonly from: { readonly node: string; readonly column: string | null };
  readonly to: { readonly node: string; readonly column: string | null };
  /** ROWS: a stage's rows bear on its columns. READS: only the number of another stage's rows matters. */
  readonly type: EdgeKind['type'] | 'ROWS' | 'READS';
  readonly subtype: EdgeKind['subtype'] | null;
  readonly masking: boolean;
  readonly weight: number | null;
}

export interface TraceJson {
  readonly target: { readonly node: string; readonly column: string | null };
  readonly direction: TraceTree['direction'];
  readonly places: readonly TracedPlace[];
  readonly edges: readonly TracedEdge[];
}

/** The trace as plain data; places and edges each once, in a stable order, edges always from source to use. */
export function traceToJson(tree: TraceTree): TraceJson {
  return {
    target: named(tree.root),
    direction: tree.direction,
    places: tracedPlaces(tree).map((place) => ({
      ...named(place),
      kind: place.kind ?? null,
      type: place.type ?? null,
      constant: place.constant,
      evidence: place.evidence ?? null,
    })),
    edges: tracedLinks(tree).map(toEdge),
  };
}

function toEdge({ from, to, influence }: TraceLink): TracedEdge {
  const ends = { from: named(from), to: named(to) };
  switch (influence.kind) {
    case 'edge': {
      const { type, subtype, masking, weight } = influence.edge;
      return { ...ends, type, subtype, masking, weight: weight ?? null };
    }
    case 'rows':
      return { ...ends, type: 'ROWS', subtype: null, masking: false, weight: null };
    case 'reads':
      return { ...ends, type: 'READS', subtype: null, masking: false, weight: null };
  }
}

function named(place: Place): { readonly node: string; readonly column: string | null } {
  return { node: place.node, column: place.column ?? null };
}

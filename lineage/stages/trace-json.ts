import type { EdgeKind } from '../edge.ts';
import type { TextRange } from '../text-range.ts';
import { type Place, placeKey } from './place.ts';
import type { Evidence, StageKind, StageRights } from './stage.ts';
import type { TraceTree } from './trace.ts';
import { type TracedInfluence, tracedInfluences, tracedPlaces } from './traced-influences.ts';

export interface TracedPlace {
  readonly node: string;
  /** Null for the rows of the stage as such. */
  readonly column: string | null;
  readonly kind: StageKind | null;
  readonly type: string | null;
  readonly constant: boolean;
  readonly evidence: Evidence | null;
  /** What has to be said wherever the data are shown or passed on; absent: nothing. */
  readonly rights?: StageRights;
}

/** The place where an edge comes about, and what was stored by it: null where nobody knows, or no run stored it. */
export interface EdgeEvidence {
  readonly file: string;
  /** The expression that it is an edge of, or the whole definition where the edge is of a stage's rows. */
  readonly expression: TextRange | null;
  /** The clauses through which it comes about; empty for an edge that carries a value. */
  readonly clauses: readonly TextRange[];
  /** The fingerprint of the definition. */
  readonly fingerprint: string | null;
  /** The digest of the object that is made by it. */
  readonly digest: string | null;
}

export interface TracedEdge {
  readonly from: { readonly node: string; readonly column: string | null };
  readonly to: { readonly node: string; readonly column: string | null };
  /** ROWS: a stage's rows bear on its columns. READS: only the number of another stage's rows matters. */
  readonly type: EdgeKind['type'] | 'ROWS' | 'READS';
  readonly subtype: EdgeKind['subtype'] | null;
  readonly masking: boolean;
  readonly weight: number | null;
  readonly evidence: EdgeEvidence | null;
}

export interface TraceJson {
  readonly target: { readonly node: string; readonly column: string | null };
  readonly direction: TraceTree['direction'];
  readonly places: readonly TracedPlace[];
  readonly edges: readonly TracedEdge[];
}

/** The trace as plain data; places and edges each once, in a stable order, edges always from source to use. */
export function traceToJson(tree: TraceTree): TraceJson {
  const places = tracedPlaces(tree);
  const byKey = new Map(places.map((place) => [placeKey(place), place]));
  return {
    target: named(tree.root),
    direction: tree.direction,
    places: places.map((place) => ({
      ...named(place),
      kind: place.kind ?? null,
      type: place.type ?? null,
      constant: place.constant,
      evidence: place.evidence ?? null,
      ...(place.rights === undefined ? {} : { rights: place.rights }),
    })),
    edges: tracedInfluences(tree).map((link) => toEdge(link, byKey.get(placeKey(link.to))?.evidence)),
  };
}

function toEdge({ from, to, influence }: TracedInfluence, made: Evidence | undefined): TracedEdge {
  const ends = { from: named(from), to: named(to) };
  if (influence.kind === 'edge') {
    const { type, subtype, masking, weight, clauses = [] } = influence.edge;
    return { ...ends, type, subtype, masking, weight: weight ?? null, evidence: evidenceOf(made, clauses) };
  }
  const type = influence.kind === 'rows' ? 'ROWS' : 'READS';
  return { ...ends, type, subtype: null, masking: false, weight: null, evidence: evidenceOf(made, []) };
}

function evidenceOf(made: Evidence | undefined, clauses: readonly TextRange[]): EdgeEvidence | null {
  if (made === undefined) return null;
  const { file, line, column, length = 1, endLine, endColumn, fingerprint = null, digest = null } = made;
  const expression =
    line === undefined || column === undefined
      ? null
      : { line, column, endLine: endLine ?? line, endColumn: endColumn ?? column + length };
  return { file, expression, clauses, fingerprint, digest };
}

function named(place: Place): { readonly node: string; readonly column: string | null } {
  return { node: place.node, column: place.column ?? null };
}

import { compareEdges, compareText } from '../edge.ts';
import { given } from '../given.ts';
import type { Influence, InfluencedPlace, LineageGraph } from './lineage-graph.ts';
import { type Place, placeKey } from './place.ts';
import type { Evidence, Stage, StageColumn, StageEdge, StageKind, StageRights } from './stage.ts';

export interface TraceOptions {
  readonly direction: 'upstream' | 'downstream';
  /** How many steps from one stage to the next are followed; all of them when absent. */
  readonly depth?: number;
  /** Only what carries values: no influence on which rows there are or which value is taken. */
  readonly directOnly?: boolean;
  /** So many columns below one place are followed, and the rest counted; all of them are followed when absent. */
  readonly fan?: number;
}

export interface TraceNode {
  /** `rows`: the rows of a stage as such; `stage`: the target of a trace of a whole stage. */
  readonly part: 'column' | 'rows' | 'stage';
  readonly node: string;
  readonly column?: string;
  /** Absent for a place that no stage has. */
  readonly kind?: StageKind;
  readonly type?: string;
  readonly constant: boolean;
  readonly evidence?: Evidence;
  readonly rights?: StageRights;
  /** How it is tied to its parent in the tree; empty at the root and below a stage. */
  readonly influences: readonly Influence[];
  readonly children: readonly TraceNode[];
  /** Its children are shown where it first occurs. */
  readonly repeated: boolean;
  /** It has children beyond the depth asked for. */
  readonly truncated: boolean;
  /** Columns below it beyond the fan asked for. */
  readonly folded: number;
}

export interface TraceTree {
  readonly direction: TraceOptions['direction'];
  readonly root: TraceNode;
}

/** Follows a column, or all columns of a stage, up to its sources or down to its uses. Undefined: no such target. */
export function trace(graph: LineageGraph, target: Place, options: TraceOptions): TraceTree | undefined {
  const stage = graph.stage(target.node);
  if (stage === undefined) return undefined;
  const tracer = new PlaceTracer(graph, options);
  if (target.column !== undefined) {
    const exists = graph.column(target) !== undefined;
    return exists ? { direction: options.direction, root: tracer.expand(target, [], 0) } : undefined;
  }
  return {
    direction: options.direction,
    root: tracer.stage(
      stage.id,
      stage.columns.map(({ column }) => column),
    ),
  };
}

class PlaceTracer {
  readonly #graph: LineageGraph;
  readonly #options: TraceOptions;
  readonly #expanded = new Set<string>();

  constructor(graph: LineageGraph, options: TraceOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  /** The stage's columns, then its rows, once for all of them. */
  stage(node: string, columns: readonly string[]): TraceNode {
    const { shown, folded } = this.#fanned(columns);
    const places: readonly Place[] = shown.map((column) => ({ node, column }));
    const children = places.map((place) => this.expand(place, [], 0, node));
    const rows = this.expand({ node }, [], 0, node);
    const all = rows.children.length > 0 || rows.truncated ? [...children, rows] : children;
    const described = { ...this.#described({ node }, []), part: 'stage' as const };
    return { ...described, children: all, repeated: false, truncated: false, folded };
  }

  /** `within`: the stage whose rows the tree shows elsewhere. */
  expand(place: Place, influences: readonly Influence[], steps: number, within?: string): TraceNode {
    const described = this.#described(place, influences);
    const links = this.#links(place).filter(
      (link) => link.place.node !== within && (link.place.column !== undefined || this.#says(link)),
    );
    const key = placeKey(place);
    const leaf = { ...described, children: [], truncated: false, folded: 0 };
    if (links.length === 0) return { ...leaf, repeated: false };
    if (this.#expanded.has(key)) return { ...leaf, repeated: true };
    const reached = links.filter((link) => steps + stepOf(link) <= (this.#options.depth ?? Number.POSITIVE_INFINITY));
    const truncated = reached.length < links.length;
    // A node cut off here may be met again nearer to the target, with room to be expanded.
    if (!truncated) this.#expanded.add(key);
    const { shown: columns, folded } = this.#fanned(reached.filter(({ place: { column } }) => column !== undefined));
    const rows = reached.filter(({ place: { column } }) => column === undefined);
    const children = [...columns, ...rows].map((link) =>
      this.expand(link.place, link.influences, steps + stepOf(link)),
    );
    // Where the depth leaves nothing of a stage's own rows, they are no line.
    const shown = children.filter(
      (child) => !(child.part === 'rows' && child.truncated && child.children.length === 0),
    );
    const cut = truncated || shown.length < children.length;
    return { ...described, children: shown, repeated: false, truncated: cut, folded };
  }

  /** Folds places before they are expanded, so that nothing refers to a subtree that is not shown. */
  #fanned<T>(places: readonly T[]): { readonly shown: readonly T[]; readonly folded: number } {
    const { fan = Number.POSITIVE_INFINITY } = this.#options;
    // Never a line that counts one: the place itself takes no more room.
    const shown = places.length <= fan + 1 ? places : places.slice(0, fan);
    return { shown, folded: places.length - shown.length };
  }

  /** Rows of a stage that nothing decides about are worth a line only where they alone are the influence. */
  #says(link: InfluencedPlace): boolean {
    return link.influences.some(({ kind }) => kind !== 'rows') || this.#links(link.place).length > 0;
  }

  #links(place: Place): readonly InfluencedPlace[] {
    const links = this.#options.direction === 'upstream' ? this.#graph.upstream(place) : this.#graph.downstream(place);
    const followed = this.#options.directOnly === true ? links.flatMap(directLink) : links;
    return [...followed].sort(compareLinks);
  }

  #described(
    place: Place,
    influences: readonly Influence[],
  ): Omit<TraceNode, 'children' | 'repeated' | 'truncated' | 'folded'> {
    const stage = this.#graph.stage(place.node);
    const column = this.#graph.column(place);
    const evidence = evidenceOf(stage, column);
    return {
      part: place.column === undefined ? 'rows' : 'column',
      ...place,
      ...given({ kind: stage?.kind, type: column?.type, evidence, rights: stage?.rights }),
      constant: column?.constant ?? false,
      influences,
    };
  }
}

/** A column stands where it is written; what was stored is its stage. */
function evidenceOf(stage: Stage | undefined, column: StageColumn | undefined): Evidence | undefined {
  if (column?.evidence === undefined) return stage?.evidence;
  const { fingerprint, digest } = stage?.evidence ?? {};
  return { ...column.evidence, ...given({ fingerprint, digest }) };
}

/** The link as far as it carries values. */
function directLink(link: InfluencedPlace): readonly InfluencedPlace[] {
  const influences = link.influences.filter(
    (influence) => influence.kind === 'edge' && influence.edge.type === 'DIRECT',
  );
  return influences.length === 0 ? [] : [{ ...link, influences }];
}

/** From a stage's rows to its own columns is no step to another stage. */
function stepOf(link: InfluencedPlace): number {
  return link.influences.some(({ kind }) => kind !== 'rows') ? 1 : 0;
}

/** An edge that no fit has weighed comes after those that one has. */
function weightOf({ weight = 0 }: StageEdge): number {
  return weight;
}

/** Columns before rows, the heaviest first, direct edges before indirect ones. */
function compareLinks(left: InfluencedPlace, right: InfluencedPlace): number {
  const [a] = left.influences;
  const [b] = right.influences;
  if (a?.kind === 'edge' && b?.kind === 'edge') {
    const heavier = weightOf(b.edge) - weightOf(a.edge);
    return heavier || compareEdges(a.edge, b.edge) || compareText(placeKey(left.place), placeKey(right.place));
  }
  const rank = (influence: Influence | undefined): number =>
    ['edge', 'reads', 'rows'].indexOf(influence?.kind ?? 'rows');
  return rank(a) - rank(b) || compareText(placeKey(left.place), placeKey(right.place));
}

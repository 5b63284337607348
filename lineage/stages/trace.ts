import { compareEdges, compareText } from '../edge.ts';
import type { Influence, LineageGraph, Link } from './lineage-graph.ts';
import { type Place, placeKey } from './place.ts';
import type { Evidence, StageKind } from './stage.ts';

export interface TraceOptions {
  readonly direction: 'upstream' | 'downstream';
  /** How many steps from one stage to the next are followed; all of them when absent. */
  readonly depth?: number;
}

export interface TraceNode {
  /**
   * `column`; `rows`: the rows of a stage as such; `stage`: the target of a trace of a whole stage.
   */
  readonly part: 'column' | 'rows' | 'stage';
  readonly node: string;
  readonly column?: string;
  /** Absent for a place that no stage has. */
  readonly kind?: StageKind;
  readonly type?: string;
  readonly constant: boolean;
  readonly evidence?: Evidence;
  /** How it is tied to its parent in the tree; empty at the root and below a stage. */
  readonly influences: readonly Influence[];
  readonly children: readonly TraceNode[];
  /** Its children are shown where it first occurs. */
  readonly repeated: boolean;
  /** It has children beyond the depth asked for. */
  readonly truncated: boolean;
}

export interface TraceTree {
  readonly direction: TraceOptions['direction'];
  readonly root: TraceNode;
}

/** Follows a column, or all columns of a stage, up to its sources or down to its uses. Undefined: no such target. */
export function trace(graph: LineageGraph, target: Place, options: TraceOptions): TraceTree | undefined {
  const stage = graph.stage(target.node);
  if (stage === undefined) return undefined;
  const tracer = new Tracer(graph, options);
  if (target.column !== undefined) {
    const known = graph.column(target) !== undefined;
    return known ? { direction: options.direction, root: tracer.expand(target, [], 0) } : undefined;
  }
  return {
    direction: options.direction,
    root: tracer.stage(
      stage.id,
      stage.columns.map(({ column }) => column),
    ),
  };
}

class Tracer {
  readonly #graph: LineageGraph;
  readonly #options: TraceOptions;
  readonly #expanded = new Set<string>();

  constructor(graph: LineageGraph, options: TraceOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  /** The stage's columns, then its rows, once for all of them. */
  stage(node: string, columns: readonly string[]): TraceNode {
    const places: readonly Place[] = columns.map((column) => ({ node, column }));
    const children = places.map((place) => this.expand(place, [], 0, node));
    const rows = this.expand({ node }, [], 0, node);
    const all = rows.children.length > 0 || rows.truncated ? [...children, rows] : children;
    return { ...this.#described({ node }, []), part: 'stage', children: all, repeated: false, truncated: false };
  }

  /** `within`: the stage whose rows the tree shows elsewhere. */
  expand(place: Place, influences: readonly Influence[], steps: number, within?: string): TraceNode {
    const described = this.#described(place, influences);
    const links = this.#links(place).filter(
      (link) => link.place.node !== within && (link.place.column !== undefined || this.#says(link)),
    );
    const key = placeKey(place);
    if (links.length === 0) return { ...described, children: [], repeated: false, truncated: false };
    if (this.#expanded.has(key)) return { ...described, children: [], repeated: true, truncated: false };
    const reached = links.filter((link) => steps + stepOf(link) <= (this.#options.depth ?? Number.POSITIVE_INFINITY));
    const truncated = reached.length < links.length;
    // A node cut off here may be met again nearer to the target, with room to be expanded.
    if (!truncated) this.#expanded.add(key);
    const children = reached.map((link) => this.expand(link.place, link.influences, steps + stepOf(link)));
    // Rows of the same stage of which the depth leaves nothing are no line of their own.
    const shown = children.filter(
      (child) => !(child.part === 'rows' && child.truncated && child.children.length === 0),
    );
    return { ...described, children: shown, repeated: false, truncated: truncated || shown.length < children.length };
  }

  /** Rows of a stage that nothing decides about are worth a line only where they alone are the influence. */
  #says(link: Link): boolean {
    return link.influences.some(({ kind }) => kind !== 'rows') || this.#links(link.place).length > 0;
  }

  #links(place: Place): readonly Link[] {
    const links = this.#options.direction === 'upstream' ? this.#graph.upstream(place) : this.#graph.downstream(place);
    return [...links].sort(compareLinks);
  }

  #described(place: Place, influences: readonly Influence[]): Omit<TraceNode, 'children' | 'repeated' | 'truncated'> {
    const stage = this.#graph.stage(place.node);
    const column = this.#graph.column(place);
    const evidence = column?.evidence ?? stage?.evidence;
    return {
      part: place.column === undefined ? 'rows' : 'column',
      ...place,
      ...(stage === undefined ? {} : { kind: stage.kind }),
      ...(column?.type === undefined ? {} : { type: column.type }),
      ...(evidence === undefined ? {} : { evidence }),
      constant: column?.constant ?? false,
      influences,
    };
  }
}

/** From a stage's rows to its own columns is no step to another stage. */
function stepOf(link: Link): number {
  return link.influences.some(({ kind }) => kind !== 'rows') ? 1 : 0;
}

/** Columns before rows, the heaviest first, direct edges before indirect ones. */
function compareLinks(left: Link, right: Link): number {
  const [a] = left.influences;
  const [b] = right.influences;
  if (a?.kind === 'edge' && b?.kind === 'edge') {
    const heavier = (b.edge.weight ?? 0) - (a.edge.weight ?? 0);
    return heavier || compareEdges(a.edge, b.edge) || compareText(placeKey(left.place), placeKey(right.place));
  }
  const rank = (influence: Influence | undefined): number =>
    ['edge', 'reads', 'rows'].indexOf(influence?.kind ?? 'rows');
  return rank(a) - rank(b) || compareText(placeKey(left.place), placeKey(right.place));
}

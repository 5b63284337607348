import { MultiDirectedGraph } from 'graphology';
import { compareText } from '../edge.ts';
import { type Place, placeKey } from './place.ts';
import type { Stage, StageColumn, StageEdge } from './stage.ts';

/**
 * How one place influences another: by an edge; by deciding about the rows of its own stage (`rows`); or, for a stage
 * of whose columns nothing is said, by its number of rows (`reads`).
 */
export type Influence =
  | { readonly kind: 'edge'; readonly edge: StageEdge }
  | { readonly kind: 'rows' }
  | { readonly kind: 'reads' };

export interface InfluencedPlace {
  readonly place: Place;
  readonly influences: readonly Influence[];
}

/** What is stored of a lineage, and all that is needed to build it again. */
export interface LineageJson {
  /** By which rules its digests of formulas were made: those of other rules say nothing to them. */
  readonly digests?: string;
  readonly stages: readonly Stage[];
}

/** The columns of all stages and how they depend on each other. Built by `buildLineage`. */
export class LineageGraph {
  readonly stages: readonly Stage[];
  readonly digests: string | undefined;
  /** Places that edges name and no stage has, e.g. `fred.unrate.valeu`: empty in a complete lineage. */
  readonly unresolved: readonly Place[];
  readonly #graph = new MultiDirectedGraph<Place, { readonly influence: Influence }>();
  readonly #byId: ReadonlyMap<string, Stage>;

  constructor(stages: readonly Stage[], digests?: string) {
    this.digests = digests;
    this.stages = [...stages].sort((left, right) => compareText(left.id, right.id));
    this.#byId = new Map(this.stages.map((stage) => [stage.id, stage]));
    if (this.#byId.size !== stages.length) throw new Error('two stages have the same id');
    const declared = new Set<string>();
    for (const stage of this.stages) {
      for (const place of [{ node: stage.id }, ...stage.columns.map(({ column }) => ({ node: stage.id, column }))]) {
        declared.add(this.#place(place));
      }
    }
    for (const stage of this.stages) this.#connect(stage);
    this.unresolved = this.#graph
      .filterNodes((key) => !declared.has(key))
      .map((key) => this.#graph.getNodeAttributes(key))
      .sort((left, right) => compareText(placeKey(left), placeKey(right)));
  }

  stage(id: string): Stage | undefined {
    return this.#byId.get(id);
  }

  column(place: Place): StageColumn | undefined {
    return this.#byId.get(place.node)?.columns.find(({ column }) => column === place.column);
  }

  /** What the place depends on directly, in order of source. */
  upstream(place: Place): readonly InfluencedPlace[] {
    return this.#links(place, 'in');
  }

  /** What depends on the place directly. */
  downstream(place: Place): readonly InfluencedPlace[] {
    return this.#links(place, 'out');
  }

  toJSON(): LineageJson {
    return { ...(this.digests === undefined ? {} : { digests: this.digests }), stages: this.stages };
  }

  #place(place: Place): string {
    this.#graph.mergeNode(placeKey(place), place);
    return placeKey(place);
  }

  #connect(stage: Stage): void {
    const rows: Place = { node: stage.id };
    for (const edge of stage.rows) this.#influence(sourceOf(edge), rows, { kind: 'edge', edge });
    for (const column of stage.columns) {
      const place: Place = { node: stage.id, column: column.column };
      this.#influence(rows, place, { kind: 'rows' });
      for (const edge of column.edges) this.#influence(sourceOf(edge), place, { kind: 'edge', edge });
      const mentioned = new Set([...column.edges, ...stage.rows].map(({ from }) => from.relation));
      for (const node of stage.reads ?? []) {
        if (!mentioned.has(node)) this.#influence({ node }, place, { kind: 'reads' });
      }
    }
  }

  #influence(from: Place, to: Place, influence: Influence): void {
    this.#graph.addEdge(this.#place(from), this.#place(to), { influence });
  }

  #links(place: Place, direction: 'in' | 'out'): readonly InfluencedPlace[] {
    const key = placeKey(place);
    if (!this.#graph.hasNode(key)) return [];
    const byPlace = new Map<string, { readonly place: Place; readonly influences: Influence[] }>();
    const collect = (other: string, influence: Influence): void => {
      const link = byPlace.get(other) ?? { place: this.#graph.getNodeAttributes(other), influences: [] };
      link.influences.push(influence);
      byPlace.set(other, link);
    };
    if (direction === 'in') this.#graph.forEachInEdge(key, (_, { influence }, source) => collect(source, influence));
    else this.#graph.forEachOutEdge(key, (_, { influence }, __, target) => collect(target, influence));
    return [...byPlace].sort(([left], [right]) => compareText(left, right)).map(([, link]) => link);
  }
}

/** Connects the stages. Edges to places that no stage has are kept, and listed as `unresolved`. */
export function buildLineage(stages: readonly Stage[], digests?: string): LineageGraph {
  return new LineageGraph(stages, digests);
}

export function lineageFromJson(json: LineageJson): LineageGraph {
  return buildLineage(json.stages, json.digests);
}

function sourceOf(edge: StageEdge): Place {
  return { node: edge.from.relation, column: edge.from.column };
}

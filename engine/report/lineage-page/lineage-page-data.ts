import type { Place, Stage, StageEdge, StageKind } from '../../../lineage/index.ts';
import { spanOf } from './expression-span.ts';

/**
 * A place is a number: a node's rows (`first`), then its columns in order (`first + 1`, ...). Texts are untrusted: the
 * page's script writes them as text, never as markup.
 */
export interface LineagePageData {
  readonly project: string;
  /** What the page was drawn from: `run 2026...`. */
  readonly origin: string;
  /** Shown at first; null: everything. */
  readonly focus: number | null;
  readonly files: readonly PageFile[];
  readonly nodes: readonly PageNode[];
  readonly edges: readonly PageEdge[];
}

export interface PageFile {
  readonly path: string;
  /** null: not text, or not of the project, like the bytes that a source sent. */
  readonly text: string | null;
}

/** Where something is written: 1-based line and column for people, offsets into the file's text to light it. */
export interface PageSpan {
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

export interface PageNode {
  readonly id: string;
  readonly kind: StageKind;
  /** The place of its rows. */
  readonly first: number;
  readonly description: string;
  readonly owner: string | null;
  readonly fingerprint: string | null;
  readonly digest: string | null;
  readonly tests: readonly string[];
  /** Its definition, the query first. */
  readonly files: readonly number[];
  readonly span: PageSpan | null;
  readonly columns: readonly PageColumn[];
}

export interface PageColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string;
  readonly constant: boolean;
  readonly span: PageSpan | null;
}

/** READS: only the number of another node's rows matters, as for `count(*)`. */
export const EDGE_SUBTYPES = [
  'IDENTITY',
  'TRANSFORMATION',
  'AGGREGATION',
  'JOIN',
  'GROUP_BY',
  'FILTER',
  'SORT',
  'WINDOW',
  'CONDITIONAL',
  'READS',
] as const;

/** From, to, index in `EDGE_SUBTYPES`, masking (0 or 1), weight (0 to 1) where there is one. */
export type PageEdge =
  | readonly [from: number, to: number, subtype: number, masking: 0 | 1]
  | readonly [from: number, to: number, subtype: number, masking: 0 | 1, weight: number];

/** What people wrote of a node, by the id of its stage. */
export interface StageWords {
  readonly description: string;
  readonly owner: string | null;
  readonly fingerprint: string | null;
  readonly tests: readonly string[];
  /** Project-relative paths, the query first. */
  readonly files: readonly string[];
  readonly columns: ReadonlyMap<string, { readonly description: string; readonly unit: string }>;
}

export interface LineagePageInput {
  readonly project: string;
  readonly origin: string;
  readonly focus: Place | null;
  readonly stages: readonly Stage[];
  readonly words: ReadonlyMap<string, StageWords>;
  /** Texts of the definitions by project-relative path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The page's data, in the order of the stages. Edges from places that no stage has are left out: lineage checks them. */
export function lineagePageData(input: LineagePageInput): LineagePageData {
  const files = new FileList(input.texts);
  const places = numberPlaces(input.stages);
  const nodes = input.stages.map((stage) => toNode(stage, input.words.get(stage.id), places, files));
  const { focus } = input;
  return {
    project: input.project,
    origin: input.origin,
    focus: focus === null ? null : (places.get(keyOf(focus.node, focus.column)) ?? null),
    files: files.list,
    nodes,
    edges: input.stages.flatMap((stage) => edgesOf(stage, places)),
  };
}

type PlaceNumbers = ReadonlyMap<string, number>;

function keyOf(node: string, column?: string): string {
  return column === undefined ? node : `${node}\u0000${column}`;
}

function numberPlaces(stages: readonly Stage[]): PlaceNumbers {
  const places = new Map<string, number>();
  for (const { id, columns } of stages) {
    for (const key of [keyOf(id), ...columns.map(({ column }) => keyOf(id, column))]) places.set(key, places.size);
  }
  return places;
}

function toNode(stage: Stage, words: StageWords | undefined, places: PlaceNumbers, files: FileList): PageNode {
  return {
    id: stage.id,
    kind: stage.kind,
    first: places.get(stage.id) ?? 0,
    description: words?.description ?? '',
    owner: words?.owner ?? null,
    fingerprint: stage.evidence?.fingerprint ?? words?.fingerprint ?? null,
    digest: stage.evidence?.digest ?? null,
    tests: words?.tests ?? [],
    files: (words?.files ?? []).map((path) => files.numberOf(path)),
    span: files.span(stage.evidence),
    columns: stage.columns.map(({ column, type, constant, evidence }) => ({
      name: column,
      type: type ?? '',
      description: words?.columns.get(column)?.description ?? '',
      unit: words?.columns.get(column)?.unit ?? '',
      constant,
      span: files.span(evidence),
    })),
  };
}

function edgesOf(stage: Stage, places: PlaceNumbers): readonly PageEdge[] {
  const to = (edges: readonly StageEdge[], target: number | undefined): readonly PageEdge[] =>
    edges.flatMap(({ from, subtype, masking, weight }) => {
      const source = places.get(keyOf(from.relation, from.column));
      if (source === undefined || target === undefined) return [];
      const edge = [source, target, EDGE_SUBTYPES.indexOf(subtype), masking ? 1 : 0] as const;
      return [weight === undefined ? edge : ([...edge, weight] as const)];
    });
  const mentioned = new Set([...stage.rows, ...stage.columns.flatMap(({ edges }) => edges)].map((e) => e.from.relation));
  const counted = (stage.reads ?? []).flatMap((read): readonly PageEdge[] => {
    const [source, target] = [places.get(read), places.get(stage.id)];
    if (mentioned.has(read) || source === undefined || target === undefined) return [];
    return [[source, target, EDGE_SUBTYPES.indexOf('READS'), 0]];
  });
  return [
    ...to(stage.rows, places.get(stage.id)),
    ...stage.columns.flatMap(({ column, edges }) => to(edges, places.get(keyOf(stage.id, column)))),
    ...counted,
  ];
}

/** Files in the order in which they are first named. */
class FileList {
  readonly list: PageFile[] = [];
  readonly #texts: ReadonlyMap<string, string>;
  readonly #numbers = new Map<string, number>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  numberOf(path: string): number {
    const known = this.#numbers.get(path);
    if (known !== undefined) return known;
    this.#numbers.set(path, this.list.length);
    return this.list.push({ path, text: this.#texts.get(path) ?? null }) - 1;
  }

  span(evidence: Stage['evidence']): PageSpan | null {
    if (evidence === undefined) return null;
    const { file, line = 1, column = 1, length } = evidence;
    const text = this.#texts.get(file);
    return { file: this.numberOf(file), line, column, ...spanOf(file, text ?? '', line, column, length) };
  }
}

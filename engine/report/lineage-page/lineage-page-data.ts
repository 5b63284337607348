import type { StageKind, StageRights } from '../../../lineage/index.ts';

/**
 * A place is a number: a node's rows (`first`), then its columns in order (`first + 1`, ...). Texts are untrusted: the
 * page's script writes them as text, never as markup.
 */
export interface LineagePageData {
  readonly project: string;
  /** What the page was drawn from: `run 2026...`. */
  readonly origin: string;
  /** Whether the pages of that run lie beside it: then it leads to them. */
  readonly isBesideRun: boolean;
  /** Shown at first; null: everything. */
  readonly focus: number | null;
  readonly files: readonly PageFile[];
  readonly nodes: readonly PageNode[];
  readonly edges: readonly PageEdge[];
  /** They read columns and nothing reads them: told beside what they test instead of drawn. */
  readonly tests: readonly PageTest[];
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

export type DrawnKind = Exclude<StageKind, 'test'>;

export interface PageTest {
  readonly id: string;
  /** Places that decide whether it passes. */
  readonly places: readonly number[];
  readonly span: PageSpan | null;
}

export interface PageNode {
  readonly id: string;
  readonly kind: DrawnKind;
  /** Without the kind, which its place on the page says; sources go by both names. */
  readonly name: string;
  /** The place of its rows. */
  readonly first: number;
  readonly description: string;
  readonly owner: string | null;
  /** What has to be said of its data; absent: nothing. */
  readonly rights?: StageRights;
  readonly fingerprint: string | null;
  readonly digest: string | null;
  /** Digests of earlier raw bytes that stored values are from; absent: none. */
  readonly earlier?: readonly string[];
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

import type { ColumnEdge } from '../edge.ts';

/** In the order in which data flow. */
export const STAGE_KINDS = [
  'raw',
  'source',
  'feature',
  'label',
  'frame',
  'model',
  'prediction',
  'alarms',
  'card',
  'comparison',
  'test',
] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Where something comes from: a place in a definition, and what it was computed with. */
export interface Evidence {
  readonly file: string;
  /** 1-based; absent for a file that is not text. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** On the first line. */
  readonly length?: number;
  /** Where a stretch of several lines ends; the end is exclusive. */
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly fingerprint?: string;
  /** The digest of the object's bytes, e.g. `sha256:...`, or of the raw bytes that were read last. */
  readonly digest?: string;
  /** The digests of earlier raw bytes that stored values are from. */
  readonly earlier?: readonly string[];
}

/** An edge between stages. `weight` is how much of a model's output rests on the input, from 0 to 1. */
export type StageEdge = ColumnEdge & { readonly weight?: number };

export interface StageColumn {
  readonly column: string;
  readonly type?: string;
  /** Edges from columns of upstream stages; `from.relation` is an upstream stage's id. */
  readonly edges: readonly StageEdge[];
  readonly constant: boolean;
  readonly evidence?: Evidence;
  /**
   * Digest of how it is computed from the columns of its row: its place, its words and other columns do not change
   * it.
   */
  readonly formula?: string;
  /** Digest of the formula, and of which rows the windows, aggregates and subqueries in it see. */
  readonly definition?: string;
  /** The column of its own stage of whose values it tells something, such as their date: it changes with that. */
  readonly follows?: string;
}

/** What has to be said wherever the data of a stage are shown or passed on. */
export interface StageRights {
  readonly licence?: string;
  readonly attribution?: string;
  readonly notices?: readonly string[];
}

/** One node of the lineage, e.g. `fred.unrate`, `features.labor`, `models.recession_probit`. */
export interface Stage {
  readonly id: string;
  readonly kind: StageKind;
  readonly columns: readonly StageColumn[];
  /** Row-level influence, kept once for the stage instead of once for each column. */
  readonly rows: readonly StageEdge[];
  /** Digest of how its rows are chosen. */
  readonly rowsDefinition?: string;
  /** Every stage read; one of whose columns nothing is said matters by its rows alone, as for `count(*)`. */
  readonly reads?: readonly string[];
  /** Other parts of its definition that decide: `ttl` -> `95`, `estimator.ridge` -> `0.1`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Absent where nothing has to be said of its data. */
  readonly rights?: StageRights;
  /** The digest of the observations alone, of a source's relation as a run stored it. */
  readonly content?: string;
  readonly evidence?: Evidence;
}

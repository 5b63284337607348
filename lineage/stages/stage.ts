import type { ColumnEdge } from '../edge.ts';

export type StageKind = 'raw' | 'source' | 'feature' | 'label' | 'frame' | 'model' | 'prediction' | 'test';

/** Where something comes from: a place in a definition, and what it was computed with. */
export interface Evidence {
  readonly file: string;
  /** 1-based; absent for a file that is not text. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly length?: number;
  readonly fingerprint?: string;
  /** Of the object's bytes, e.g. `sha256:...`. */
  readonly digest?: string;
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
}

/** One node of the lineage, e.g. `fred.unrate`, `features.labor`, `models.recession_probit`. */
export interface Stage {
  readonly id: string;
  readonly kind: StageKind;
  readonly columns: readonly StageColumn[];
  /** Row-level influence, kept once for the stage instead of once for each column. */
  readonly rows: readonly StageEdge[];
  /** Every stage read; one of whose columns nothing is said matters by its rows alone, as for `count(*)`. */
  readonly reads?: readonly string[];
  readonly evidence?: Evidence;
}

import type { ColumnEdge } from '../edge.ts';

export type StageKind = 'raw' | 'source' | 'feature' | 'label' | 'frame' | 'model' | 'prediction';

/** Where an edge comes from: a place in a definition, and what it was computed with. */
export interface Evidence {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly length?: number;
  readonly fingerprint?: string;
  /** Of the object's bytes, e.g. `sha256:...`. */
  readonly digest?: string;
}

export interface StageColumn {
  readonly column: string;
  readonly type?: string;
  /** Edges from columns of upstream stages; `from.relation` is an upstream stage's id. */
  readonly edges: readonly ColumnEdge[];
  readonly constant: boolean;
  readonly evidence?: Evidence;
}

/** One node of the lineage graph, e.g. `fred.unrate`, `features.labor`, `models.recession_probit`. */
export interface Stage {
  readonly id: string;
  readonly kind: StageKind;
  readonly columns: readonly StageColumn[];
  /** Row-level influence, kept once per stage instead of once per column. */
  readonly rows: readonly ColumnEdge[];
  /** Stages whose rows matter even where none of their columns does, as for `count(*)`. */
  readonly reads?: readonly string[];
  readonly evidence?: Evidence;
}

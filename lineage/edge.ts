import type { TextRange } from './text-range.ts';

/** A column of a relation that a definition reads. `relation` is `schema.table`, e.g. `fred.unrate`. */
export interface ColumnRef {
  readonly relation: string;
  readonly column: string;
}

/**
 * How an output depends on an input, in the words of OpenLineage's column lineage facet 1-2-0: DIRECT edges carry the
 * value, INDIRECT edges only decide which value or which row comes out.
 */
export type EdgeKind =
  | { readonly type: 'DIRECT'; readonly subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION' }
  | {
      readonly type: 'INDIRECT';
      readonly subtype: 'JOIN' | 'GROUP_BY' | 'FILTER' | 'SORT' | 'WINDOW' | 'CONDITIONAL';
    };

export type EdgeSubtype = EdgeKind['subtype'];

/** How an output depends on one column. */
export type ColumnEdge = EdgeKind & {
  readonly from: ColumnRef;
  /** The input's values cannot be read back from the output: hashes, counts, tests for NULL. */
  readonly masking: boolean;
  /** Where an indirect edge comes about (WHERE, ON, GROUP BY, OVER, CASE and their like), once that is known. */
  readonly clauses?: readonly TextRange[];
};

/** In the order of edges. */
export const SUBTYPES: readonly EdgeSubtype[] = [
  'IDENTITY',
  'TRANSFORMATION',
  'AGGREGATION',
  'JOIN',
  'GROUP_BY',
  'FILTER',
  'SORT',
  'WINDOW',
  'CONDITIONAL',
];

/** The one order of edges: direct ones first, then by relation and column. */
export function compareEdges(left: ColumnEdge, right: ColumnEdge): number {
  return (
    SUBTYPES.indexOf(left.subtype) - SUBTYPES.indexOf(right.subtype) ||
    compareText(left.from.relation, right.from.relation) ||
    compareText(left.from.column, right.from.column)
  );
}

/** By code unit, so that no locale changes an artefact. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

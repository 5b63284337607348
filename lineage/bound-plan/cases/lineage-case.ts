import type { ColumnEdge } from '../../edge.ts';
import type { OutputLineage } from '../query-lineage.ts';

/** A query over the tables of `catalogue.ts` and the exact edges it must have, as `edgesText` writes them. */
export interface LineageCase {
  readonly sql: string;
  /** By output column, in order: edges, or CONSTANT. */
  readonly columns: Readonly<Record<string, string>>;
  /** The row-level edges; absent when there are none. */
  readonly rows?: string;
}

/** `FILTER unrate.rev, SORT unrate.date`: the table without its schema, ` masking` behind an edge that masks. */
export function edgesText(edges: readonly ColumnEdge[]): string {
  return edges
    .map((edge) => {
      const table = edge.from.relation.replace(/^[^.]*\./, '');
      return `${edge.subtype} ${table}.${edge.from.column}${edge.masking ? ' masking' : ''}`;
    })
    .join(', ');
}

export function columnText(column: OutputLineage): string {
  return column.constant ? 'CONSTANT' : edgesText(column.edges);
}

import type { ColumnEdge, Evidence, StageColumn } from '../../../lineage/index.ts';

/** A column that follows from the configuration alone. */
export const constant = (column: string, type: string): StageColumn => ({ column, type, edges: [], constant: true });

export function edge(
  relation: string,
  column: string,
  subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION',
): ColumnEdge {
  return { type: 'DIRECT', subtype, masking: false, from: { relation, column } };
}

/** The same source, where it only decides which value or row there is. */
export function indirect(from: ColumnEdge, subtype: 'SORT' | 'CONDITIONAL' | 'FILTER'): ColumnEdge {
  return { type: 'INDIRECT', subtype, masking: from.masking, from: from.from };
}

export function unique(edges: readonly ColumnEdge[]): readonly ColumnEdge[] {
  return [...new Map(edges.map((each) => [JSON.stringify(each), each])).values()];
}

export function evidenceAt(span: { file: string; line: number; column: number; length: number }): Evidence {
  return { file: span.file, line: span.line, column: span.column, length: span.length };
}

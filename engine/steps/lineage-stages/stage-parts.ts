import type { ColumnEdge, EdgeKind, Evidence, StageColumn, TextRange } from '../../../lineage/index.ts';
import type { Span } from '../../diagnostics/index.ts';

/** The relation of the decision dates. */
export const CALENDAR = 'calendar.dates';

/** A column that follows from the configuration alone. */
export const constant = (column: string, type: string): StageColumn => derived(column, type, []);

/** A column with its edges; without any it follows from the configuration alone. */
export function derived(column: string, type: string, edges: readonly ColumnEdge[]): StageColumn {
  return { column, type, edges, constant: edges.length === 0 };
}

export function edge(
  relation: string,
  column: string,
  subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION',
): ColumnEdge {
  return { type: 'DIRECT', subtype, masking: false, from: { relation, column } };
}

type IndirectSubtype = Extract<EdgeKind, { readonly type: 'INDIRECT' }>['subtype'];

/** A column that only decides which value or row there is, and where that is written. */
export function decides(
  relation: string,
  column: string,
  subtype: IndirectSubtype,
  ...clauses: readonly TextRange[]
): ColumnEdge {
  return indirect(edge(relation, column, 'IDENTITY'), subtype, ...clauses);
}

/** An edge to the source of another, which here only decides which value or row there is, and where that is written. */
export function indirect(from: ColumnEdge, subtype: IndirectSubtype, ...clauses: readonly TextRange[]): ColumnEdge {
  const edge = { type: 'INDIRECT', subtype, masking: from.masking, from: from.from } as const;
  return clauses.length === 0 ? edge : { ...edge, clauses };
}

/** Each edge once, with the clauses of all that are like it. */
export function unique(edges: readonly ColumnEdge[]): readonly ColumnEdge[] {
  const byKind = new Map<string, ColumnEdge>();
  for (const each of edges) {
    const key = JSON.stringify([each.from.relation, each.from.column, each.subtype, each.masking]);
    byKind.set(key, withClauses(byKind.get(key), each));
  }
  return [...byKind.values()];
}

/** The first of two edges of a kind, with the clauses of both. */
function withClauses(earlier: ColumnEdge | undefined, edge: ColumnEdge): ColumnEdge {
  if (earlier === undefined) return edge;
  const clauses = [...(earlier.clauses ?? []), ...(edge.clauses ?? [])];
  return clauses.length === 0 ? earlier : { ...earlier, clauses: distinct(clauses) };
}

function distinct(ranges: readonly TextRange[]): readonly TextRange[] {
  return [...new Map(ranges.map((range) => [JSON.stringify(range), range])).values()];
}

/** A stretch of a file; of YAML the line on which it stands. */
export function evidenceAt(span: Span & Partial<TextRange>): Evidence {
  const { file, line, column, length, endLine, endColumn } = span;
  return {
    file,
    line,
    column,
    length,
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

/** The stretch of a span: on one line unless it says more. */
export function rangeOf({ line, column, length, endLine, endColumn }: Span & Partial<TextRange>): TextRange {
  return { line, column, endLine: endLine ?? line, endColumn: endColumn ?? column + length };
}

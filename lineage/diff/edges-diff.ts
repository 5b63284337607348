import type { ColumnRef, EdgeKind } from '../edge.ts';
import type { StageEdge } from '../stages/stage.ts';

export type KindOfEdge = EdgeKind & { readonly masking: boolean };

/** An edge from a source that now matters in another way. */
export interface RetypedEdge {
  readonly from: ColumnRef;
  readonly before: KindOfEdge;
  readonly after: KindOfEdge;
}

export interface EdgesDiff {
  readonly added: readonly StageEdge[];
  readonly removed: readonly StageEdge[];
  readonly retyped: readonly RetypedEdge[];
}

/**
 * Edges of one side alone. Where each side has one that the other has not from the same column, it is one edge that was
 * retyped. A weight is the outcome of a fit and a place is where something is written: no parts of a definition.
 */
export function diffEdges(before: readonly StageEdge[], after: readonly StageEdge[]): EdgesDiff {
  const [old, fresh] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const added = after.filter((edge) => !old.has(keyOf(edge)));
  const removed = before.filter((edge) => !fresh.has(keyOf(edge)));
  const retyped = removed.flatMap((edge) => {
    const [later, ...others] = added.filter((other) => sourceOf(other) === sourceOf(edge));
    const isLone = removed.filter((other) => sourceOf(other) === sourceOf(edge)).length === 1 && others.length === 0;
    return later !== undefined && isLone ? [{ from: edge.from, before: kindOf(edge), after: kindOf(later) }] : [];
  });
  const paired = new Set(retyped.map(sourceOf));
  const isAlone = (edge: StageEdge): boolean => !paired.has(sourceOf(edge));
  return { added: added.filter(isAlone), removed: removed.filter(isAlone), retyped };
}

export function differs({ added, removed, retyped }: EdgesDiff): boolean {
  return added.length + removed.length + retyped.length > 0;
}

function kindOf({ type, subtype, masking }: StageEdge): KindOfEdge {
  return { type, subtype, masking } as KindOfEdge;
}

function keyOf(edge: StageEdge): string {
  return JSON.stringify([edge.from.relation, edge.from.column, edge.subtype, edge.masking]);
}

function sourceOf({ from }: { readonly from: ColumnRef }): string {
  return JSON.stringify([from.relation, from.column]);
}

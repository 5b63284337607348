import { last } from '../../../presence/index.ts';
import type { JsonObject } from '../../../warehouse/index.ts';
import { aliasOf, objectAt, objectsAt, someNode, textAt, textsAt, walk } from '../../ast.ts';
import { isAsOf } from '../replace-as-of.ts';
import { CannotLift } from './cannot-lift.ts';
import type { FromContext, FromRelation } from './from-relation.ts';
import { columnRef, plainJoins } from './nodes.ts';
import { hasSubquery, isDated } from './references.ts';
import type { Rewriter } from './scope.ts';

/**
 * PIVOT groups, and the date is one more group; where the groups are not named they are all other columns, the date
 * among them. UNPIVOT works row by row.
 */
export function rewritePivot(
  rewriter: Rewriter,
  ref: JsonObject,
  place: FromContext,
  rewriteRelation: (rewriter: Rewriter, ref: JsonObject, place: FromContext) => FromRelation,
): FromRelation {
  const source = objectAt(ref, 'source') ?? {};
  const name = aliasOf(ref);
  const relation = { name: name.toLowerCase() || rewriter.fresh('p'), columns: undefined, fullName: undefined };
  refuseHiddenInputs(ref);
  if (!isDated(source, place.ctes)) {
    return {
      kind: 'constant',
      ref: plainJoins({ ...ref, alias: relation.name }),
      seen: { ...relation, date: undefined },
    };
  }
  if (source['type'] === 'JOIN')
    throw new CannotLift('PIVOT and UNPIVOT of a join are not lifted; of a subquery they are');
  const rows = rewriteRelation(rewriter, source, { ...place, left: undefined, dateName: undefined });
  if (rows.kind !== 'dated' || rows.dateName === undefined) throw new CannotLift('PIVOT of a function is not lifted');
  const groups = textsAt(ref, 'groups');
  if (groups.length === 0 && objectsAt(ref, 'aggregates').length > 0) refuseNoGroup(ref, rows.seen);
  const aliases = textsAt(ref, 'column_name_alias');
  const date = rows.dateName;
  return {
    kind: 'dated',
    ref: {
      ...ref,
      source: rows.ref,
      groups: groups.length === 0 ? groups : [date, ...groups],
      column_name_alias: aliases.length === 0 ? aliases : [date, ...aliases],
    },
    date: columnRef(name === '' ? [date] : [name, date]),
    dateName: date,
    seen: [{ ...relation, date }],
  };
}

/** `*` would take the date with it; what a subquery or as_of() says belongs to the source. */
function refuseHiddenInputs(ref: JsonObject): void {
  const parts = [ref['aggregates'] ?? null, ref['pivots'] ?? null];
  const doubtful = someNode(parts, (node) => node['class'] === 'STAR' || isAsOf(node));
  if (doubtful || hasSubquery(parts))
    throw new CannotLift('PIVOT and UNPIVOT with *, a subquery or as_of() among their columns are not lifted');
}

/** Refuses a PIVOT without any other column: it would aggregate without a group. */
function refuseNoGroup(ref: JsonObject, seen: readonly { readonly columns: readonly string[] | undefined }[]): void {
  const used = new Set<string>();
  walk([ref['aggregates'] ?? null, ref['pivots'] ?? null], (node) => {
    if (node['class'] === 'COLUMN_REF') used.add(last(textsAt(node, 'column_names')).toLowerCase());
  });
  const columns = seen.flatMap((relation) => relation.columns ?? []);
  if (columns.every((column) => used.has(column))) {
    throw new CannotLift(`${textAt(ref, 'type')} that leaves no column to group by is not lifted`);
  }
}

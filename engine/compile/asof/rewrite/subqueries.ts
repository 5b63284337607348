import type { JsonObject } from '../../../warehouse/index.ts';
import { objectAt } from '../../ast.ts';
import { CannotLift } from './cannot-lift.ts';
import { rewriteCorrelated } from './correlated.ts';
import { baseTable, columnRef, cteEntry, equals, plainJoins, selectNode, star, subqueryRef } from './nodes.ts';
import { isDated, refersOutside } from './references.ts';
import { type BlockCtes, DATE, type Rewriter, type RewriteScope, shapesOf } from './scope.ts';
import { queryOf } from './shapes.ts';

/**
 * A subquery in an expression. One that stands alone is computed once, for all dates, in a CTE of the block: read in
 * place, correlated by the date, DuckDB would compute it once for each row.
 */
export function rewriteSubqueryExpression(rewriter: Rewriter, node: JsonObject, scope: RewriteScope): JsonObject {
  const query = queryOf(node);
  const child = objectAt(node, 'child');
  const rest = child === undefined ? node : { ...node, child: rewriter.expression(child, scope) };
  const put = (subquery: JsonObject): JsonObject => ({
    ...rest,
    subquery: { ...objectAt(node, 'subquery'), node: subquery },
  });
  if (refersOutside(query, rewriter.shapes, shapesOf(scope.ctes), scope.seen)) {
    return put(rewriteCorrelated(rewriter, node, scope));
  }
  if (!isDated(query, scope.ctes)) return put(plainJoins(query));
  const columns = rewriter.shapes.ofQuery(query, shapesOf(scope.ctes)).columns;
  if (child !== undefined && columns?.length !== 1) {
    throw new CannotLift('IN, ANY or ALL over a subquery of several columns is not lifted');
  }
  const readFrom = (rows: JsonObject, name: string): JsonObject =>
    put(selectNode([star(name, [DATE])], rows, equals(columnRef([name, DATE]), scope.date)));
  if (scope.block === undefined) {
    const name = rewriter.fresh('s');
    return readFrom(subqueryRef(rewriter.query(query, scope.ctes), name), name);
  }
  const name = onceInBlock(rewriter, query, scope, scope.block);
  return readFrom(baseTable('', name, ''), name);
}

/** Keeps one CTE for each text, so that a subquery in the select list is the one in GROUP BY. */
function onceInBlock(rewriter: Rewriter, query: JsonObject, scope: RewriteScope, block: BlockCtes): string {
  const text = JSON.stringify(query, (key, value) => (key === 'query_location' ? undefined : value));
  const earlier = block.get(text);
  if (earlier !== undefined) return earlier.name;
  const rewritten = rewriter.query(query, scope.ctes);
  const name = rewriter.fresh('s');
  block.set(text, { name, entry: cteEntry(name, rewritten, 'ALWAYS') });
  return name;
}

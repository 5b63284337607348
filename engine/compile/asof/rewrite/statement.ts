import type { JsonObject } from '../../../warehouse/index.ts';
import { objectAt, objectsAt, someNode, textAt } from '../../ast.ts';
import type { AsOfRelation } from '../relation.ts';
import { isAsOf } from '../replace-as-of.ts';
import { hasAggregate, isUngrouped } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { type Exactness, judgeChance } from './chance.ts';
import { rewriteExpression } from './expressions.ts';
import { rewriteFrom } from './from.ts';
import { cteEntry } from './nodes.ts';
import { rewriteQuery } from './query.ts';
import type { Rewriter } from './scope.ts';
import { shapesOver } from './shapes.ts';
import { withSharedFrames } from './shared-frames.ts';

export interface Rewritten {
  readonly node: JsonObject;
  readonly exactness: Exactness;
}

/**
 * The query over all dates of `__asof.__dates(__t)` at once: columns `__t`, then the query's own. Each source is read
 * from its snapshot `__asof."schema.table"(__t, columns...)`, each group from a CTE that holds it over all dates.
 * Throws `CannotLift`.
 */
export function rewriteStatement(node: JsonObject, relations: ReadonlyMap<string, AsOfRelation>): Rewritten {
  const shapes = shapesOver(relations);
  const groups = new Map<string, { readonly name: string; readonly entry: JsonObject }>();
  let names = 0;
  let exactness = judgeChance(node, shapes);
  const rewriter: Rewriter = {
    relations,
    shapes,
    fresh(prefix) {
      names += 1;
      return `__${prefix}${names}`;
    },
    query: (query, ctes) => rewriteQuery(rewriter, query, ctes),
    expression: (expression, scope) => rewriteExpression(rewriter, expression, scope),
    from: (tree, ctes, block) => rewriteFrom(rewriter, tree, ctes, block),
    group(name) {
      const earlier = groups.get(name);
      if (earlier !== undefined) return earlier.name;
      const relation = relations.get(name);
      const query = relation?.kind === 'group' ? objectAt(relation.statement, 'node') : undefined;
      if (query === undefined) throw new Error(`group ${name} has no statement`);
      if (judgeChance(query, shapes) !== 'bits') exactness = 'last bits may differ';
      const rewritten = rewriteQuery(rewriter, query, new Map());
      const cte = `__group_${groups.size + 1}`;
      groups.set(name, { name: cte, entry: cteEntry(cte, rewritten, 'DEFAULT') });
      return cte;
    },
  };
  refuseUnnamed(node);
  const rewritten = rewriteQuery(rewriter, node, new Map());
  const ctes = objectAt(rewritten, 'cte_map')?.['map'];
  const map = [...[...groups.values()].map(({ entry }) => entry), ...(Array.isArray(ctes) ? ctes : [])];
  return { node: withSharedFrames({ ...rewritten, cte_map: { map } }), exactness };
}

/** DuckDB names a column without a name after its text, which is another one now. */
function refuseUnnamed(node: JsonObject): void {
  const left = objectAt(node, 'left');
  if (left !== undefined) refuseUnnamed(left);
  const ungrouped = isUngrouped(node);
  for (const item of objectsAt(node, 'select_list')) {
    const named = textAt(item, 'alias') !== '' || item['class'] === 'COLUMN_REF' || item['class'] === 'STAR';
    const changes =
      (ungrouped && hasAggregate(item)) ||
      someNode(item, (part) => isAsOf(part) || part['class'] === 'WINDOW' || part['class'] === 'SUBQUERY');
    if (!named && changes) throw new CannotLift('a column without a name is not lifted: write AS and one');
  }
}

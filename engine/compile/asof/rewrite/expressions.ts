import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, isQueryNode, objectsAt, textAt, textsAt } from '../../ast.ts';
import { isAsOf, replaceAsOf } from '../replace-as-of.ts';
import { CannotLift } from './cannot-lift.ts';
import type { Rewriter, RewriteScope, Seen } from './scope.ts';
import { rewriteSubqueryExpression } from './subqueries.ts';

/**
 * Rewrites an expression over rows that carry their date: as_of() is that date, windows stay within it, `*` hides it.
 */
export function rewriteExpression(rewriter: Rewriter, node: JsonObject, scope: RewriteScope): JsonObject {
  if (node['class'] === 'STAR' && node['columns'] !== true) return withoutDates(rewriter, node, scope);
  return rewritePart(rewriter, node, scope);
}

function rewritePart(rewriter: Rewriter, node: JsonObject, scope: RewriteScope): JsonObject {
  if (isQueryNode(node)) throw new Error('a query outside a subquery');
  switch (node['class']) {
    case 'COLUMN_REF':
      return { ...node, column_names: columnNames(textsAt(node, 'column_names'), scope.seen) };
    case 'STAR':
      if (node['columns'] !== true) throw new CannotLift('* inside an expression, as in * LIKE, is not lifted');
      return withoutDates(rewriter, node, scope);
    case 'SUBQUERY':
      return rewriteSubqueryExpression(rewriter, node, scope);
    case 'POSITIONAL_REFERENCE':
      throw new CannotLift('a column by its number, as in #1, is not lifted');
    case 'WINDOW': {
      const parts = childrenOf(rewriter, node, scope);
      return { ...parts, partitions: [scope.date, ...objectsAt(parts, 'partitions')] };
    }
    case 'FUNCTION':
      if (isAsOf(node)) return replaceAsOf(node, scope.date);
      return childrenOf(rewriter, node, scope);
    default:
      return childrenOf(rewriter, node, scope);
  }
}

function childrenOf(rewriter: Rewriter, node: JsonObject, scope: RewriteScope): JsonObject {
  const rewritten = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rewritten);
    return isObject(value) ? rewritePart(rewriter, value, scope) : value;
  };
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, rewritten(child)]));
}

/** `*` and COLUMNS(*) without the dates of the relations that they show. */
function withoutDates(rewriter: Rewriter, star: JsonObject, scope: RewriteScope): JsonObject {
  if (isObject(star['expr'])) throw new CannotLift('COLUMNS() by a pattern is not lifted');
  const owner = textAt(star, 'relation_name').toLowerCase();
  const shown = owner === '' ? scope.seen : scope.seen.filter(({ name }) => name === owner);
  const dates = shown.flatMap(({ date }) => date ?? []);
  const rest = childrenOf(rewriter, { replace_list: star['replace_list'] ?? [] }, scope);
  return { ...star, ...rest, exclude_list: [...new Set([...textsAt(star, 'exclude_list'), ...dates])] };
}

/**
 * A column reference without its schema (`fred.unrate.value` becomes `unrate.value`), because the relation is another
 * one now. A relation's bare name is its whole row, which would show the date.
 */
function columnNames(names: readonly string[], seen: readonly Seen[]): readonly string[] {
  const [first = '', second = ''] = names.map((name) => name.toLowerCase());
  if (names.length === 1) {
    const isRow = seen.some(({ name }) => name === first) && !seen.some(({ columns }) => columns?.includes(first));
    if (isRow) throw new CannotLift(`"${first}" as a whole row is not lifted`);
    return names;
  }
  if (names.length < 3) return names;
  const relation = seen.find(({ name }) => name === second);
  return relation?.fullName === `${first}.${second}` ? names.slice(1) : names;
}

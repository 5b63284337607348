import type { Json } from '../../warehouse/index.ts';
import { isQueryNode, objectAt, objectsAt, textAt, textsAt, walk } from '../ast.ts';
import { CannotLift, type Frame } from './scope.ts';

/**
 * Whether a rewritten query may refer to relations around it: it qualifies a column by one of their names, or uses a
 * bare column that nothing inside it defines. It errs on the side of yes.
 */
export function mayReferTo(query: Json, frames: readonly Frame[]): boolean {
  const outside = new Set(frames.flatMap((frame) => [...frame.keys()]));
  if (outside.size === 0) return false;
  const inside = new Set<string>();
  const bare = new Set<string>();
  let qualified = false;
  walk(query, (node) => {
    for (const name of textsAt(node, 'column_name_alias')) inside.add(name.toLowerCase());
    for (const item of isQueryNode(node) ? objectsAt(node, 'select_list') : []) {
      inside.add((textAt(item, 'alias') || textsAt(item, 'column_names').at(-1) || '').toLowerCase());
    }
    const [first = '', ...rest] = node['class'] === 'COLUMN_REF' ? textsAt(node, 'column_names') : [];
    if (rest.length > 0) qualified ||= outside.has(first.toLowerCase());
    else if (first !== '') bare.add(first.toLowerCase());
  });
  return qualified || [...bare].some((name) => !inside.has(name));
}

/**
 * A correlated subquery hands all columns that it takes from outside down to the relations inside it, and an ASOF join
 * there, which compares them by `=`, loses the rows where one of them is NULL.
 */
export function refuseCorrelatedAsof(query: Json, frames: readonly Frame[]): void {
  let asof = false;
  walk(query, (node) => {
    asof ||= node['type'] === 'JOIN' && textAt(node, 'ref_type') === 'ASOF';
  });
  if (asof && mayReferTo(query, frames))
    throw new CannotLift('an ASOF JOIN inside a correlated subquery cannot be lifted');
}

/** The query of a subquery, in FROM or in an expression. */
export function subqueryOf(node: Parameters<typeof objectAt>[0]): Json {
  return objectAt(node, 'subquery') ?? null;
}

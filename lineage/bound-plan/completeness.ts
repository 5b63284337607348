import { isNode, type PlanNode } from './plan-json.ts';

/**
 * The operators and expressions within a piece of a plan. A function's own data are left out: what they read of the
 * input (a lambda's captures, say) are the function's children.
 */
export function* planParts(value: unknown): Generator<PlanNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* planParts(item);
  } else if (isNode(value)) {
    if ('expression_class' in value || String(value['type']).startsWith('LOGICAL_')) yield value;
    for (const [key, item] of Object.entries(value)) {
      if (key !== 'function_data') yield* planParts(item);
    }
  }
}

/** The first part of the plan that the walk passed by: an operator's field that nobody knew of. */
export function firstUnseen(plan: PlanNode, seen: ReadonlySet<PlanNode>): PlanNode | undefined {
  for (const part of planParts(plan)) {
    if (!seen.has(part)) return part;
  }
  return undefined;
}

/** Where the query's text has a part of the plan, in UTF-8 bytes: the first place that anything within it names. */
export function offsetOf(part: PlanNode): number | undefined {
  const offsets = [...planParts(part)].flatMap((node) => {
    const location = node['query_location'];
    // Where DuckDB knows no location it writes 2^64 - 1, which arrives as a marked string.
    return typeof location === 'number' ? [location] : [];
  });
  return offsets.length === 0 ? undefined : Math.min(...offsets);
}

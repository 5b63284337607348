import { isNode, type PlanNode } from './plan-json.ts';

/**
 * The operators and expressions within a piece of a plan. A function's own data are left out: what they read of the
 * input (a lambda's captures, say) are the function's children.
 */
export function* planParts(value: unknown): Generator<PlanNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* planParts(item);
  } else if (isNode(value)) {
    if (isPart(value)) yield value;
    for (const [key, item] of Object.entries(value)) {
      if (key !== 'function_data') yield* planParts(item);
    }
  }
}

/** The first part of the plan that the walk passed by: an operator's field that nobody knew of. */
export function firstUnseen(plan: unknown, seen: ReadonlySet<PlanNode>): PlanNode | undefined {
  // Of every plan: written out, because a generator takes three times as long.
  if (typeof plan !== 'object' || plan === null) return undefined;
  if (Array.isArray(plan)) {
    for (const item of plan) {
      const found = firstUnseen(item, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const node = plan as PlanNode;
  if (isPart(node) && !seen.has(node)) return node;
  for (const key in node) {
    if (key === 'function_data') continue;
    const found = firstUnseen(node[key], seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPart(node: PlanNode): boolean {
  return 'expression_class' in node || String(node['type']).startsWith('LOGICAL_');
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

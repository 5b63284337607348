import { isNode, nameOf, type PlanNode } from './plan-json.ts';

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

/** The first part of the plan that the walk passed by, by name: an operator's field that nobody knew of. */
export function firstUnseen(plan: PlanNode, seen: ReadonlySet<PlanNode>): string | undefined {
  for (const part of planParts(plan)) {
    if (!seen.has(part)) return nameOf(part);
  }
  return undefined;
}

import { planParts } from './completeness.ts';
import { merge, through } from './dependency.ts';
import { childAt, nodesUnder, numberUnder, type PlanNode, requiredNode } from './plan-json.ts';
import { boundTo, columnAt, type PlanRelation, relation } from './relation.ts';
import { typeName } from './type-name.ts';
import type { Walk } from './walk.ts';

/**
 * LOGICAL_PIVOT, DuckDB's form of a PIVOT with more values than `pivot_filter_threshold`. Its input: the groups, one
 * list of results for each aggregate, and the list of the pivoted values that they belong to.
 */
export function pivot(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const bound = requiredNode(node, 'bound_pivot');
  const groups = numberUnder(bound, 'group_count');
  const aggregates = nodesUnder(bound, 'aggregates');
  // The aggregates are there to give a missing cell its empty value.
  for (const part of planParts(aggregates)) walk.seen.add(part);
  const names = columnAt(node, child.columns, groups + aggregates.length).value;
  const columns = nodesUnder(bound, 'types').map((type, index) => {
    if (index < groups) return { type: typeName(type), value: columnAt(node, child.columns, index).value };
    const results = columnAt(node, child.columns, groups + ((index - groups) % aggregates.length)).value;
    return { type: typeName(type), value: merge(through(results, 'AGGREGATION'), through(names, 'FILTER')) };
  });
  return relation(boundTo(node, 'pivot_index', columns), child.rows);
}

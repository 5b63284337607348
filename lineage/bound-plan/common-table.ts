import { grew, merge, NOTHING, through } from './dependency.ts';
import { dependencyOf } from './expression.ts';
import { childAt, nodesUnder, numberUnder, operatorName, type PlanNode, UnknownPlan } from './plan-json.ts';
import { boundTo, type PlanRelation, relation } from './relation.ts';
import { stacked } from './set-operation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_MATERIALIZED_CTE: every WITH clause, before DuckDB decides what to inline. */
export function commonTable(node: PlanNode, walk: Walk): PlanRelation {
  walk.ctes.set(numberUnder(node, 'table_index'), walk.relation(childAt(node, 0)));
  return walk.relation(childAt(node, 1));
}

/** LOGICAL_CTE_REF. */
export function commonTableRef(node: PlanNode, walk: Walk): PlanRelation {
  const index = numberUnder(node, 'cte_index');
  const source = walk.ctes.get(index);
  if (source === undefined) throw new UnknownPlan(operatorName(node), `no common table ${index} in scope`);
  return { ...source, columns: boundTo(node, 'table_index', source.columns) };
}

/** LOGICAL_RECURSIVE_CTE: the least fixpoint of anchor and step, which exists because edges only accumulate. */
export function recursion(node: PlanNode, walk: Walk): PlanRelation {
  const anchor = walk.relation(childAt(node, 0));
  let soFar = withKeys(node, relation(boundTo(node, 'table_index', anchor.columns), anchor.rows), walk);
  for (;;) {
    walk.ctes.set(numberUnder(node, 'table_index'), soFar);
    const next = withKeys(node, stacked(node, soFar, walk.relation(childAt(node, 1))), walk);
    if (!saysMore(soFar, next)) return next;
    soFar = next;
  }
}

/** UNION without ALL keeps one of equal rows, USING KEY one row for each key. */
function withKeys(node: PlanNode, input: PlanRelation, walk: Walk): PlanRelation {
  const keys = nodesUnder(node, 'key_targets').map((key) => dependencyOf(key, input.columns, walk));
  const whole = node['union_all'] === true ? [] : input.columns.map((column) => column.value);
  const grouped = through(merge(...(keys.length > 0 ? keys : whole)), 'GROUP_BY');
  return { ...input, rows: merge(input.rows, grouped) };
}

function saysMore(known: PlanRelation, next: PlanRelation): boolean {
  return (
    grew(known.rows, next.rows) ||
    next.columns.some((column, index) => grew(known.columns[index]?.value ?? NOTHING, column.value))
  );
}

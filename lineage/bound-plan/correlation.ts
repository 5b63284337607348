import { NOTHING } from './dependency.ts';
import { dependencyOf, referredColumn } from './expression.ts';
import { nodesUnder, numberUnder, operatorName, type PlanNode, requiredNode, UnknownPlan } from './plan-json.ts';
import { columnAt, type PlanColumn, type PlanRelation, relation, typedColumns } from './relation.ts';
import type { Walk } from './walk.ts';

/**
 * Walks the right side of a LOGICAL_DELIM_JOIN, where LOGICAL_DELIM_GET stands for the outer keys, and joins it: `join`
 * receives the left side with its keys marked, like their repetitions on the right.
 */
export function correlated(
  node: PlanNode,
  left: PlanRelation,
  walk: Walk,
  join: (markedLeft: PlanRelation) => PlanRelation,
): PlanRelation {
  const scope = walk.nextCorrelation();
  const positions = nodesUnder(node, 'duplicate_eliminated_columns').map((key) => {
    dependencyOf(key, left.columns, walk);
    return numberUnder(key, 'index');
  });
  const marked = left.columns.map((column, position): PlanColumn => {
    const key = positions.indexOf(position);
    return key < 0 ? column : { ...column, repeats: `${scope} ${key}` };
  });
  walk.correlations.push(positions.map((position) => columnAt(node, marked, position)));
  const result = join({ ...left, columns: marked });
  walk.correlations.pop();
  // Outside the subquery a repetition of an outer column is again what the outer column is.
  const original = new Map(positions.map((position, key) => [`${scope} ${key}`, left.columns[position]?.repeats]));
  const restored = (column: PlanColumn): PlanColumn =>
    column.repeats !== undefined && original.has(column.repeats)
      ? { ...column, repeats: original.get(column.repeats) }
      : column;
  return { ...result, columns: result.columns.map(restored) };
}

/** LOGICAL_DELIM_GET: the outer keys of the nearest enclosing correlated subquery; one row for each invocation. */
export function delimGet(node: PlanNode, walk: Walk): PlanRelation {
  const outer = walk.correlations.at(-1);
  if (outer === undefined) throw new UnknownPlan(operatorName(node), 'not inside a correlated subquery');
  const columns = typedColumns(node, 'chunk_types', () => NOTHING).map((column, index): PlanColumn => {
    const { value, repeats } = columnAt(node, outer, index);
    return { ...column, value, repeats };
  });
  return relation(columns, NOTHING, true);
}

/** Whether a join condition only brings each invocation of a correlated subquery back to its outer row. */
export function isOwnCondition(
  condition: PlanNode,
  left: readonly PlanColumn[],
  right: readonly PlanColumn[],
): boolean {
  if (condition['comparison'] !== 'COMPARE_NOT_DISTINCT_FROM') return false;
  const key = referredColumn(requiredNode(condition, 'left'), left)?.repeats;
  return key !== undefined && key === referredColumn(requiredNode(condition, 'right'), right)?.repeats;
}

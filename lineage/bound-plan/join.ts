import { correlated, isOwnCondition } from './correlation.ts';
import { type Dependency, merge, through } from './dependency.ts';
import { dependencyOf, optionalDependency } from './expression.ts';
import {
  childAt,
  listUnder,
  nodeAt,
  nodesUnder,
  numberUnder,
  operatorName,
  type PlanNode,
  requiredNode,
  textUnder,
  UnknownPlan,
} from './plan-json.ts';
import { influenced, kept, nullable, type PlanColumn, type PlanRelation, relation, settled } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_COMPARISON_JOIN and LOGICAL_ASOF_JOIN. */
export function comparisonJoin(node: PlanNode, walk: Walk): PlanRelation {
  const left = settled(walk.relation(childAt(node, 0)));
  const right = settled(walk.relation(childAt(node, 1)));
  const conditions = conditionsOf(node, left, right, walk);
  const whole = joined(node, left, right, conditions);
  if (!isWholeInvocation(node, conditions, right)) return whole;
  // Where an outer join gives an invocation without rows its NULLs, DuckDB leaves it out here.
  return textUnder(node, 'join_type') === 'LEFT'
    ? relation([...left.columns, ...right.columns], right.rows, true)
    : { ...whole, lone: true };
}

/**
 * An ungrouped aggregate in a correlated subquery is computed for all outer keys at once and joined back to them, so
 * that each invocation has its one row. DuckDB joins one with several grouping sets, of which `()` is one, in the same
 * way: that has a row for each of its groups.
 */
function isWholeInvocation(node: PlanNode, conditions: Conditions, right: PlanRelation): boolean {
  const types = nodesUnder(node, 'children').map((child) => child['type']);
  const isJoinedBack = types.join() === 'LOGICAL_DELIM_GET,LOGICAL_AGGREGATE_AND_GROUP_BY';
  return isJoinedBack && conditions.count === 0 && isUngrouped(childAt(node, 1), right);
}

/** Whether an aggregate has one group an invocation: its only keys are the outer ones, which DuckDB adds. */
function isUngrouped(aggregate: PlanNode, { columns }: PlanRelation): boolean {
  const keys = columns.slice(0, nodesUnder(aggregate, 'groups').length);
  return listUnder(aggregate, 'grouping_sets').length <= 1 && keys.every(({ repeats }) => repeats !== undefined);
}

/** LOGICAL_DELIM_JOIN: the right side is a correlated subquery, computed for each distinct outer key. */
export function delimJoin(node: PlanNode, walk: Walk): PlanRelation {
  if (node['delim_flipped'] === true)
    throw new UnknownPlan(operatorName(node), 'flipped: the plan is not the unoptimised one');
  const left = settled(walk.relation(childAt(node, 0)));
  return correlated(node, left, walk, (marked) => {
    const right = settled(walk.relation(childAt(node, 1)));
    return joined(node, marked, right, conditionsOf(node, marked, right, walk));
  });
}

/** LOGICAL_ANY_JOIN. */
export function anyJoin(node: PlanNode, walk: Walk): PlanRelation {
  const left = settled(walk.relation(childAt(node, 0)));
  const right = settled(walk.relation(childAt(node, 1)));
  const condition = dependencyOf(requiredNode(node, 'condition'), [...left.columns, ...right.columns], walk);
  return joined(node, left, right, { value: condition, count: 1 });
}

/** LOGICAL_CROSS_PRODUCT and LOGICAL_POSITIONAL_JOIN. */
export function product(node: PlanNode, walk: Walk): PlanRelation {
  const left = settled(walk.relation(childAt(node, 0)));
  const right = settled(walk.relation(childAt(node, 1)));
  const single = left.single && right.single;
  const columns = [...left.columns, ...right.columns];
  // The shorter side of a positional join is filled up with NULLs.
  const isPadded = node['type'] === 'LOGICAL_POSITIONAL_JOIN' && !single;
  return relation(isPadded ? nullable(columns) : columns, merge(left.rows, right.rows), single);
}

interface Conditions {
  readonly value: Dependency;
  /** How many of them the query, and not DuckDB, asks for. */
  readonly count: number;
}

function conditionsOf(node: PlanNode, left: PlanRelation, right: PlanRelation, walk: Walk): Conditions {
  const written = nodesUnder(node, 'conditions').flatMap((condition) => {
    const value = merge(
      dependencyOf(requiredNode(condition, 'left'), left.columns, walk),
      dependencyOf(requiredNode(condition, 'right'), right.columns, walk),
    );
    return isOwnCondition(condition, left.columns, right.columns) ? [] : [value];
  });
  const predicate = optionalDependency(node, 'predicate', [...left.columns, ...right.columns], walk);
  const count = written.length + (nodeAt(node, 'predicate') === undefined ? 0 : 1);
  return { value: merge(...written, predicate), count };
}

function joined(node: PlanNode, left: PlanRelation, right: PlanRelation, conditions: Conditions): PlanRelation {
  const matched = through(conditions.value, 'JOIN');
  const both = merge(left.rows, right.rows, matched);
  const leftColumns = kept(node, 'left_projection_map', left.columns);
  const rightColumns = kept(node, 'right_projection_map', right.columns);
  const type = textUnder(node, 'join_type');
  switch (type) {
    case 'INNER':
    case 'LEFT':
      // One row on the right for each on the left: no row of the left is lost or repeated.
      if (right.single && conditions.count === 0) return { ...left, columns: [...leftColumns, ...rightColumns] };
      if (type === 'INNER') return relation([...leftColumns, ...rightColumns], both);
      return right.lone === true && conditions.count === 0
        ? { ...left, columns: [...leftColumns, ...influenced(nullable(rightColumns), right.rows)] }
        : relation([...leftColumns, ...nullable(rightColumns)], both);
    case 'RIGHT':
      return relation([...nullable(leftColumns), ...rightColumns], both);
    case 'FULL':
      return relation(nullable([...leftColumns, ...rightColumns]), both);
    case 'SEMI':
    case 'ANTI':
      return relation(leftColumns, both);
    case 'SINGLE':
      // A scalar subquery gives each row of the left one value, and decides about no row.
      return { ...left, columns: [...leftColumns, ...influenced(nullable(rightColumns), merge(right.rows, matched))] };
    case 'MARK':
      return { ...left, columns: [...leftColumns, mark(node, right, conditions)] };
    default:
      throw new UnknownPlan(`${operatorName(node)} ${type}`, 'no lineage rule for this join');
  }
}

/** IN, ANY and EXISTS: one boolean for each row of the left, and no influence on which rows there are. */
function mark(node: PlanNode, right: PlanRelation, conditions: Conditions): PlanColumn {
  return {
    type: 'BOOLEAN',
    value: merge(through(conditions.value, 'TRANSFORMATION'), right.rows),
    binding: `${numberUnder(node, 'mark_index')}.0`,
  };
}

import { planParts } from './completeness.ts';
import { type Dependency, merge, NOTHING, through } from './dependency.ts';
import { masks } from './masking.ts';
import {
  bindingName,
  nodeAt,
  nodesUnder,
  numberUnder,
  operatorName,
  type PlanNode,
  requiredNode,
  textUnder,
  UnknownPlan,
} from './plan-json.ts';
import { BOUND_EXPRESSIONS, type BoundExpressionClass, type ExpressionType } from './plan-types.ts';
import { columnAt, type PlanColumn } from './relation.ts';
import { typeName } from './type-name.ts';
import type { Walk } from './walk.ts';

// The operators of BOUND_OPERATOR whose value is computed from all of their operands.
export const COMPUTING_OPERATORS: ReadonlySet<string> = new Set<ExpressionType>([
  'ARRAY_CONSTRUCTOR',
  'ARRAY_EXTRACT',
  'ARRAY_SLICE',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
  'GROUPING_FUNCTION',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_IS_NULL',
  'OPERATOR_NOT',
  'OPERATOR_NULLIF',
  'OPERATOR_TRY',
  'STRUCT_EXTRACT',
]);

/** The dependency of the value of a bound expression over `input`. */
export function dependencyOf(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  walk.seen.add(expression);
  const each = (nodes: readonly PlanNode[]): Dependency =>
    merge(...nodes.map((node) => dependencyOf(node, input, walk)));
  const children = (): Dependency => each(nodesUnder(expression, 'children'));
  const kind = classOf(expression);
  switch (kind) {
    case 'BOUND_REF':
    case 'BOUND_COLUMN_REF':
      return usable(referred(expression, input));
    case 'BOUND_CONSTANT':
    case 'BOUND_PARAMETER':
    case 'BOUND_LAMBDA_REF':
      return NOTHING;
    case 'BOUND_FUNCTION':
      return through(children(), 'TRANSFORMATION', masks(textUnder(expression, 'name')));
    case 'BOUND_CAST':
      return cast(expression, input, walk);
    case 'BOUND_COMPARISON':
      return through(each([requiredNode(expression, 'left'), requiredNode(expression, 'right')]), 'TRANSFORMATION');
    case 'BOUND_CONJUNCTION':
      return through(children(), 'TRANSFORMATION');
    case 'BOUND_BETWEEN':
      return through(each(['input', 'lower', 'upper'].map((key) => requiredNode(expression, key))), 'TRANSFORMATION');
    case 'BOUND_CASE':
      return conditional(expression, input, walk);
    case 'BOUND_OPERATOR':
      return operator(expression, input, walk);
    case 'BOUND_LAMBDA':
      return through(each(nodesUnder(expression, 'captures')), 'TRANSFORMATION');
    case 'BOUND_UNNEST':
      return through(dependencyOf(requiredNode(expression, 'child'), input, walk), 'TRANSFORMATION');
    case 'BOUND_AGGREGATE':
    case 'BOUND_WINDOW':
      throw new UnknownPlan(operatorName(expression), 'outside the operator that computes it');
    case 'BOUND_DEFAULT':
      throw new UnknownPlan(operatorName(expression), 'of an INSERT, not of a SELECT');
    default:
      kind satisfies never;
      throw new UnknownPlan(operatorName(expression), 'no lineage rule for this expression');
  }
}

/** The class of an expression, if DuckDB's specs know it. */
function classOf(expression: PlanNode): BoundExpressionClass {
  const name = textUnder(expression, 'expression_class');
  const found = BOUND_EXPRESSIONS.find((candidate) => candidate === name);
  if (found === undefined) throw new UnknownPlan(operatorName(expression), 'no lineage rule for this expression');
  return found;
}

/** The type of a bound expression, by name. */
export function typeOf(expression: PlanNode): string {
  switch (expression['expression_class']) {
    case 'BOUND_CONSTANT':
      return typeName(requiredNode(expression, 'value')['type']);
    case 'BOUND_COMPARISON':
    case 'BOUND_CONJUNCTION':
    case 'BOUND_BETWEEN':
      return 'BOOLEAN';
    default:
      return typeName(expression['return_type']);
  }
}

/** The column that a reference means; undefined for any other expression. */
export function referredColumn(expression: PlanNode, input: readonly PlanColumn[]): PlanColumn | undefined {
  const kind = expression['expression_class'];
  return kind === 'BOUND_REF' || kind === 'BOUND_COLUMN_REF' ? referred(expression, input) : undefined;
}

function referred(expression: PlanNode, input: readonly PlanColumn[]): PlanColumn {
  const column = located(expression, input);
  const type = typeOf(expression);
  // A position counted wrongly would most often show as a column of another type.
  if (type !== column.type) throw new UnknownPlan(operatorName(expression), `expects ${type}, finds ${column.type}`);
  return column;
}

function located(expression: PlanNode, input: readonly PlanColumn[]): PlanColumn {
  if (expression['expression_class'] === 'BOUND_REF') {
    return columnAt(expression, input, numberUnder(expression, 'index'));
  }
  const wanted = bindingName(requiredNode(expression, 'binding'));
  const column = input.find((candidate) => candidate.binding === wanted);
  if (column === undefined) throw new UnknownPlan(operatorName(expression), `no column is bound as ${wanted}`);
  return column;
}

function usable(column: PlanColumn): Dependency {
  if (column.unavailable !== undefined) throw new UnknownPlan('virtual column', column.unavailable);
  return column.value;
}

function cast(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const child = requiredNode(expression, 'child');
  const value = dependencyOf(child, input, walk);
  return typeOf(child) === typeOf(expression) ? value : through(value, 'TRANSFORMATION');
}

function conditional(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const checks = nodesUnder(expression, 'case_checks');
  const otherwise = requiredNode(expression, 'else_expr');
  const value = dependencyOf(otherwise, input, walk);
  if (isAbsentCount(checks, otherwise, input)) {
    for (const part of planParts(checks)) walk.seen.add(part);
    return value;
  }
  const parts = checks.flatMap((check) => {
    const when = requiredNode(check, 'when_expr');
    const then = requiredNode(check, 'then_expr');
    return [
      through(dependencyOf(when, input, walk), 'CONDITIONAL'),
      through(dependencyOf(then, input, walk), 'TRANSFORMATION'),
    ];
  });
  return merge(...parts, through(value, 'TRANSFORMATION'));
}

/** DuckDB wraps a decorrelated count so: CASE WHEN count IS NULL THEN 0 ELSE count END. No choice of the author's. */
function isAbsentCount(checks: readonly PlanNode[], otherwise: PlanNode, input: readonly PlanColumn[]): boolean {
  const [check, ...more] = checks;
  const counted = referredColumn(otherwise, input);
  if (check === undefined || more.length > 0 || counted?.counts !== true) return false;
  const when = requiredNode(check, 'when_expr');
  const [tested] = nodesUnder(when, 'children');
  return (
    when['type'] === 'OPERATOR_IS_NULL' &&
    tested !== undefined &&
    referredColumn(tested, input) === counted &&
    nodeAt(requiredNode(check, 'then_expr'), 'value')?.['value'] === 0
  );
}

function operator(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const type = textUnder(expression, 'type');
  const operands = nodesUnder(expression, 'children').map((child) => dependencyOf(child, input, walk));
  const value = through(merge(...operands), 'TRANSFORMATION', masks(type));
  if (COMPUTING_OPERATORS.has(type)) return value;
  if (type !== 'OPERATOR_COALESCE')
    throw new UnknownPlan(operatorName(expression), 'no lineage rule for this operator');
  // All but the last operand also decide, by being NULL, whose value is taken.
  return merge(value, through(merge(...operands.slice(0, -1)), 'CONDITIONAL', true));
}

/**
 * The dependency of a grouping or partitioning key. A key that repeats an outer column is DuckDB's own, to compute all
 * invocations of a correlated subquery at once: within one invocation it is constant and decides nothing.
 */
export function keyDependency(key: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const dependency = dependencyOf(key, input, walk);
  return referredColumn(key, input)?.repeats === undefined ? dependency : NOTHING;
}

/** The dependencies of `orders` (an ORDER BY list), as one. */
export function orderDependency(orders: readonly PlanNode[], input: readonly PlanColumn[], walk: Walk): Dependency {
  return merge(...orders.map((order) => dependencyOf(requiredNode(order, 'expression'), input, walk)));
}

/** The dependency of the expression under `key`, where there is one. */
export function optionalDependency(node: PlanNode, key: string, input: readonly PlanColumn[], walk: Walk): Dependency {
  const expression = nodeAt(node, key);
  return expression === undefined ? NOTHING : dependencyOf(expression, input, walk);
}

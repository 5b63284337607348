import { aggregation } from './aggregation.ts';
import { commonTable, commonTableRef, recursion } from './common-table.ts';
import { delimGet } from './correlation.ts';
import { anyJoin, comparisonJoin, delimJoin, product } from './join.ts';
import { pivot } from './pivot.ts';
import type { LogicalOperatorType } from './plan-types.ts';
import { projection } from './projection.ts';
import { distinct, filter, limit, order, sample } from './rows.ts';
import { chunkGet, dummyScan, emptyResult, expressionGet, get, unnest } from './scan.ts';
import { exceptOrIntersect, union } from './set-operation.ts';
import type { Operator } from './walk.ts';
import { window } from './window.ts';

/** Operators of statements that are no SELECT, and the one under which an extension may mean anything. */
export const NOT_OF_A_SELECT = [
  'LOGICAL_ALTER',
  'LOGICAL_ATTACH',
  'LOGICAL_COPY_DATABASE',
  'LOGICAL_COPY_TO_FILE',
  'LOGICAL_CREATE_INDEX',
  'LOGICAL_CREATE_MACRO',
  'LOGICAL_CREATE_SCHEMA',
  'LOGICAL_CREATE_SEQUENCE',
  'LOGICAL_CREATE_TABLE',
  'LOGICAL_CREATE_TYPE',
  'LOGICAL_CREATE_VIEW',
  'LOGICAL_DELETE',
  'LOGICAL_DETACH',
  'LOGICAL_DROP',
  'LOGICAL_EXPLAIN',
  'LOGICAL_EXPORT',
  'LOGICAL_EXTENSION_OPERATOR',
  'LOGICAL_INSERT',
  'LOGICAL_LOAD',
  'LOGICAL_MERGE_INTO',
  'LOGICAL_RESET',
  'LOGICAL_SET',
  'LOGICAL_TRANSACTION',
  'LOGICAL_UPDATE',
  'LOGICAL_VACUUM',
] as const satisfies readonly LogicalOperatorType[];

export type SelectOperator = Exclude<LogicalOperatorType, (typeof NOT_OF_A_SELECT)[number]>;

/** The rule for each operator of a SELECT: an operator that a new DuckDB adds does not compile without one. */
const OPERATORS: Readonly<Record<SelectOperator, Operator>> = {
  LOGICAL_AGGREGATE_AND_GROUP_BY: aggregation,
  LOGICAL_ANY_JOIN: anyJoin,
  LOGICAL_ASOF_JOIN: comparisonJoin,
  LOGICAL_CHUNK_GET: chunkGet,
  LOGICAL_COMPARISON_JOIN: comparisonJoin,
  LOGICAL_CROSS_PRODUCT: product,
  LOGICAL_CTE_REF: commonTableRef,
  LOGICAL_DELIM_GET: delimGet,
  LOGICAL_DELIM_JOIN: delimJoin,
  LOGICAL_DISTINCT: distinct,
  LOGICAL_DUMMY_SCAN: dummyScan,
  LOGICAL_EMPTY_RESULT: emptyResult,
  LOGICAL_EXCEPT: exceptOrIntersect,
  LOGICAL_EXPRESSION_GET: expressionGet,
  LOGICAL_FILTER: filter,
  LOGICAL_GET: get,
  LOGICAL_INTERSECT: exceptOrIntersect,
  LOGICAL_LIMIT: limit,
  LOGICAL_MATERIALIZED_CTE: commonTable,
  LOGICAL_ORDER_BY: order,
  LOGICAL_PIVOT: pivot,
  LOGICAL_POSITIONAL_JOIN: product,
  LOGICAL_PROJECTION: projection,
  LOGICAL_RECURSIVE_CTE: recursion,
  LOGICAL_SAMPLE: sample,
  LOGICAL_TOP_N: order,
  LOGICAL_UNION: union,
  LOGICAL_UNNEST: unnest,
  LOGICAL_WINDOW: window,
};

export function operatorFor(type: string): Operator | undefined {
  return isSelectOperator(type) ? OPERATORS[type] : undefined;
}

function isSelectOperator(type: string): type is SelectOperator {
  return Object.hasOwn(OPERATORS, type);
}

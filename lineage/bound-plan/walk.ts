import type { ColumnRef } from '../edge.ts';
import type { PlanNode } from './plan-json.ts';
import type { PlanColumn, PlanRelation } from './relation.ts';

/** What the operators share during one walk. */
export interface Walk {
  /** The output of an operator. */
  relation(node: PlanNode): PlanRelation;
  /** Operators and expressions that the walk has understood; the rest of the plan must not hold any other. */
  readonly seen: Set<PlanNode>;
  /** The one object that stands for a relation's column. */
  columnRef(relation: string, column: string): ColumnRef;
  /** Names of the relations read. */
  readonly reads: Set<string>;
  /** Outputs of common table expressions, by `table_index`. */
  readonly ctes: Map<number, PlanRelation>;
  /** The outer columns that each enclosing correlated subquery sees, innermost last. */
  readonly correlations: (readonly PlanColumn[])[];
  /** A number that no other correlated subquery of this walk has. */
  nextCorrelation(): number;
}

export type Operator = (node: PlanNode, walk: Walk) => PlanRelation;

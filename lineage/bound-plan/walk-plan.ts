import type { ColumnRef } from '../edge.ts';
import { firstUnseen, offsetOf } from './completeness.ts';
import { sortedEdges } from './dependency.ts';
import { operatorFor } from './operators.ts';
import { isNode, operatorName, type PlanNode, textUnder, UnknownPlan } from './plan-json.ts';
import type { OutputLineage, QueryLineage, WalkOutcome } from './query-lineage.ts';
import { columnAt, type PlanColumn } from './relation.ts';
import type { Operator, Walk } from './walk.ts';

/** Raise it when the same plan would give other edges: what an earlier one found is not used again. */
export const WALK_REVISION = 2;

/**
 * The column lineage of a SELECT, from DuckDB's bound, unoptimised plan (`json_serialize_plan`, 1.5.5).
 * @param outputNames the names of the result's columns, because the plan lacks some: those of expressions without an
 * alias, and of aliases that are grouped by. A wrong number of them is a refusal too.
 */
export function walkPlan(plan: unknown, outputNames: readonly string[]): WalkOutcome {
  const walk = newWalk();
  try {
    return { ok: true, lineage: lineageOf(plan, outputNames, walk) };
  } catch (error) {
    if (!(error instanceof UnknownPlan)) throw error;
    const part = error.part ?? [...walk.seen].at(-1);
    const offset = part === undefined ? undefined : offsetOf(part);
    return { ok: false, node: error.node, reason: error.reason, ...(offset === undefined ? {} : { offset }) };
  }
}

function lineageOf(plan: unknown, outputNames: readonly string[], walk: Walk): QueryLineage {
  if (!isNode(plan)) throw new UnknownPlan('plan', 'not an object');
  const result = walk.relation(plan);
  const unseen = firstUnseen(plan, walk.seen);
  if (unseen !== undefined)
    throw new UnknownPlan(operatorName(unseen), 'a part of the plan that no rule has read', unseen);
  if (outputNames.length !== result.columns.length) {
    throw new UnknownPlan(operatorName(plan), `${result.columns.length} columns, but ${outputNames.length} names`);
  }
  return {
    columns: outputNames.map((name, index) => output(columnAt(plan, result.columns, index), name)),
    rows: sortedEdges(result.rows),
    reads: [...walk.reads].sort(),
  };
}

function output(column: PlanColumn, name: string): OutputLineage {
  const edges = sortedEdges(column.value);
  return { column: name, type: column.type, edges, constant: edges.length === 0 };
}

function newWalk(): Walk {
  let correlations = 0;
  const refs = new Map<string, Map<string, ColumnRef>>();
  const walk: Walk = {
    relation: (node) => operatorOf(node)(node, walk),
    seen: new Set(),
    reads: new Set(),
    columnRef: (relation, column) => {
      const known = refs.get(relation) ?? new Map<string, ColumnRef>();
      const ref = known.get(column) ?? { relation, column };
      refs.set(relation, known.set(column, ref));
      return ref;
    },
    ctes: new Map(),
    correlations: [],
    nextCorrelation: () => ++correlations,
  };
  const operatorOf = (node: PlanNode): Operator => {
    walk.seen.add(node);
    const operator = operatorFor(textUnder(node, 'type'));
    if (operator === undefined) throw new UnknownPlan(operatorName(node), 'no lineage rule for this operator');
    return operator;
  };
  return walk;
}

import type { NodeId } from '../ids/index.ts';
import { at } from '../presence/index.ts';
import { unparseSqls, type Warehouse, type Warehouses, withWarehouse } from '../warehouse/index.ts';
import type { Exactness, LiftOutcome } from './asof/index.ts';
import type { FeatureNode, Graph, LabelNode } from './graph.ts';

/**
 * How the history of a group or label is computed: by one statement over all decision dates, or date by date. A
 * compile does not ask: rewriting and printing every query takes longer than all else, and is wanted of those that run.
 */
export type HistoryForm =
  | { readonly kind: 'lifted' /** How exactly the one statement equals the loop. */; readonly exactness: Exactness }
  | { readonly kind: 'loop'; readonly reason: string };

/** The same with the statement. */
export type LiftedQuery = LiftedStatement | LoopHistory;

type LiftedStatement = Extract<HistoryForm, { kind: 'lifted' }> &
  Pick<Extract<LiftOutcome, { kind: 'lifted' }>, 'reachDays'> & { readonly sql: string };

type LoopHistory = Extract<HistoryForm, { kind: 'loop' }>;
type QueryNode = FeatureNode | LabelNode;

/** The lifted form of a query, printed by a warehouse that is open. */
export async function liftedQuery(
  graph: Pick<Graph, 'nodes'>,
  node: QueryNode,
  warehouse: Warehouse,
): Promise<LiftedQuery> {
  const { liftNode } = await import('./lift-node.ts');
  const [lifted] = await printed([liftNode(graph, node)], warehouse);
  if (lifted === undefined) throw new Error(`${node.id} has no history`);
  return lifted;
}

/** Those of many queries, by their ids. */
export async function liftedQueries(
  graph: Pick<Graph, 'nodes'>,
  nodes: readonly QueryNode[],
  warehouses: Warehouses,
): Promise<ReadonlyMap<NodeId, LiftedQuery>> {
  if (nodes.length === 0) return new Map();
  const { liftNode } = await import('./lift-node.ts');
  const outcomes = nodes.map((node) => liftNode(graph, node));
  const lifted = await withWarehouse(warehouses, { work: 'compile' }, (warehouse) => printed(outcomes, warehouse));
  return new Map(nodes.map(({ id }, index) => [id, at(lifted, index)]));
}

async function printed(outcomes: readonly LiftOutcome[], warehouse: Warehouse): Promise<readonly LiftedQuery[]> {
  const statements = outcomes.flatMap((outcome) => (outcome.kind === 'lifted' ? [outcome.statement] : []));
  const texts = await unparseSqls(warehouse, statements);
  let next = 0;
  return outcomes.map((outcome): LiftedQuery => {
    if (outcome.kind === 'loop') return outcome;
    const sql = texts[next];
    next += 1;
    if (sql === undefined) return { kind: 'loop', reason: 'DuckDB does not print its set-based form' };
    const { exactness, reachDays } = outcome;
    return { kind: 'lifted', exactness, sql, ...(reachDays === undefined ? {} : { reachDays }) };
  });
}

/** How the histories of these groups and labels are computed, by their ids. */
export async function histories(
  graph: Pick<Graph, 'nodes'>,
  nodes: readonly QueryNode[],
): Promise<ReadonlyMap<NodeId, HistoryForm>> {
  if (nodes.length === 0) return new Map();
  const { liftNode } = await import('./lift-node.ts');
  const formOf = (node: QueryNode): HistoryForm => {
    const outcome = liftNode(graph, node);
    return outcome.kind === 'loop' ? outcome : { kind: 'lifted', exactness: outcome.exactness };
  };
  return new Map(nodes.map((node) => [node.id, formOf(node)]));
}

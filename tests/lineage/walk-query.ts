import { bindPlan, type Warehouse } from '../../engine/warehouse/index.ts';
import { type QueryLineage, walkPlan } from '../../lineage/index.ts';

/** The lineage of a query over the warehouse's tables; throws where the walker refuses. */
export async function lineageOf(warehouse: Warehouse, sql: string): Promise<QueryLineage> {
  const names = (await warehouse.rows(`DESCRIBE ${sql}`)).map((row) => String(row['column_name']));
  return (await timedLineage(warehouse, sql, names)).lineage;
}

export interface TimedLineage {
  readonly lineage: QueryLineage;
  /** Milliseconds that DuckDB takes to bind the query and hand over its plan. */
  readonly bindMs: number;
  /** Milliseconds that the walk takes. */
  readonly walkMs: number;
}

export async function timedLineage(
  warehouse: Warehouse,
  sql: string,
  outputNames: readonly string[],
): Promise<TimedLineage> {
  const begin = performance.now();
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(`${plan.refusal.message}: ${sql}`);
  const bound = performance.now();
  const outcome = walkPlan(plan.value, outputNames);
  const walked = performance.now();
  if (!outcome.ok) throw new Error(`${outcome.node}: ${outcome.reason}: ${sql}`);
  return { lineage: outcome.lineage, bindMs: bound - begin, walkMs: walked - bound };
}

import type { Day } from '../calendar/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { AsOfPlan } from './plan.ts';
import { tableOfSource } from './session.ts';

/** Creates `table(t DATE, __t DATE)` where every decision date stands for itself. */
export async function createDates(warehouse: Warehouse, decisionDates: readonly Day[], table: string): Promise<void> {
  await warehouse.run(
    `CREATE OR REPLACE TABLE ${table} AS
     SELECT t, t AS __t FROM (SELECT DISTINCT unnest(string_split(nullif($1, ''), ','))::DATE AS t) ORDER BY t`,
    [decisionDates.join(',')],
  );
}

/**
 * Creates `table(t DATE, __t DATE)`: decision dates between which no source of the plan changed share the first of
 * them as `__t`, so that the query runs once for all (12,175 daily dates became 401). A plan that `usesAsOf` keeps
 * every date.
 */
export async function effectiveDates(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
  table: string,
): Promise<void> {
  await createDates(warehouse, decisionDates, table);
  if (plan.usesAsOf) return;
  const days = plan.sources.map(
    (source) =>
      `SELECT realtime_start AS d FROM ${tableOfSource(source)}
       UNION SELECT realtime_end FROM ${tableOfSource(source)}`,
  );
  const changes = days.length === 0 ? 'SELECT NULL::DATE AS d WHERE false' : days.join(' UNION ');
  await warehouse.run(
    `CREATE OR REPLACE TABLE ${table} AS
     SELECT t, min(t) OVER (PARTITION BY since) AS __t
     FROM (SELECT a.t, c.d AS since FROM ${table} a ASOF LEFT JOIN (${changes}) c ON a.t >= c.d) ORDER BY t`,
  );
}

import type { Day } from '../calendar/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { compareEvaluated, type LiftCheck } from './compare-evaluated.ts';
import { evaluateLifted } from './evaluate-lifted.ts';
import { evaluateLoop } from './evaluate-loop.ts';
import type { Evaluated } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';
import { tableOfSource, windowsOf } from './session.ts';

/** Decision dates that the check looks at, spread evenly, beside the day before the first publication. */
const SPREAD = 7;

/**
 * Compares the lifted query with the loop on about eight dates. `equal: false` means that this definition must run as a
 * loop: DuckDB refuses the lifted form, or it differs in a column, a row or a value. Values must be the same to the bit
 * where every frame is summed by itself and the order of every other sum is fixed. A query that fails in the loop fails
 * on the user's account: that error is thrown.
 */
export async function checkLift(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
): Promise<LiftCheck> {
  if (plan.liftedSql === undefined) return { equal: false, reason: plan.loopReason ?? 'there is no lifted form' };
  const dates = await checkDates(warehouse, plan, decisionDates);
  const lifted = await evaluateLifted(warehouse, plan, dates).catch((error: unknown) => error);
  const loop = await evaluateLoop(warehouse, plan, dates);
  if (!isEvaluated(lifted)) return { equal: false, reason: `DuckDB refuses the lifted form: ${summaryOf(lifted)}` };
  const separate = (await windowsOf(warehouse)) === 'separate';
  return compareEvaluated(warehouse, lifted, loop, separate ? plan.exactness : 'last bits may differ');
}

async function checkDates(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
): Promise<readonly string[]> {
  const sorted = [...decisionDates].sort();
  const spread = Array.from({ length: SPREAD }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (SPREAD - 1))]);
  const starts = plan.sources.map((source) => `SELECT min(realtime_start) AS d FROM ${tableOfSource(source)}`);
  const [first] =
    starts.length === 0 ? [] : await warehouse.rows(`SELECT min(d) - 1 AS d FROM (${starts.join(' UNION ALL ')})`);
  const dates = new Set([...spread, first?.['d']].filter((date) => typeof date === 'string'));
  return [...dates].sort();
}

function isEvaluated(value: unknown): value is Evaluated {
  return typeof value === 'object' && value !== null && 'table' in value;
}

function summaryOf(error: unknown): string {
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return first;
}

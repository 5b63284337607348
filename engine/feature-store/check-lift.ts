import type { Row, Warehouse } from '../warehouse/index.ts';
import { evaluateLifted } from './evaluate-lifted.ts';
import { evaluateLoop } from './evaluate-loop.ts';
import { columnList, type Evaluated } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';
import { observationsOf } from './session.ts';

export type LiftCheck =
  | { readonly equal: true }
  | { readonly equal: false; readonly reason: string; readonly example?: Row };

/** Decision dates that the check looks at, spread evenly, beside the day before the first publication. */
const SPREAD = 7;

/**
 * Compares the lifted query with the loop on about eight dates. `equal: false` means that this definition must run as a
 * loop: DuckDB refuses the lifted form, or it differs in a column, a row or a bit. A query that fails in the loop fails
 * on the user's account: that error is thrown.
 */
export async function checkLift(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly string[],
): Promise<LiftCheck> {
  if (plan.liftedSql === undefined) return { equal: false, reason: plan.loopReason ?? 'there is no lifted form' };
  const dates = await checkDates(warehouse, plan, decisionDates);
  const lifted = await evaluateLifted(warehouse, plan, dates).catch((error: unknown) => error);
  const loop = await evaluateLoop(warehouse, plan, dates);
  if (!isEvaluated(lifted)) return { equal: false, reason: `DuckDB refuses the lifted form: ${summaryOf(lifted)}` };
  return compareEvaluated(warehouse, lifted, loop);
}

/** Whether two evaluations hold the same columns and, as of every decision date, the same rows, to the bit. */
export async function compareEvaluated(warehouse: Warehouse, lifted: Evaluated, loop: Evaluated): Promise<LiftCheck> {
  if (columnsText(lifted) !== columnsText(loop)) {
    return { equal: false, reason: `lifted it returns ${columnsText(lifted)}, looped ${columnsText(loop)}` };
  }
  const whole = ({ table, dates, columns }: Evaluated): string =>
    `SELECT ${['d.t', columnList(columns, 'e')].join(', ')} FROM ${dates} d JOIN ${table} e USING (__t)`;
  for (const [left, right, reason] of [
    [lifted, loop, 'the lifted form has a row that the loop lacks'],
    [loop, lifted, 'the loop has a row that the lifted form lacks'],
  ] as const) {
    const [example] = await warehouse.rows(`(${whole(left)} EXCEPT ALL ${whole(right)}) ORDER BY ALL LIMIT 1`);
    if (example !== undefined) return { equal: false, reason, example };
  }
  return { equal: true };
}

async function checkDates(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly string[],
): Promise<readonly string[]> {
  const sorted = [...decisionDates].sort();
  const spread = Array.from({ length: SPREAD }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (SPREAD - 1))]);
  const starts = plan.sources.map((source) => `SELECT min(realtime_start) AS d FROM ${observationsOf(source)}`);
  const [first] =
    starts.length === 0 ? [] : await warehouse.rows(`SELECT min(d) - 1 AS d FROM (${starts.join(' UNION ALL ')})`);
  const dates = new Set([...spread, first?.['d']].filter((date) => typeof date === 'string'));
  return [...dates].sort();
}

function isEvaluated(value: unknown): value is Evaluated {
  return typeof value === 'object' && value !== null && 'table' in value;
}

function columnsText({ columns }: Evaluated): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}

function summaryOf(error: unknown): string {
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return first;
}

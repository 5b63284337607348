import type { Day } from '../calendar/index.ts';
import { parseId } from '../ids/index.ts';
import { quoteName, quoteText, type ResultColumn, type Warehouse } from '../warehouse/index.ts';
import { createDates, effectiveDates } from './effective-dates.ts';
import { passesOf } from './evaluate-lifted.ts';
import { type Evaluated, evaluatedColumns } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';
import { relationOf, tableOfSource, workTable } from './session.ts';
import { declaredColumns, snapshotSources } from './snapshots.ts';

export interface LoopDates {
  /** `effective` passes over dates on which nothing has changed. */
  readonly which?: 'every' | 'effective';
  /**
   * Called after each run of dates with its rows alone, in the order of the dates; the table then ends with the last.
   */
  readonly take?: (part: Evaluated) => Promise<void>;
}

/**
 * The plan's query as of every decision date, one at a time: views show each source as known, the user's SQL runs
 * unmodified. This is the definition that the lifted form must equal, and the fallback where there is none.
 */
export async function evaluateLoop(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
  { which = 'every', take }: LoopDates = {},
): Promise<Evaluated> {
  const table = workTable(`${plan.name}/loop`);
  const dates = workTable(`${plan.name}/loop dates`);
  if (which === 'every') await createDates(warehouse, decisionDates, dates);
  else await effectiveDates(warehouse, plan, decisionDates, dates);
  await warehouse.run(asOfSet('0001-01-01'));
  const query = await createViews(warehouse, plan);
  const empty = `CREATE OR REPLACE TABLE ${table} AS SELECT as_of() AS __t, * FROM ${query} LIMIT 0`;
  await warehouse.run(empty);
  const columns = await evaluatedColumns(warehouse, table);
  const evaluated: Evaluated = { name: plan.name, table, dates, columns, method: 'loop' };
  for (const [index, run] of (await passesOf(warehouse, plan, dates)).entries()) {
    if (index > 0 && take !== undefined) await warehouse.run(empty);
    for (const day of run) {
      // In one question, which costs more than a small query.
      await warehouse.run(`${asOfSet(day)}; INSERT INTO ${table} SELECT as_of(), * FROM ${query}`);
    }
    if (take !== undefined) await take(evaluated);
  }
  return evaluated;
}

/** The whole result as known on one date, as it stands: for `ews show` and for "values final". */
export async function evaluateAt(warehouse: Warehouse, plan: AsOfPlan, date: Day): Promise<readonly ResultColumn[]> {
  await warehouse.run(asOfSet(date));
  const query = await createViews(warehouse, plan);
  return warehouse.columns(`SELECT * FROM ${query}`);
}

function asOfSet(date: Day): string {
  return `SET VARIABLE as_of = ${quoteText(date)}::DATE`;
}

/**
 * Views over what is known on `as_of()`: the sources, the groups read, and the query itself, whose name is returned.
 */
async function createViews(warehouse: Warehouse, plan: AsOfPlan): Promise<string> {
  const views: string[] = [];
  for (const source of snapshotSources(plan)) {
    const columns = (await declaredColumns(warehouse, source)).map(quoteName).join(', ');
    const known = 'realtime_start <= as_of() AND as_of() < realtime_end';
    views.push(...viewOf(source, `SELECT ${columns} FROM ${tableOfSource(source)} WHERE ${known}`));
  }
  // Together where the text is ours: what users write may end in a comment.
  if (views.length > 0) await warehouse.run(views.join('; '));
  for (const group of plan.groups) await warehouse.run(viewOf(group.name, group.sql).join('; '));
  const query = workTable(`${plan.name}/query`);
  await warehouse.run(`CREATE OR REPLACE VIEW ${query} AS ${plan.sql}`);
  return query;
}

function viewOf(name: string, sql: string): readonly string[] {
  const schema = `CREATE SCHEMA IF NOT EXISTS ${quoteName(parseId(name).schema)}`;
  return [schema, `CREATE OR REPLACE VIEW ${relationOf(name)} AS ${sql}`];
}

import { quoteName, quoteText, type ResultColumn, type Warehouse } from '../warehouse/index.ts';
import { effectiveDates, everyDate } from './effective-dates.ts';
import { columnsOf, type Evaluated } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';
import { observationsOf, relationOf, workTable } from './session.ts';
import { declaredColumns, snapshotSources } from './snapshots.ts';

/**
 * The plan's query as of every decision date, one at a time: views show each source as known, the user's SQL runs
 * unmodified. This is the definition that the lifted form must equal, and the fallback where there is none.
 * `which` = 'effective' skips dates on which nothing has changed.
 */
export async function evaluateLoop(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly string[],
  which: 'every' | 'effective' = 'every',
): Promise<Evaluated> {
  const table = workTable(`${plan.name}/loop`);
  const dates = workTable(`${plan.name}/loop dates`);
  if (which === 'every') await everyDate(warehouse, decisionDates, dates);
  else await effectiveDates(warehouse, plan, decisionDates, dates);
  await setAsOf(warehouse, '0001-01-01');
  const query = await createViews(warehouse, plan);
  await warehouse.run(`CREATE OR REPLACE TABLE ${table} AS SELECT as_of() AS __t, * FROM ${query} LIMIT 0`);
  const days = await warehouse.rows(`SELECT DISTINCT __t FROM ${dates} ORDER BY __t`);
  for (const day of days) {
    await setAsOf(warehouse, String(day['__t']));
    await warehouse.run(`INSERT INTO ${table} SELECT as_of(), * FROM ${query}`);
  }
  return { name: plan.name, table, dates, columns: await columnsOf(warehouse, table), method: 'loop' };
}

/** The whole result as known on one date, as it stands: for `ews show` and for "values final". */
export async function evaluateAt(warehouse: Warehouse, plan: AsOfPlan, date: string): Promise<readonly ResultColumn[]> {
  await setAsOf(warehouse, date);
  const query = await createViews(warehouse, plan);
  return warehouse.columns(`SELECT * FROM ${query}`);
}

async function setAsOf(warehouse: Warehouse, date: string): Promise<void> {
  await warehouse.run(`SET VARIABLE as_of = ${quoteText(date)}::DATE`);
}

/** Views over what is known on `as_of()`: the sources, the groups read, and the query itself, whose name is returned. */
async function createViews(warehouse: Warehouse, plan: AsOfPlan): Promise<string> {
  for (const source of snapshotSources(plan)) {
    const columns = (await declaredColumns(warehouse, source)).map(quoteName).join(', ');
    await createView(
      warehouse,
      source,
      `SELECT ${columns} FROM ${observationsOf(source)} WHERE realtime_start <= as_of() AND as_of() < realtime_end`,
    );
  }
  for (const group of plan.groups) await createView(warehouse, group.name, group.sql);
  const query = workTable(`${plan.name}/query`);
  await warehouse.run(`CREATE OR REPLACE VIEW ${query} AS ${plan.sql}`);
  return query;
}

async function createView(warehouse: Warehouse, name: string, sql: string): Promise<void> {
  const [schema = ''] = name.split('.');
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
  await warehouse.run(`CREATE OR REPLACE VIEW ${relationOf(name)} AS ${sql}`);
}

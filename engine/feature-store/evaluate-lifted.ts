import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { present } from '../presence/index.ts';
import { quoteName, readCount, readText, type Warehouse } from '../warehouse/index.ts';
import { effectiveDates } from './effective-dates.ts';
import { type Evaluated, evaluatedColumns } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';
import { tableOfSource, workTable } from './session.ts';
import { expandSnapshots, snapshotSources } from './snapshots.ts';

/** Snapshot rows, over all sources, that one pass may expand: about 100 MB. */
const ROWS_PER_PASS = 2_000_000;

export interface Passes {
  /** Snapshot rows that one pass may expand. */
  readonly rowsPerPass?: number;
  /** Called after each pass with its rows alone, in the order of the dates; the table then ends with the last pass. */
  readonly take?: (part: Evaluated) => Promise<void>;
  /** Only some of the passes: of an odd number the first half has one more. */
  readonly half?: 'first' | 'second' | undefined;
}

/**
 * The plan's query as of every decision date, by its set-based form, in passes that bound memory. Needs
 * `prepareSession` and the observations. Throws when the plan has no lifted form or DuckDB refuses it.
 */
export async function evaluateLifted(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
  { rowsPerPass = ROWS_PER_PASS, take, half }: Passes = {},
): Promise<Evaluated> {
  const table = workTable(`${plan.name}/lifted`);
  const dates = workTable(`${plan.name}/lifted dates`);
  await effectiveDates(warehouse, plan, decisionDates, dates);
  const passes = halfOf(await passesOf(warehouse, plan, dates, rowsPerPass), half);
  for (const [index, pass] of passes.entries()) {
    const anew = index === 0 || take !== undefined;
    const target = anew ? `CREATE OR REPLACE TABLE ${table} AS` : `INSERT INTO ${table}`;
    await makePass(warehouse, plan, pass, { target });
    if (take !== undefined) await take(await evaluatedIn(warehouse, plan, table, dates));
  }
  return evaluatedIn(warehouse, plan, table, dates);
}

async function makePass(
  warehouse: Warehouse,
  plan: AsOfPlan,
  pass: readonly Day[],
  { target, days }: { readonly target: string; readonly days?: number },
): Promise<void> {
  const liftedSql = present(plan.liftedSql, `the lifted form of ${plan.name}`);
  await expandSnapshots(warehouse, snapshotSources(plan), pass, days);
  await warehouse.run(`${target} ${liftedSql}`);
}

/** The last row of a date is looked for among so many days; where there is none all are looked through. */
const RECENT_DAYS = 400;

export interface LatestPasses extends Pick<Passes, 'rowsPerPass'> {
  readonly take: (part: Evaluated) => Promise<void>;
  /** Columns of which the last value that is not NULL is taken, wherever it stands. */
  readonly lastValues?: readonly string[];
}

/**
 * Like `evaluateLifted`, for somebody who takes of each date the last row alone, and knows how many days back it looks
 * (`reachDays` of the plan): sources are expanded no further. Dates without a row that is so recent are evaluated in
 * full. Undefined, with nothing taken, where a row may be dated after its decision date, which all rows are to tell.
 */
export async function evaluateLatest(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
  { rowsPerPass = ROWS_PER_PASS, take, lastValues = [] }: LatestPasses,
): Promise<Evaluated | undefined> {
  const days = present(plan.reachDays, `how far ${plan.name} looks back`) + RECENT_DAYS;
  if (await looksAhead(warehouse, plan)) return undefined;
  const table = workTable(`${plan.name}/lifted`);
  const dates = workTable(`${plan.name}/lifted dates`);
  const target = `CREATE OR REPLACE TABLE ${table} AS`;
  await effectiveDates(warehouse, plan, decisionDates, dates);
  for (const pass of await passesOf(warehouse, plan, dates, rowsPerPass)) {
    await makePass(warehouse, plan, pass, { target, days });
    const others = await withoutRecent(warehouse, table, pass, lastValues);
    await take(await evaluatedIn(warehouse, plan, table, dates));
    if (others.length === 0) continue;
    await makePass(warehouse, plan, others, { target });
    await take(await evaluatedIn(warehouse, plan, table, dates));
  }
  return evaluatedIn(warehouse, plan, table, dates);
}

/** Whether a row of a source is known before its date. */
async function looksAhead(warehouse: Warehouse, { sources }: AsOfPlan): Promise<boolean> {
  const known = sources.map((source) => `EXISTS (FROM ${tableOfSource(source)} WHERE date > realtime_start)`);
  const [row] = await warehouse.rows(`SELECT ${['false', ...known].join(' OR ')} AS ahead`);
  return row?.['ahead'] === true;
}

/** Takes away the rows of dates that have no recent row, or no recent value of one of the columns, and names them. */
async function withoutRecent(
  warehouse: Warehouse,
  table: string,
  pass: readonly Day[],
  lastValues: readonly string[],
): Promise<readonly Day[]> {
  const lasts = ['max(e.date)', ...lastValues.map((name) => `max(e.date) FILTER (e.${quoteName(name)} IS NOT NULL)`)];
  const recent = lasts.map((last) => `${last} >= d.__t - ${RECENT_DAYS}`);
  const found = await warehouse.rows(
    `SELECT d.__t
     FROM (SELECT unnest(string_split(nullif($1, ''), ','))::DATE AS __t) d LEFT JOIN ${table} e USING (__t)
     GROUP BY d.__t HAVING NOT coalesce(${recent.join(' AND ')}, false) ORDER BY d.__t`,
    [pass.join(',')],
  );
  const others = found.map((row) => readText(row, '__t'));
  if (others.length > 0) {
    const named = `SELECT unnest(string_split($1, ','))::DATE`;
    await warehouse.run(`DELETE FROM ${table} WHERE __t IN (${named})`, [others.join(',')]);
  }
  return others;
}

function halfOf<T>(all: readonly T[], half: Passes['half']): readonly T[] {
  const middle = Math.ceil(all.length / 2);
  if (half === undefined) return all;
  return half === 'first' ? all.slice(0, middle) : all.slice(middle);
}

/** How many passes `evaluateLifted` would make of these dates. */
export async function countPasses(
  warehouse: Warehouse,
  plan: AsOfPlan,
  decisionDates: readonly Day[],
  rowsPerPass?: number,
): Promise<number> {
  const dates = workTable(`${plan.name}/lifted dates`);
  await effectiveDates(warehouse, plan, decisionDates, dates);
  return (await passesOf(warehouse, plan, dates, rowsPerPass)).length;
}

async function evaluatedIn(warehouse: Warehouse, plan: AsOfPlan, table: string, dates: string): Promise<Evaluated> {
  return { name: plan.name, table, dates, columns: await evaluatedColumns(warehouse, table), method: 'lifted' };
}

/** The evaluated dates in runs whose snapshots have about `rowsPerPass` rows; at least one run, perhaps empty. */
export async function passesOf(
  warehouse: Warehouse,
  plan: AsOfPlan,
  dates: string,
  rowsPerPass = ROWS_PER_PASS,
): Promise<readonly (readonly string[])[]> {
  // A snapshot has about as many rows as intervals are open, or as a vintage brings where each replaces the last.
  const counts = snapshotSources(plan).map(
    (source) =>
      `(SELECT greatest(count(*) FILTER (realtime_end = ${END_OF_TIME_SQL}), count(*) // count(DISTINCT realtime_start))
        FROM ${tableOfSource(source)})`,
  );
  const [sizes] = await warehouse.rows(
    `SELECT (${['0', ...counts.map((count) => `coalesce(${count}, 0)`)].join(' + ')})::BIGINT AS n`,
  );
  const rows = await warehouse.rows(`SELECT DISTINCT __t FROM ${dates} ORDER BY __t`);
  const length = Math.max(1, Math.floor(rowsPerPass / Math.max(1, readCount(sizes))));
  const all = rows.map((row) => String(row['__t']));
  const count = Math.max(1, Math.ceil(all.length / length));
  return Array.from({ length: count }, (_, pass) => all.slice(pass * length, (pass + 1) * length));
}

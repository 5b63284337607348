import { type AsOfRelation, gate, judgeAsofJoins, type RelationKind } from '../../engine/compile/asof/index.ts';
import { statementOf } from '../../engine/compile/asof/statement.fixture.ts';
import { planOf, type QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import {
  type AsOfPlan,
  checkLift,
  type Evaluated,
  evaluateLifted,
  evaluateLoop,
} from '../../engine/feature-store/index.ts';
import { openWith } from '../../engine/feature-store/vintages.fixture.ts';
import { parseSql, quoteName, type Row, type Warehouse } from '../../engine/warehouse/index.ts';
import type { DataSet } from './data-set.ts';
import type { Bag, Results } from './result-rows.ts';

/** How the product evaluates a query: as one lifted query, date by date and why, or not at all and why not. */
export type ProductEvaluation =
  | { readonly kind: 'lifted'; readonly plan: AsOfPlan }
  | { readonly kind: 'looped'; readonly plan: AsOfPlan; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The product over a data set, from the gate to the rows. */
export interface Product {
  compile(shape: QueryUnderTest): Promise<ProductEvaluation>;
  lifted(plan: AsOfPlan): Promise<Results>;
  looped(plan: AsOfPlan): Promise<Results>;
  /** Why a build would send a lifted query to the loop after all; undefined when it would not. */
  alarm(plan: AsOfPlan): Promise<string | undefined>;
  close(): void;
}

export async function openProduct(data: DataSet): Promise<Product> {
  const warehouse = await openWith(data.sources, data.dates);
  if (data.windows === 'shared') await warehouse.run(`SET debug_window_mode = 'window'`);
  return {
    compile: (shape) => compileIn(warehouse, shape, data),
    lifted: async (plan) => resultsOf(warehouse, await evaluateLifted(warehouse, plan, data.dates), data.dates),
    looped: async (plan) => resultsOf(warehouse, await evaluateLoop(warehouse, plan, data.dates), data.dates),
    alarm: async (plan) => {
      const check = await checkLift(warehouse, plan, data.dates);
      return check.equal ? undefined : check.reason;
    },
    close: () => warehouse.close(),
  };
}

async function compileIn(
  warehouse: Warehouse,
  shape: QueryUnderTest,
  { sources }: DataSet,
): Promise<ProductEvaluation> {
  const kinds = new Map<string, RelationKind>([['calendar.dates', 'calendar']]);
  for (const { name } of sources) kinds.set(name, 'source');
  for (const name of Object.keys(shape.groups ?? {})) kinds.set(name, 'group');
  const relations = sourcesOf(sources);
  for (const [group, sql] of [...Object.entries(shape.groups ?? {}), ['', shape.sql] as const]) {
    const context = {
      file: { path: 'features/generated.sql', text: sql },
      reads: 'feature',
      relationKind: (name: string) => kinds.get(name),
      relationNames: [...kinds.keys()],
    } as const;
    const parsed = await parseSql(warehouse, sql);
    if (!parsed.ok) return { kind: 'refused', reason: parsed.refusal.message };
    const [problem] = gate(context, parsed.value);
    if (problem !== undefined) return { kind: 'refused', reason: `${problem.code} ${problem.message}` };
    const statement = await statementOf(warehouse, sql);
    const [asof] = judgeAsofJoins(statement, relations);
    if (asof !== undefined) return { kind: 'refused', reason: `${asof.code} ${asof.message}` };
    if (group !== '') relations.set(group, { kind: 'group', name: group, sql, statement });
  }
  const plan = await planOf(warehouse, shape, sources);
  return plan.liftedSql === undefined
    ? { kind: 'looped', plan, reason: plan.loopReason ?? 'no reason given' }
    : { kind: 'lifted', plan };
}

/** Here the keys of panels hold NULLs, which no file that is ingested may: only the date is never NULL. */
function sourcesOf(sources: DataSet['sources']): Map<string, AsOfRelation> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  for (const { name, columns } of sources) relations.set(name, { kind: 'source', name, columns, key: ['date'] });
  return relations;
}

async function resultsOf(
  warehouse: Warehouse,
  { table, dates, columns }: Evaluated,
  asked: readonly string[],
): Promise<Results> {
  const byDate = new Map<string, Bag[number][]>(asked.map((date) => [date, []]));
  const list = columns.map(({ name }, index) => `e.${quoteName(name)} AS c${index}`).join(', ');
  const rows = await warehouse.rows(`SELECT d.t, ${list} FROM ${dates} d JOIN ${table} e USING (__t)`);
  for (const row of rows) byDate.get(String(row['t']))?.push(columns.map((_, index) => valueAt(row, index)));
  return { columns, byDate };
}

function valueAt(row: Row, index: number): Bag[number][number] {
  return row[`c${index}`] ?? null;
}

import { type AsOfRelation, lift } from '../compile/asof/index.ts';
import { statementOf } from '../compile/asof/statement.fixture.ts';
import { unparseSql, type Warehouse } from '../warehouse/index.ts';
import type { AsOfPlan } from './index.ts';
import type { TestSource } from './vintages.fixture.ts';

/** A query under test, with the groups that it reads, inner ones first. */
export interface QueryUnderTest {
  readonly name: string;
  readonly sql: string;
  readonly groups?: Readonly<Record<string, string>>;
  /** Set where the lifted form is impossible: words of the reason. */
  readonly loops?: string;
}

/** Columns that are not part of a test source's key. */
const VALUES = new Set(['value', 'kind']);

/** What the compiler makes of a shape. */
export async function planOf(
  warehouse: Warehouse,
  shape: QueryUnderTest,
  sources: readonly TestSource[],
): Promise<AsOfPlan> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  for (const { name, columns } of sources) {
    const key = columns.map((column) => column.name).filter((column) => !VALUES.has(column));
    relations.set(name, { kind: 'source', name, columns, key });
  }
  const groups = Object.entries(shape.groups ?? {}).map(([name, sql]) => ({ name, sql }));
  for (const { name, sql } of groups) {
    relations.set(name, { kind: 'group', name, sql, statement: await statementOf(warehouse, sql) });
  }
  const outcome = lift(await statementOf(warehouse, shape.sql), relations);
  const texts = [shape.sql, ...groups.map(({ sql }) => sql)];
  const plan = {
    name: `features.${shape.name.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase()}`,
    sql: shape.sql,
    sources: sources.map(({ name }) => name).filter((name) => texts.some((text) => text.includes(name))),
    groups,
    usesAsOf: texts.some((text) => text.includes('as_of()') || text.includes('calendar.dates')),
  };
  if (outcome.kind === 'loop') return { ...plan, loopReason: outcome.reason };
  const { exactness, reachDays } = outcome;
  const lifted = { ...plan, liftedSql: await unparseSql(warehouse, outcome.statement), exactness };
  return reachDays === undefined ? lifted : { ...lifted, reachDays };
}

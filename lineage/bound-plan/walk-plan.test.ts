import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindPlan, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CASES } from './cases/all-cases.ts';
import { CATALOGUE } from './cases/catalogue.ts';
import { columnText, edgesText } from './cases/lineage-case.ts';
import type { WalkOutcome } from './query-lineage.ts';
import { WALK_REVISION, walkPlan } from './walk-plan.ts';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
});

afterAll(() => warehouse.close());

async function walk(sql: string, names?: readonly string[]): Promise<WalkOutcome> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(plan.refusal.message);
  return walkPlan(plan.value, names ?? (await warehouse.columns(sql)).map(({ name }) => name));
}

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  it.each(cases)('$sql', async ({ sql, columns, rows: expected = '' }) => {
    const outcome = await walk(sql);
    if (!outcome.ok) throw new Error(`${outcome.node}: ${outcome.reason}`);
    const found = outcome.lineage.columns.map((column) => [column.column, columnText(column)]);
    expect(Object.fromEntries(found)).toEqual(columns);
    expect(found.map(([name]) => name)).toEqual(Object.keys(columns));
    expect(edgesText(outcome.lineage.rows)).toBe(expected);
  });

  it.each(cases)('types of $sql', async ({ sql }) => {
    const outcome = await walk(sql);
    const described = await warehouse.rows(`DESCRIBE ${sql}`);
    // DuckDB also quotes the keywords among field names.
    const plain = described.map((row) => String(row['column_type']).replaceAll('"', ''));
    expect(outcome.ok && outcome.lineage.columns.map(({ type }) => type.replaceAll('"', ''))).toEqual(plain);
  });
});

it('gives edges by which compiles reuse them: where those of a query change, WALK_REVISION has to be raised', () => {
  // Where cases were only added, the new digest is all there is to write here.
  const all = Object.values(CASES).flatMap((cases) => cases.map(({ sql, columns, rows }) => [sql, columns, rows]));
  const of = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
  expect({ revision: WALK_REVISION, cases: all.length, of }).toEqual({
    revision: 2,
    cases: 248,
    of: '077742533cd10d3d',
  });
});

describe('a PIVOT of more values than DuckDB writes as filters', () => {
  const sql = "PIVOT fred.unrate ON area IN ('a', 'b') USING sum(value) AS s, max(date) AS d GROUP BY rev";

  it.each([1, 100])('has the same columns with a threshold of %i', async (threshold) => {
    await warehouse.run(`SET pivot_filter_threshold = ${threshold}`);
    const outcome = await walk(sql);
    await warehouse.run('RESET pivot_filter_threshold');
    expect(outcome.ok && outcome.lineage.columns.map((column) => [column.column, columnText(column)])).toEqual([
      ['rev', 'IDENTITY unrate.rev'],
      ['a_s', 'AGGREGATION unrate.value, FILTER unrate.area'],
      ['a_d', 'AGGREGATION unrate.date, FILTER unrate.area'],
      ['b_s', 'AGGREGATION unrate.value, FILTER unrate.area'],
      ['b_d', 'AGGREGATION unrate.date, FILTER unrate.area'],
    ]);
  });
});

it('a random draw and a parameter depend on no column, and hide none', async () => {
  const sql =
    'SELECT random() BETWEEN value AND rev AS b, $more::INTEGER + rev AS m, $more::INTEGER AS p FROM fred.unrate';
  const outcome = await walk(sql, ['b', 'm', 'p']);
  expect(outcome.ok && outcome.lineage.columns.map(columnText)).toEqual([
    'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
    'TRANSFORMATION unrate.rev',
    'CONSTANT',
  ]);
});

describe('relations read', () => {
  it('counts a relation of which only the number of rows matters', async () => {
    const outcome = await walk('SELECT count(*) AS n FROM fred.unrate WHERE EXISTS (FROM lab.wide)');
    expect(outcome).toMatchObject({ ok: true, lineage: { reads: ['fred.unrate', 'lab.wide'], rows: [] } });
  });
});

describe('refusals', () => {
  it('names a table function that it has no rule for', async () => {
    const outcome = await walk('SELECT table_name FROM duckdb_tables()');
    expect(outcome).toMatchObject({ ok: false, node: 'LOGICAL_GET duckdb_tables' });
  });

  it('does not take a physical position for data', async () => {
    expect(await walk('SELECT rowid FROM fred.unrate')).toMatchObject({ ok: false, node: 'virtual column' });
  });

  it.each([
    ['an operator', { type: 'LOGICAL_TELEPORT', children: [] }, 'LOGICAL_TELEPORT'],
    ['a plan of another shape', [], 'plan'],
    ['a child that is missing', { type: 'LOGICAL_FILTER' }, 'LOGICAL_FILTER'],
  ])('names %s', (_, plan, node) => {
    expect(walkPlan(plan, [])).toMatchObject({ ok: false, node });
  });

  it('names an expression that no rule has read, even in a field that nobody knew of', async () => {
    const plan = await bindPlan(warehouse, 'SELECT value FROM fred.unrate');
    if (!plan.ok) throw new Error(plan.refusal.message);
    const hidden = { ...plan.value, novelty: [{ expression_class: 'BOUND_NOVELTY', type: 'BOUND_NOVELTY' }] };
    expect(walkPlan(hidden, ['value'])).toMatchObject({ ok: false, node: 'BOUND_NOVELTY' });
  });

  it.each([
    ['an expression', "SELECT area, 'é' AS e, hash(value) AS h FROM fred.unrate", 'BOUND_FUNCTION', 'hash('],
    ['an operator', 'SELECT value FROM fred.unrate WHERE rev > 1', 'LOGICAL_FILTER', '> 1'],
  ])('says where %s is written that it does not know', async (_, sql, kind, written) => {
    const plan = await bindPlan(warehouse, sql);
    if (!plan.ok) throw new Error(plan.refusal.message);
    const unknown = JSON.parse(JSON.stringify(plan.value).replaceAll(`"${kind}"`, `"${kind}_OF_2030"`));
    const outcome = walkPlan(unknown, ['area', 'e', 'h']);
    expect(outcome).toMatchObject({ ok: false, offset: Buffer.from(sql).indexOf(written) });
  });

  it('wants as many names as there are columns', async () => {
    expect(await walk('SELECT value, rev FROM fred.unrate', ['value'])).toMatchObject({
      ok: false,
      reason: '2 columns, but 1 names',
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALLOWED_FUNCTIONS, REVIEWED_FOR, TABLE_FUNCTIONS } from '../../engine/compile/asof/allowed-functions.ts';
import { AGGREGATE_FUNCTIONS, WINDOW_FUNCTIONS } from '../../engine/compile/asof/functions-aggregate.ts';
import { type GateContext, gate, readsOf } from '../../engine/compile/asof/index.ts';
import { SOURCES } from '../../engine/feature-store/vintages.fixture.ts';
import { openWarehouse, parseSql, type Warehouse } from '../../engine/warehouse/index.ts';
import { SHAPES } from './shapes/index.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function judge(sql: string, context: Partial<GateContext> = {}) {
  const parsed = await parseSql(warehouse, sql);
  if (!parsed.ok) throw new Error(parsed.refusal.message);
  const relationKind = (): 'source' => 'source';
  const file = { path: 'features/x.sql', text: sql };
  return gate({ file, reads: 'feature', relationNames: [], relationKind, ...context }, parsed.value);
}

describe('the gate admits', () => {
  it.each(SHAPES)('$name', async ({ sql, groups = {} }) => {
    const declared = new Set([...SOURCES.map(({ name }) => name), ...Object.keys(groups), 'calendar.dates']);
    const relationKind = (name: string) => (declared.has(name) ? ('source' as const) : undefined);
    for (const text of [sql, ...Object.values(groups)]) expect(await judge(text, { relationKind })).toEqual([]);
  });

  it.each([
    'SELECT date, value * $weight AS v FROM fred.a WHERE date > as_of() - to_months($n)',
    'SELECT date::DATE AS date, value::DECIMAL(10, 2) AS v, TRY_CAST(value AS INTEGER) AS i FROM fred.a;',
    "SELECT date, value NOT BETWEEN 1 AND 2 AS b, k LIKE 'd%' AS l, k SIMILAR TO 'd.' AS s FROM panel.p",
    'SELECT date, l[1:2] AS s, l[1] AS f, [x * 2 FOR x IN l IF x > 1] AS c ' +
      'FROM (SELECT date, [1, 2, 3] AS l FROM fred.a)',
    "SELECT * LIKE 'v%', * RENAME (value AS v) FROM fred.a",
    'SELECT extract(year FROM date) AS y, date + INTERVAL (value) DAY AS d, age(as_of(), date) AS a FROM fred.a',
    'SELECT date, value IS DISTINCT FROM 3 AS d, nullif(value, 0) AS n, -value AS m FROM fred.a ORDER BY ALL',
    'SELECT "Date", "order" FROM fred.a AS "A"',
  ])('%s', async (sql) => {
    expect(await judge(sql)).toEqual([]);
  });

  it('LIMIT without ORDER BY where there is one row, and in a test', async () => {
    expect(await judge('SELECT max(value) AS m FROM fred.a LIMIT 1')).toEqual([]);
    expect(await judge('SELECT date FROM fred.a LIMIT 1', { reads: 'test' })).toEqual([]);
    expect(await judge('SELECT date FROM fred.a LIMIT 1')).toMatchObject([{ code: 'EWS2114' }]);
  });

  it('a label that reads groups, a test that reads labels and predictions', async () => {
    const sql = 'SELECT * FROM features.labor JOIN calendar.dates USING (date)';
    const relationKind = (name: string) => (name === 'calendar.dates' ? ('calendar' as const) : ('group' as const));
    expect(await judge(sql, { reads: 'label', relationKind })).toEqual([]);
    for (const kind of ['label', 'model'] as const) {
      expect(await judge('SELECT * FROM x.y', { reads: 'test', relationKind: () => kind })).toEqual([]);
    }
  });
});

describe('what the gate says', () => {
  it('gives the reason and the way out, and names the likely relation', async () => {
    const unknown = { relationKind: () => undefined, relationNames: ['fred.unrate', 'features.labor'] };
    const [clock] = await judge('SELECT date FROM fred.a WHERE date < now()');
    expect(clock).toMatchObject({
      severity: 'error',
      message: 'function now is not allowed: it reads the clock, which is not known at any decision date',
      hint: 'use as_of(), the knowledge date, instead',
    });
    expect((await judge('FROM fred.unrat', unknown))[0]?.hint).toBe('did you mean "fred.unrate"?');
    expect((await judge('FROM unrate', unknown))[0]?.hint).toBe('did you mean "fred.unrate"?');
    expect((await judge('SELECT quartile_cont(value) FROM fred.a'))[0]?.hint).toBe('did you mean quantile_cont?');
  });

  it('lists every reason in the order of the text', async () => {
    const problems = await judge('SELECT now() AS a, rowid FROM fred.a WHERE random() > 0');
    expect(problems.map(({ code, span }) => `${code} ${span?.column}`)).toEqual([
      'EWS2107 8',
      'EWS2109 20',
      'EWS2107 44',
    ]);
  });
});

describe('the lists of functions', () => {
  it('were reviewed for the DuckDB that runs', async () => {
    const [row] = await warehouse.rows('SELECT version() AS v');
    expect(row?.['v']).toBe(REVIEWED_FOR);
  });

  it('hold no function that DuckDB itself calls volatile or that does not exist', async () => {
    const rows = await warehouse.rows(
      `SELECT DISTINCT function_name AS name, stability FROM duckdb_functions() WHERE function_type <> 'pragma'`,
    );
    const names = new Set(rows.map((row) => row['name']));
    const fickle = new Set(
      rows.filter((row) => row['stability'] !== 'CONSISTENT' && row['stability'] !== null).map((row) => row['name']),
    );
    const missing = [...ALLOWED_FUNCTIONS].filter((name) => !names.has(name));
    // Ours, and those that the parser turns into operators of their own.
    expect(missing.sort()).toEqual(['as_of', 'coalesce', 'grouping', 'grouping_id']);
    expect([...ALLOWED_FUNCTIONS].filter((name) => fickle.has(name))).toEqual([]);
    expect([...TABLE_FUNCTIONS].filter((name) => !names.has(name))).toEqual([]);
  });

  it('know every aggregate that they allow as an aggregate', async () => {
    const rows = await warehouse.rows(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type = 'aggregate'`,
    );
    const known = new Set([...AGGREGATE_FUNCTIONS, ...WINDOW_FUNCTIONS]);
    const mistaken = rows
      .map((row) => String(row['name']))
      .filter((name) => ALLOWED_FUNCTIONS.has(name) && !known.has(name));
    expect(mistaken).toEqual([]);
  });
});

describe('readsOf', () => {
  it('names what is read, without CTEs, groups unopened', async () => {
    const parsed = await parseSql(
      warehouse,
      `WITH x AS (SELECT * FROM Fred.UNRATE), y AS (SELECT * FROM x) SELECT as_of(), (SELECT max(m) FROM features.labor)
       FROM y JOIN calendar.dates USING (date)`,
    );
    const [statement] = parsed.ok ? parsed.value : [];
    expect(statement && readsOf(statement)).toEqual({
      relations: ['calendar.dates', 'features.labor', 'fred.unrate'],
      usesAsOf: true,
      usesCalendar: true,
    });
  });
});

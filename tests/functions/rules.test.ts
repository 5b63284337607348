import { describe, expect, it } from 'vitest';
import { IN_PROCESS, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { errorLines, type Library, problemsOf, rowsOf, writtenOut } from './project-with-functions.ts';

/** What DuckDB gives when it expands a macro by itself. */
function byDuckdb(macro: string, query: string): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run('CREATE SCHEMA lib');
    await warehouse.run(macro);
    return warehouse.rows(query);
  });
}

/** A function of the project whose case is not what is under test. */
function value(sql: string, name: string, one: string, type = 'DOUBLE'): Library {
  return {
    sql: `${sql};\n`,
    yaml: `  ${name}:\n    description: d\n    returns: { type: "${type}" }\n    cases: [${one}]\n`,
  };
}

function table(sql: string, name: string, columns: string, one: string): Library {
  return {
    sql: `${sql};\n`,
    yaml: `  ${name}:\n    description: d\n    returns: { columns: ${columns} }\n    cases: [${one}]\n`,
  };
}

const ROWS = '{ with: { series: [{ date: 2020-01-01, value: 1 }] }, is: [{ date: 2020-01-01, value: 1 }] }';
const SAME = (body: string): Library =>
  table(`CREATE FUNCTION same(series) AS TABLE ${body}`, 'same', '{ date: DATE, value: DOUBLE }', ROWS);

describe('names that DuckDB catches', () => {
  it('of a subquery: 0, 0, 0 for 0, 1, 2; refused here, with the way out', async () => {
    const body = '(SELECT count(*) FROM range(10) t(i) WHERE t.i < x)';
    const caught = await byDuckdb(
      `CREATE FUNCTION lib.sq(x) AS ${body}`,
      'SELECT lib.sq(i) AS n FROM range(3) t(i) ORDER BY i',
    );
    expect(caught.map(({ n }) => Number(n))).toEqual([0, 0, 0]);
    const library = value(`CREATE FUNCTION sq(x DOUBLE) AS ${body}`, 'sq', '{ call: sq(1), is: 1 }', 'BIGINT');
    expect(await errorLines({ library })).toEqual([
      'EWS2124 features/lib/own.sql:1:33 "(" sq gives a value: a subquery cannot stand in it',
    ]);
  });

  it('of a lambda, in a text that is pasted as it stands: [1, 4] for [5, 10]; right here', async () => {
    const pasted = 'SELECT list_transform([1, 2], lambda x: x * x)::VARCHAR AS n FROM (SELECT 5 AS x)';
    expect(await rowsOf(pasted)).toEqual([{ n: '[1, 4]' }]);
    const library = value(
      'CREATE FUNCTION times(l INTEGER[], k INTEGER) AS list_transform(l, lambda x: x * k)',
      'times',
      '{ call: "times([1, 2], 5)", is: [5, 10] }',
      'INTEGER[]',
    );
    const planted = 'SELECT date, lib.times([1, 2], x)[1] AS x FROM (SELECT date, 5 AS x FROM fred.unrate)';
    expect((await rowsOf(await writtenOut({ library, planted })))[0]).toMatchObject({ x: 5 });
  });

  it('of a common table expression: 1 for 42; right here', async () => {
    const body = "WITH c AS (SELECT DATE '1999-01-01' AS date, 1::DOUBLE AS value) FROM query_table(series)";
    const macro = `CREATE FUNCTION lib.same(series) AS TABLE ${body}`;
    const query = (from: string) =>
      `WITH c AS (SELECT DATE '2000-01-01' AS date, 42::DOUBLE AS value) SELECT date, value AS x FROM ${from}`;
    expect(await byDuckdb(macro, query('lib.same(c)'))).toEqual([{ date: '1999-01-01', x: 1 }]);
    const planted = `${query('lib.same(c) AS q')}`;
    expect(await rowsOf(await writtenOut({ library: SAME(body), planted }))).toEqual([{ date: '2000-01-01', x: 42 }]);
  });

  it('of a relation that lacks a column, in what stands beside it; told here', async () => {
    const planted = `SELECT g.date, q.value AS x
FROM fred.gs10 AS g, lib.same(part) AS q`;
    const withPart = `WITH part AS (SELECT date FROM fred.unrate) ${planted}`;
    const lines = await errorLines({ library: SAME('SELECT date, value FROM query_table(series)'), planted: withPart });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^EWS2105 features\/planted\.sql:2:22 "lib\.same\(part\)" unknown column "value"/);
  });

  it('of its own function: ln is replaced without a word; here it is called by its schema', async () => {
    const replaced = await byDuckdb('CREATE FUNCTION ln(x) AS x * 0', 'SELECT ln(10.0)::DOUBLE AS n');
    expect(replaced).toEqual([{ n: 0 }]);
    const library = value('CREATE FUNCTION ln(x DOUBLE) AS x * 0', 'ln', '{ call: ln(10), is: 0 }');
    const planted = 'SELECT date, ln(10) + lib.ln(10) AS x FROM fred.unrate';
    const [row] = await rowsOf(await writtenOut({ library, planted }));
    expect(row?.['x']).toBeCloseTo(Math.log(10), 12);
  });

  it('of a parameter that is called like a column of what a table reads', async () => {
    const body = 'SELECT date, value FROM query_table(series) WHERE series.value > n';
    const library = table(
      `CREATE FUNCTION above(series, n DOUBLE) AS TABLE ${body}`,
      'above',
      '{ date: DATE, value: DOUBLE }',
      '{ with: { series: [{ date: 2020-01-01, value: 1, n: 9 }, { date: 2020-02-01, value: 3, n: 9 }], n: 2 }, ' +
        'is: [{ date: 2020-02-01, value: 3 }] }',
    );
    expect(await errorLines({ library })).toEqual([]);
  });
});

describe('texts that are pasted', () => {
  it('keep their brackets and their comments to themselves', async () => {
    const library = value(
      'CREATE FUNCTION twice(a DOUBLE) AS -- two times\n  a * 2 -- and no more\n',
      'twice',
      '{ call: "twice(1 + 2 /* three */)", is: 6 }',
    );
    const planted = `SELECT date, 1 / lib.twice(value -- a comment
      + 1 /* another /* within */ one */) AS x FROM fred.unrate`;
    const rows = await rowsOf(await writtenOut({ library, planted }));
    const byHand = await rowsOf('SELECT date, 1 / ((value + 1) * 2) AS x FROM fred.unrate');
    expect(rows).toEqual(byHand);
  });

  it('may be written in any case, quoted, with white space, and nested', async () => {
    const library = value('CREATE FUNCTION twice(a DOUBLE) AS a * 2', 'twice', '{ call: twice(1), is: 2 }');
    const planted = 'SELECT date, "lib" . Twice(a := LIB."twice"(value)) AS x FROM fred.unrate';
    const byHand = 'SELECT date, value * 4 AS x FROM fred.unrate';
    expect(await rowsOf(await writtenOut({ library, planted }))).toEqual(await rowsOf(byHand));
  });

  it('stand wherever an expression does, CASE and BETWEEN among them, which DuckDB copies', async () => {
    const library = value('CREATE FUNCTION twice(a DOUBLE) AS a * 2', 'twice', '{ call: twice(1), is: 2 }');
    const planted = `SELECT date, CASE lib.twice(value) WHEN lib.twice(1) THEN 1 WHEN 4 THEN 2 ELSE 3 END
      + (lib.twice(value) BETWEEN 1 AND 3)::INT AS x FROM fred.unrate WHERE lib.twice(value) > 0
      ORDER BY lib.twice(value)`;
    const byHand = planted.replaceAll(/lib\.twice\((\w+)\)/g, '($1::DOUBLE * 2)');
    expect(await rowsOf(await writtenOut({ library, planted }))).toEqual(await rowsOf(byHand));
  });

  it('are the same text wherever the same is called, as GROUP BY wants it', async () => {
    const library = value(
      'CREATE FUNCTION twice(a DOUBLE) AS list_sum(list_transform([a], lambda x: x * 2))',
      'twice',
      '{ call: twice(1), is: 2 }',
    );
    const planted =
      'SELECT max(date) AS date, lib.twice(value) AS x FROM fred.unrate GROUP BY lib.twice(value) ORDER BY 2';
    const byHand = 'SELECT max(date) AS date, value * 2 AS x FROM fred.unrate GROUP BY value ORDER BY 2';
    expect(await rowsOf(await writtenOut({ library, planted }))).toEqual(await rowsOf(byHand));
  });

  it('of tables read tables, each with common table expressions of one name', async () => {
    const returns = '{ columns: { date: DATE, value: DOUBLE } }';
    const is = (value: number) => ROWS.replace(/value: 1 \}\] \}$/, `value: ${value} }] }`);
    const library: Library = {
      sql: `CREATE FUNCTION outer_one(series) AS TABLE
  WITH c AS (SELECT date, value FROM query_table(series)) SELECT date, value FROM lib.inner_one(c) AS g;
CREATE FUNCTION inner_one(series) AS TABLE
  WITH c AS (SELECT date, value * 2 AS value FROM query_table(series) s) SELECT c.date, c.value FROM c;
`,
      yaml: ['outer_one', 'inner_one']
        .map((name) => `  ${name}: { description: d, returns: ${returns}, cases: [${is(2)}] }\n`)
        .join(''),
    };
    const planted = 'WITH c AS (FROM fred.unrate) SELECT q.date, q.value AS x FROM lib.outer_one(c) q ORDER BY 1';
    const byHand = 'SELECT date, value * 2 AS x FROM fred.unrate ORDER BY 1';
    expect(await rowsOf(await writtenOut({ library, planted }))).toEqual(await rowsOf(byHand));
  });

  it('fields and items of what is given and of what comes back', async () => {
    const library = value(
      "CREATE FUNCTION both(s STRUCT(a DOUBLE, b DOUBLE), l DOUBLE[]) AS {'sum': s.a + s.b, 'first': l[1]}",
      'both',
      `{ call: "both({'a': 1, 'b': 2}, [7, 8])", is: { sum: 3, first: 7 } }`,
      'STRUCT(sum DOUBLE, first DOUBLE)',
    );
    const planted = `SELECT date, lib.both({'a': value, 'b': 1}, [value]).sum AS x FROM fred.unrate`;
    const byHand = 'SELECT date, value + 1 AS x FROM fred.unrate';
    expect(await rowsOf(await writtenOut({ library, planted }))).toEqual(await rowsOf(byHand));
  });
});

describe('arguments', () => {
  const growth = value(
    'CREATE FUNCTION growth(a DOUBLE, n INTEGER := 1, d DATE := NULL) AS a * n',
    'growth',
    '{ call: "growth(3, 2)", is: 6 }',
  );
  const called = (call: string) =>
    errorLines({ library: growth, planted: `SELECT date, ${call} AS x FROM fred.unrate` });

  it.each([
    'lib.growth(1)',
    'lib.growth(value, n := 2)',
    'lib.growth(n => 2, a => value)',
    'lib.growth(sum(value) OVER ())',
  ])('%s fits', async (call) => {
    expect(await called(call)).toEqual([]);
  });

  it.each([
    ["lib.growth('1')", 'does not take arguments of these types'],
    ['lib.growth(value > 1)', 'does not take arguments of these types'],
    ['lib.growth(1, value)', 'does not take arguments of these types'],
    ["lib.growth(1, 1, TIMESTAMP '2000-01-01 00:00:00')", 'does not take arguments of these types'],
    ['lib.growth()', 'is not given its a'],
    ['lib.growth(1, 2, NULL, 4)', 'takes 3 arguments at most'],
    ['lib.growth(1, m := 4)', 'has no parameter "m"'],
    ['lib.growth(1, a := 4)', 'a of lib.growth is given twice'],
  ])('%s does not', async (call, said) => {
    const lines = await called(call);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^EWS2128 features\/planted\.sql:1:/);
    expect(lines[0]).toContain(said);
  });

  it.each([
    ['lib.growth(value) OVER ()', 'lib.growth takes no OVER'],
    ['lib.growth(DISTINCT value)', 'takes no DISTINCT, FILTER or ORDER BY'],
    ['lib.growth(value ORDER BY date)', 'takes no DISTINCT, FILTER or ORDER BY'],
    ['lib.growth(value) FILTER (value > 1)', 'takes no DISTINCT, FILTER or ORDER BY'],
  ])('%s is no call of it', async (call, said) => {
    expect((await called(call)).map((line) => line.slice(0, 7))).toEqual(['EWS2129']);
    expect((await called(call))[0]).toContain(said);
  });

  it.each([
    ['lib.grwoth(1)', 'there is no function lib.grwoth'],
    ['ews.growth(1)', 'there is no function ews.growth'],
    ['other.growth(1)', 'function other.growth is not allowed'],
    ['growth(1)', 'function growth is not allowed'],
    ['memory.lib.growth(1)', 'is not allowed'],
    ['value.lib.growth()', 'is not allowed'],
  ])('%s is unknown', async (call, said) => {
    const lines = await called(call);
    expect(lines[0]).toContain(said);
    expect(lines).toHaveLength(1);
  });
});

describe('values that a table is given', () => {
  const library = table(
    'CREATE FUNCTION since(series, day DATE) AS TABLE SELECT date, value FROM query_table(series) WHERE date >= day',
    'since',
    '{ date: DATE, value: DOUBLE }',
    '{ with: { series: [{ date: 2020-01-01, value: 1 }], day: 2019-01-01 }, is: [{ date: 2020-01-01, value: 1 }] }',
  );
  const called = (from: string) => errorLines({ library, planted: `SELECT q.date, q.value AS x FROM ${from}` });

  it.each([
    "lib.since(fred.unrate, DATE '2000-01-01') AS q",
    'lib.since(fred.unrate, (as_of() - INTERVAL 1 YEAR)::DATE) AS q',
  ])('%s is the same for all rows', async (from) => {
    expect(await called(from)).toEqual([]);
  });

  it.each([
    ['fred.gs10 AS g, lib.since(fred.unrate, g.date) AS q', 'is the same for all rows'],
    ['lib.since(fred.unrate, (SELECT max(date) FROM fred.gs10)) AS q', 'is the same for all rows'],
    ["lib.since(fred.unrate, max(DATE '2000-01-01')) AS q", 'is the same for all rows'],
    ["lib.since('fred.unrate', DATE '2000-01-01') AS q", 'is a relation: its name stands there'],
    ["lib.since((SELECT 1), DATE '2000-01-01') AS q", 'is a relation: its name stands there'],
    ["lib.since(fred.unrate, '2000-01-01') AS q", 'does not take arguments of these types'],
  ])('%s is refused', async (from, said) => {
    const lines = await called(from);
    expect(lines.map((line) => line.slice(0, 7))).toEqual(['EWS2128']);
    expect(lines[0]).toContain(said);
  });

  it('a relation that is not there is told at its name', async () => {
    expect(await called("lib.since(fred.unrat, DATE '2000-01-01') AS q")).toEqual([
      'EWS2104 features/planted.sql:1:44 "fred.unrat" no relation called "fred.unrat" is declared',
    ]);
  });
});

describe('a fault that only a call has', () => {
  it('is told at the call, with its place in the functions', async () => {
    const library: Library = {
      sql: 'CREATE FUNCTION outer_one(l) AS lib.inner_one(l);\nCREATE FUNCTION inner_one(l) AS l + 1;\n',
      yaml: ['outer_one', 'inner_one']
        .map(
          (name) =>
            `  ${name}: { description: d, returns: { type: INTEGER }, cases: [{ call: "${name}(1)", is: 2 }] }\n`,
        )
        .join(''),
    };
    const [problem, ...others] = (
      await problemsOf({
        library,
        planted: "SELECT date, lib.outer_one(DATE '2000-01-01' - INTERVAL 1 DAY) AS x FROM fred.unrate",
      })
    ).filter(({ severity }) => severity === 'error');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'EWS2106', span: { file: 'features/planted.sql', line: 1, column: 14 } });
    expect(problem?.notes).toEqual([
      'in lib.inner_one, features/lib/own.sql:2:35',
      'in lib.outer_one, features/lib/own.sql:1:33',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { type CompileCache, compile, groupNode } from '../../engine/compile/index.ts';
import { select } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS, type Json } from '../../engine/warehouse/index.ts';
import { SMALL_PROJECT } from '../compile/one-query.ts';
import {
  errorLines,
  filesOf,
  graphOf,
  type Library,
  problemsOf,
  type WithFunctions,
} from './project-with-functions.ts';

const GROWTH: Library = {
  sql: `CREATE FUNCTION growth(a DOUBLE, b DOUBLE) AS
  CASE WHEN b > 0 THEN (a / b - 1) * 100 END;
CREATE FUNCTION unused(a DOUBLE) AS a;
`,
  yaml: `  growth:
    description: Growth of a over b
    returns: { type: DOUBLE, unit: "%" }
    cases: [{ call: "growth(3, 2)", is: 50 }]
  unused: { description: d, returns: { type: DOUBLE }, cases: [{ call: unused(1), is: 1 }] }
`,
};
const PLANTED = 'SELECT date,\n  lib.growth(value, lag(value) OVER (ORDER BY date)) AS x\nFROM fred.unrate\n';
const FILES: WithFunctions = { library: GROWTH, planted: PLANTED };

const planted = async (files: WithFunctions) => present(groupNode(await graphOf(files), 'planted'));

describe('what is made anew', () => {
  const recipe = async (sql: string): Promise<string> =>
    JSON.stringify((await planted({ ...FILES, library: { ...GROWTH, sql } })).recipe);

  it('is what calls a function that changed, and nothing for a comment or a function that nothing calls', async () => {
    const before = await recipe(GROWTH.sql);
    expect(await recipe(`-- a comment\n${GROWTH.sql.replace('CASE', '/* another */ CASE')}`)).toBe(before);
    expect(await recipe(GROWTH.sql.replace('AS a;', 'AS a + 0;'))).toBe(before);
    expect(await recipe(GROWTH.sql.replace('b > 0', 'b >= 1'))).not.toBe(before);
  });
});

describe('lineage', () => {
  it('has its evidence in the function, with the call', async () => {
    const { query } = await planted(FILES);
    const edges = query.lineage.columns.find(({ column }) => column === 'x')?.edges ?? [];
    const clauses = edges.filter(({ subtype }) => subtype === 'CONDITIONAL').flatMap((edge) => edge.clauses ?? []);
    expect(clauses.slice(0, 1)).toEqual([
      {
        line: 2,
        column: 3,
        endLine: 2,
        endColumn: 53,
        within: [
          { function: 'lib.growth', file: 'features/lib/own.sql', line: 2, column: 3, endLine: 2, endColumn: 45 },
        ],
      },
    ]);
    expect(query.spans['x']).toMatchObject({ line: 2, column: 3, endLine: 2, endColumn: 53 });
    expect(query.spans['date']).toMatchObject({ line: 1, column: 8, endLine: 1, endColumn: 12 });
  });

  it('through two functions names both', async () => {
    const library: Library = {
      sql: `${GROWTH.sql}CREATE FUNCTION yearly(a DOUBLE) AS 1 +\n  lib.growth(a, 2);\n`,
      yaml:
        `${GROWTH.yaml}  yearly: { description: d, returns: { type: DOUBLE }, ` +
        'cases: [{ call: yearly(3), is: 51 }] }\n',
    };
    const { query } = await planted({ library, planted: 'SELECT date, lib.yearly(value) AS x FROM fred.unrate' });
    const [clause] = query.lineage.columns.flatMap(({ edges }) => edges.flatMap((edge) => edge.clauses ?? []));
    expect(query.functions).toEqual(['lib.growth', 'lib.yearly']);
    // A constant decides here, so that no column does.
    expect(clause).toBeUndefined();
    const twice = library.sql.replace('lib.growth(a, 2)', 'lib.growth(2, a)');
    const other = await planted({
      library: { ...library, sql: twice, yaml: library.yaml.replace('is: 51', 'is: -32.3333333333') },
      planted: 'SELECT date, lib.yearly(value) AS x FROM fred.unrate',
    });
    const [found] = other.query.lineage.columns.flatMap(({ edges }) => edges.flatMap((edge) => edge.clauses ?? []));
    expect(found?.within?.map(({ function: name, line }) => [name, line])).toEqual([
      ['lib.yearly', 5],
      ['lib.growth', 2],
    ]);
  });
});

it('what calls a function is selected by its name', async () => {
  const graph = await graphOf(FILES);
  expect([...select(graph, { include: ['function:growth'] })]).toContain('features.planted');
  expect([...select(graph, { include: ['function:lib.growth'] })]).not.toContain('features.sound');
  expect(() => select(graph, { include: ['function:unused'] })).toThrow(/EWS6002|matches nothing|no node/);
});

describe('a function by itself', () => {
  const one = (sql: string, yaml: string, more: WithFunctions = {}) => errorLines({ ...more, library: { sql, yaml } });
  const double = (name: string, call: string, is: string, type = 'DOUBLE') =>
    `  ${name}:\n    description: d\n    returns: { type: ${type} }\n    cases: [{ call: "${call}", is: ${is} }]\n`;

  it('shows its fault once, in its own file, though two call it', async () => {
    const lines = await one('CREATE FUNCTION f(a DOUBLE) AS\n  a + nope;', double('f', 'f(1)', '1'), {
      planted: 'SELECT date, lib.f(value) + lib.f(2) AS x FROM fred.unrate',
      more: { 'features/sound.sql': 'SELECT date, lib.f(value) AS x FROM fred.gs10\n' },
    });
    expect(lines).toEqual(['EWS2124 features/lib/own.sql:2:7 "nope" "nope" is no parameter of f']);
  });

  it.each([
    ['AS a + now()', 'EWS2107', '1:36'],
    ["AS a || 'x'", 'EWS2130', '4:22'],
    ['AS a[1]', 'EWS210[16]', '1:'],
    ['AS a +', 'EWS2101', '1:'],
    ['AS #1', 'EWS2124', '1:'],
    ['AS [x + 1 for x in [a]]', 'EWS2124', '1:'],
    ['AS list_transform([a], x -> x + 1)[1]', 'EWS2124', '1:'],
    ['AS a) + (a', 'EWS2122', '1:'],
    ['AS a; DROP TABLE x', 'EWS2122', '1:'],
    ['AS a AS b', 'EWS2101', '1:'],
    ['AS count(*) + a + *', 'EWS210[19]|EWS2124', '1:'],
    ['AS __a', 'EWS21(09|24)', '1:'],
    ['AS $missing + a', 'EWS2111', '1:'],
    ['AS (a, 1)', 'EWS2130', '4:'],
    ['AS lib.f(a)', 'EWS2125', '1:'],
    ['AS lib.g(a)', 'EWS2127', '1:'],
    ['AS a ORDER BY 1', 'EWS2101', '1:'],
  ])('%s is refused', async (body, code, place) => {
    const lines = await one(`CREATE FUNCTION f(a DOUBLE) ${body}`, double('f', 'f(1)', '1'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatch(new RegExp(`^(${code}) features/lib/own\\.(sql|yaml):${place}`));
  });

  it.each([
    ['CREATE OR REPLACE FUNCTION f(a DOUBLE) AS a', '1:8'],
    ['CREATE TEMP FUNCTION f(a DOUBLE) AS a', '1:8'],
    ['CREATE FUNCTION IF NOT EXISTS f(a DOUBLE) AS a', '1:17'],
    ['CREATE FUNCTION main.f(a DOUBLE) AS a', '1:17'],
    ['CREATE FUNCTION "f"(a DOUBLE) AS a', '1:17'],
    ['CREATE FUNCTION F(a DOUBLE) AS a', '1:17'],
    ['CREATE FUNCTION f(a DOUBLE) AS a, (a INTEGER) AS a', '1:35'],
    ['CREATE FUNCTION f(a DOUBLE) RETURNS DOUBLE AS a', '1:29'],
    ['CREATE FUNCTION f(a DOUBLE, a DOUBLE) AS a', '1:29'],
    ['CREATE FUNCTION f(a DOUBLE,) AS a', '1:'],
    ['CREATE FUNCTION f(a ANY) AS a', '1:21'],
    ['CREATE FUNCTION f(a DUBLE) AS a', '1:21'],
    ["CREATE FUNCTION f(a DOUBLE) AS x, (SELECT read_text('/etc/passwd')", '1:'],
    ['CREATE FUNCTION f(a DOUBLE := 1, b DOUBLE) AS a', '1:34'],
    ['CREATE TABLE f AS SELECT 1', '1:8'],
    ['SELECT 1', '1:1'],
    ['-- nothing', '1:1'],
  ])('%s is no function', async (sql, place) => {
    const lines = await one(sql, double('f', 'f(1)', '1'));
    expect(lines[0]).toMatch(new RegExp(`^(EWS2122|EWS2101) features/lib/own\\.sql:${place}`));
  });

  it('a default is a constant, and a type nothing but a type', async () => {
    expect(await one('CREATE FUNCTION f(a DOUBLE, b DOUBLE := a) AS b', double('f', 'f(1)', '1'))).toEqual([
      'EWS2124 features/lib/own.sql:1:41 "a" the default of b is no constant',
    ]);
    const hidden = double('f', 'f(1)', '1', '"DOUBLE) AS x, CAST(1 AS INTEGER"');
    expect((await one('CREATE FUNCTION f(a DOUBLE) AS a', hidden))[0]).toMatch(/^EWS2130 .*DuckDB has no type/);
  });

  it('cases that do not hold, or cannot be computed, are told at their place', async () => {
    expect(await one('CREATE FUNCTION f(a DOUBLE) AS a', double('f', 'f(1)', '2'))).toEqual([
      expect.stringMatching(/^EWS2131 features\/lib\/own.yaml:5:13 .* it gives 1, not 2$/),
    ]);
    expect(await one('CREATE FUNCTION f(a DOUBLE) AS a', double('f', "f('x')", '2'))).toEqual([
      expect.stringContaining('cannot be computed: lib.f does not take arguments of these types'),
    ]);
    expect((await one('CREATE FUNCTION f(a DOUBLE) AS ln(a)', double('f', 'f(0)', '2')))[0]).toMatch(/^EWS2132 /);
    expect((await one('CREATE FUNCTION f(a DOUBLE) AS a', double('f', 'f(nope)', '2')))[0]).toMatch(/^EWS2132 /);
  });

  it('is judged where the YAML of something else is broken, beside all other faults', async () => {
    const lines = await one('CREATE FUNCTION f(a DOUBLE) AS a + nope;', double('f', 'f(1)', '1'), {
      planted: 'SELECT date, lib.f(value) + wrong AS x FROM fred.unrate',
      more: { 'models/guess.yaml': 'model: guess\n' },
    });
    const told = lines.map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(told).toContain('EWS2124 features/lib/own.sql:1:36');
    expect(told).toContain('EWS2105 features/planted.sql:1:29');
    expect(told.filter((line) => line.includes('features/planted.sql'))).toHaveLength(1);
    expect(told.some((line) => line.startsWith('EWS1004 models/guess.yaml'))).toBe(true);
  });

  it('both halves belong together', async () => {
    const sql = 'CREATE FUNCTION f(a DOUBLE) AS a;\n';
    const codes = async (files: Readonly<Record<string, string>>) =>
      (await problemsOf({ more: files })).map(({ code, span }) => `${code} ${span?.file}`);
    expect(await codes({ 'features/lib/a.sql': sql })).toEqual(['EWS2123 features/lib/a.sql']);
    expect(await codes({ 'features/lib/a.yaml': `functions:\n${double('f', 'f(1)', '1')}` })).toEqual([
      'EWS2123 features/lib/a.yaml',
    ]);
    expect(await one(sql, double('g', 'g(1)', '1'))).toHaveLength(1);
    expect(await one(sql, `${double('f', 'f(1)', '1')}${double('far', 'far(1)', '1')}`)).toHaveLength(1);
    const twice = { 'features/lib/a.sql': sql, 'features/lib/a.yaml': `functions:\n${double('f', 'f(1)', '1')}` };
    expect(await one(sql, double('f', 'f(1)', '1'), { more: twice })).toEqual([
      expect.stringMatching(/^EWS1007 features\/lib\/own.sql:1:17/),
    ]);
  });
});

it('what was found to be in order is remembered, and asked again when it changes', async () => {
  const kept = new Map<string, Json>();
  const asked: string[] = [];
  const cache: CompileCache = {
    find: (key) => {
      const found = kept.get(key);
      if (found === undefined) asked.push(key);
      return found;
    },
    keep: (key, value) => void kept.set(key, value),
    save: () => undefined,
  };
  const run = async (files: WithFunctions): Promise<number> => {
    const texts = memoryFiles({ ...SMALL_PROJECT, ...filesOf(files) });
    const definitions = present((await readProject('/a/project', texts)).definitions);
    asked.length = 0;
    await compile(definitions, { warehouses: IN_PROCESS, compileCache: cache });
    return asked.length;
  };
  expect(await run(FILES)).toBeGreaterThan(0);
  expect(await run(FILES)).toBe(0);
  expect(await run({ ...FILES, library: { ...GROWTH, sql: GROWTH.sql.replace('b > 0', 'b >= 1') } })).toBeGreaterThan(
    0,
  );
});

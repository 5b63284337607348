import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../../lineage/bound-plan/cases/all-cases.ts';
import { type JsonObject, openWarehouse, parseSql, type Warehouse } from '../warehouse/index.ts';
import { columnSpans } from './column-spans.ts';
import { canonicalAst } from './recipe.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

describe('the place of a column is its expression', () => {
  it.each<readonly [sql: string, written: Readonly<Record<string, string>>]>([
    ['SELECT date, value AS x FROM t', { date: 'date', x: 'value' }],
    ['SELECT (a + b) / 3 AS x, -a AS y FROM t', { x: '(a + b) / 3', y: '-a' }],
    [
      'SELECT NOT a AS x, NULL AS y, date, CASE WHEN a THEN b END AS z FROM t',
      { x: 'NOT a', y: 'NULL', date: 'date', z: 'CASE WHEN a THEN b END' },
    ],
    ['SELECT sum(a) total, b "of all", c.d other FROM t', { total: 'sum(a)', 'of all': 'b', other: 'c.d' }],
    ['SELECT x: a + b, y: (a) FROM t', { x: 'a + b', y: '(a)' }],
    ['SELECT DISTINCT ON (a, b) a, (b) AS x FROM t', { a: 'a', x: '(b)' }],
    ['SELECT DISTINCT a AS x FROM t', { x: 'a' }],
    ['SELECT a IS NOT DISTINCT FROM b AS x, a + 1 AS y FROM t', { x: 'a IS NOT DISTINCT FROM b', y: 'a + 1' }],
    ['SELECT mode() WITHIN GROUP (ORDER BY a) AS x FROM t', { x: 'mode() WITHIN GROUP (ORDER BY a)' }],
    ['SELECT s.from AS x, s."select" AS y FROM t', { x: 's.from', y: 's."select"' }],
    ['SELECT a AS "from", b AS window FROM t', { from: 'a', window: 'b' }],
    ['WITH c AS (SELECT a AS x, 1 AS y FROM t) SELECT x + 1 AS x FROM c', { x: 'x + 1' }],
    [
      'SELECT (SELECT max(b) AS x FROM u) AS x, [1, 2][1] AS y FROM t',
      { x: '(SELECT max(b) AS x FROM u)', y: '[1, 2][1]' },
    ],
    ["SELECT ', FROM' AS x, -- , FROM\n  a /* , */ + b AS y FROM t", { x: "', FROM'", y: 'a /* , */ + b' }],
    ['SELECT\n  a\n    + b\n  AS x\nFROM t', { x: 'a\n    + b' }],
    ['FROM t SELECT a + b AS x', { x: 'a + b' }],
    ['(SELECT a + b AS x FROM t) UNION ALL SELECT c FROM u', { x: 'a + b' }],
    ['SELECT a, * EXCLUDE (a) FROM t', { a: 'a', made_by_the_star: '* EXCLUDE (a)' }],
    [
      'SELECT a::DATE AS x, {b: 1, c: 2} AS y, $$AS z, $$ AS z FROM t',
      { x: 'a::DATE', y: '{b: 1, c: 2}', z: '$$AS z, $$' },
    ],
    [
      'SELECT list_transform(l, lambda e, i: e + i) AS größe, a AS y FROM t',
      { größe: 'list_transform(l, lambda e, i: e + i)', y: 'a' },
    ],
    [
      "SELECT 'größer' AS w, interval 1 month AS x, date '2000-01-01' AS y FROM t",
      { w: "'größer'", x: 'interval 1 month', y: "date '2000-01-01'" },
    ],
  ])('%s', async (sql, written) => {
    const statement = await parsed(sql);
    expect(statement).toBeDefined();
    const query = { file: { path: 'x.sql', text: sql }, bound: unchanged(sql), statement: statement ?? {} };
    const spans = columnSpans(query, Object.keys(written));
    for (const [column, text] of Object.entries(written)) expect(textAt(sql, spans[column])).toBe(text);
  });

  it('shows $variables as they are written', async () => {
    const text = 'SELECT $months + a AS x, b AS y FROM t';
    const sql = text.replace('$months', 'CAST(12 AS INTEGER)');
    const toOriginal = (offset: number): number => (offset < 7 ? offset : Math.max(7, offset - 12));
    const bound = { sql, toOriginal };
    const spans = columnSpans({ file: { path: 'x.sql', text }, bound, statement: (await parsed(sql)) ?? {} }, [
      'x',
      'y',
    ]);
    expect(textAt(text, spans['x'])).toBe('$months + a');
    expect(textAt(text, spans['y'])).toBe('b');
  });
});

/** The oracle: with a constant in its place, the item of the AST is that constant, and the alias is still there. */
describe('what is lit is the whole expression and nothing but it', () => {
  const project = path.resolve(import.meta.dirname, '../../features');
  const definitions = readdirSync(project).filter((file) => file.endsWith('.sql'));
  const corpora: readonly (readonly [name: string, queries: readonly string[]])[] = [
    ['the reference project', definitions.map((file) => readFileSync(path.join(project, file), 'utf8'))],
    ...Object.entries(CASES).map(([name, cases]) => [name, cases.map(({ sql }) => sql)] as const),
  ];

  it.each(corpora)('%s', async (_, queries) => {
    let seen = 0;
    for (const sql of queries) {
      const statement = await parsed(sql);
      if (statement === undefined) continue;
      const items = itemsOf(statement);
      const names = items.map((item, index) => String(item['alias'] || `item ${index}`));
      const spans = columnSpans({ file: { path: 'x.sql', text: sql }, bound: unchanged(sql), statement }, names);
      for (const [index, item] of items.entries()) {
        if (item['class'] === 'STAR' || JSON.stringify(item).includes('"STAR"')) continue;
        const { start, end } = rangeAt(sql, spans[names[index] ?? '']);
        const replaced = itemsOf(await parsed(`${sql.slice(0, start)} 4242 ${sql.slice(end)}`))[index];
        expect(canonicalAst(replaced ?? {}), sql.slice(start, end)).toMatchObject({
          type: 'VALUE_CONSTANT',
          alias: item['alias'],
        });
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(queries.length / 2);
  });
});

async function parsed(sql: string): Promise<JsonObject | undefined> {
  const outcome = await parseSql(warehouse, sql);
  return outcome.ok ? outcome.value[0] : undefined;
}

function itemsOf(statement: JsonObject | undefined): readonly JsonObject[] {
  let node = statement?.['node'] as JsonObject | undefined;
  while (node !== undefined && node['select_list'] === undefined) node = node['left'] as JsonObject | undefined;
  return (node?.['select_list'] ?? []) as readonly JsonObject[];
}

function unchanged(sql: string): { readonly sql: string; readonly toOriginal: (offset: number) => number } {
  return { sql, toOriginal: (offset) => offset };
}

interface Placed {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

function rangeAt(sql: string, span: Placed | undefined): { readonly start: number; readonly end: number } {
  if (span === undefined) throw new Error(`no span in ${sql}`);
  const before = sql.split('\n').slice(0, span.line - 1);
  const start = before.reduce((sum, line) => sum + line.length + 1, 0) + span.column - 1;
  return { start, end: start + span.length };
}

function textAt(sql: string, span: Placed | undefined): string {
  const { start, end } = rangeAt(sql, span);
  return sql.slice(start, end);
}

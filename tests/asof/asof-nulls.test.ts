import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AsOfRelation, judgeAsofJoins } from '../../engine/compile/asof/index.ts';
import { statementOf } from '../../engine/compile/asof/statement.fixture.ts';
import { planOf } from '../../engine/feature-store/definition.fixture.ts';
import { evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { dayAt, openWith, SOURCES, type TestSource } from '../../engine/feature-store/vintages.fixture.ts';
import { first } from '../../engine/presence/index.ts';
import type { Scalar, Warehouse } from '../../engine/warehouse/index.ts';
import { problemLines, problemsWith } from '../compile/one-query.ts';
import { SHAPES } from './shapes/index.ts';

/** DuckDB 1.5 takes a NULL for the latest from 65 rows on the left: two hundred are enough. */
const ROWS = 200;

interface Row {
  readonly date: string;
  readonly k: string | null;
  readonly d: string | null;
  readonly value: number;
}

const COLUMNS = [
  { name: 'date', type: 'DATE' },
  { name: 'k', type: 'VARCHAR' },
  { name: 'd', type: 'DATE' },
  { name: 'value', type: 'DOUBLE' },
];

/** Keys of two texts and none, dates of which each third is none: on the right every fourth, shifted. */
const LEFT: readonly Row[] = Array.from({ length: ROWS }, (_, index) => ({
  date: dayAt(index),
  k: ['a', 'b', null][index % 3] ?? null,
  d: index % 5 < 3 ? dayAt((index * 7) % 90) : null,
  value: index,
}));
const RIGHT: readonly Row[] = Array.from({ length: 60 }, (_, index) => ({
  date: dayAt(index),
  k: ['a', 'b', null][(index * 2 + 1) % 3] ?? null,
  d: index % 4 === 0 ? null : dayAt(index + 3),
  value: 1000 + index,
}));

function sourceOf(name: string, rows: readonly Row[]): TestSource {
  const observed = rows.map(({ date, k, d, value }): Scalar[] => [date, k, d, value, dayAt(0), '9999-12-31']);
  return { name, columns: COLUMNS, rows: observed };
}

const NULLED = [sourceOf('s.x', LEFT), sourceOf('s.y', RIGHT)];
const DATES = [dayAt(3), dayAt(400)];

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWith(NULLED, DATES);
});
afterAll(() => warehouse.close());

async function judge(
  sql: string,
  sources: readonly TestSource[],
  groups: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  for (const { name, columns } of sources) {
    const key = columns.map((column) => column.name).filter((column) => !['value', 'kind', 'd'].includes(column));
    relations.set(name, { kind: 'source', name, columns, key: sources === NULLED ? ['date'] : key });
  }
  for (const [name, text] of Object.entries(groups)) {
    relations.set(name, { kind: 'group', name, sql: text, statement: await statementOf(warehouse, text) });
  }
  return judgeAsofJoins(await statementOf(warehouse, sql), relations).map(({ at }) =>
    first(sql.slice(at).split(/[\s)]/)),
  );
}

interface Form {
  readonly on: string;
  readonly byKey: boolean;
  readonly keeps: 'all' | 'matched';
  /** Whether the first of two dates on the right, which both meet the condition, is the nearer one. */
  readonly nearer: (a: string, b: string) => boolean;
  readonly meets: (left: string, right: string) => boolean;
}

const FORMS: readonly Form[] = (['all', 'matched'] as const).flatMap((keeps) =>
  [false, true].flatMap((byKey): Form[] => [
    { on: '>=', byKey, keeps, nearer: (a, b) => a > b, meets: (l, r) => l >= r },
    { on: '>', byKey, keeps, nearer: (a, b) => a > b, meets: (l, r) => l > r },
    { on: '<=', byKey, keeps, nearer: (a, b) => a < b, meets: (l, r) => l <= r },
    { on: '<', byKey, keeps, nearer: (a, b) => a < b, meets: (l, r) => l < r },
  ]),
);

/** A nested loop over the rows, and nothing of DuckDB's. */
function expectedOf({ byKey, keeps, nearer, meets }: Form): readonly string[] {
  return LEFT.flatMap(({ date, k, d }) => {
    if (d === null || (byKey && k === null)) return [];
    let best: { readonly d: string; readonly value: number } | undefined;
    for (const right of RIGHT) {
      if (right.d === null || (byKey && right.k !== k) || !meets(d, right.d)) continue;
      if (best === undefined || nearer(right.d, best.d)) best = { d: right.d, value: right.value };
    }
    return best === undefined && keeps === 'matched' ? [] : [`${date} ${best?.value ?? null}`];
  }).toSorted();
}

function filteredSql({ on, byKey, keeps }: Form, using = false): string {
  const filter = byKey ? 'd IS NOT NULL AND k IS NOT NULL' : 'd IS NOT NULL';
  const join = keeps === 'all' ? 'ASOF LEFT JOIN' : 'ASOF JOIN';
  const keys = byKey ? 'x.k = y.k AND ' : '';
  const condition = using ? `USING (${byKey ? 'k, d' : 'd'})` : `ON ${keys}x.d ${on} y.d`;
  return `SELECT x.date, y.value FROM (SELECT date, k, d FROM s.x WHERE ${filter}) AS x
    ${join} (SELECT k, d, value FROM s.y WHERE ${filter}) AS y ${condition}`;
}

describe('an ASOF join of rows from which NULLs are kept out is that of a nested loop, by date and lifted', () => {
  const using = FORMS.filter(({ on }) => on === '>=').map((form) => [form, true] as const);
  it.each([...FORMS.map((form) => [form, false] as const), ...using])('%o, USING: %s', async (form, isUsing) => {
    const sql = filteredSql(form, isUsing);
    expect(await judge(sql, NULLED)).toEqual([]);
    const plan = await planOf(warehouse, { name: 'nearest', sql }, NULLED);
    const evaluated = [await evaluateLoop(warehouse, plan, DATES)];
    if (plan.liftedSql !== undefined) evaluated.push(await evaluateLifted(warehouse, plan, DATES));
    for (const { table, dates } of evaluated) {
      const rows = await warehouse.rows(
        `SELECT e.date, e.value FROM ${dates} d JOIN ${table} e USING (__t) WHERE d.t = '${dayAt(400)}'`,
      );
      expect(rows.map(({ date, value }) => `${date} ${value ?? null}`).toSorted()).toEqual(expectedOf(form));
    }
  });

  it('keeps more than 65 rows on the left, and finds some of their matches', () => {
    const [form] = FORMS;
    const expected = form === undefined ? [] : expectedOf(form);
    expect(expected.length).toBeGreaterThan(65);
    expect(new Set(expected.map((row) => row.split(' ')[1])).size).toBeGreaterThan(10);
  });
});

describe('where a compared column may be NULL the join is refused at its place', () => {
  it.each([
    ['a column of the left', 'FROM s.x ASOF LEFT JOIN s.y ON x.d >= y.date', ['x.d']],
    ['a column of the right', 'FROM s.x ASOF JOIN s.y ON x.date >= y.d', ['y.d']],
    ['both', 'FROM s.x ASOF JOIN s.y ON x.d <= y.d', ['x.d', 'y.d']],
    ['a key', 'FROM s.x ASOF JOIN s.y ON x.k = y.k AND x.date >= y.date', ['x.k', 'y.k']],
    ['USING', 'FROM s.x ASOF JOIN s.y USING (k, date)', ['ASOF']],
    ['NULL equal to NULL', 'FROM s.x ASOF JOIN s.y ON x.date IS NOT DISTINCT FROM y.date AND x.date >= y.date', ['IS']],
    ['a filter above', 'FROM s.x ASOF JOIN s.y ON x.date >= y.d WHERE y.d IS NOT NULL', ['y.d']],
    ['a filter under OR', 'FROM s.x ASOF JOIN (FROM s.y WHERE d IS NOT NULL OR k IS NULL) y ON x.date >= y.d', ['y.d']],
    ['an aggregate over nothing', 'FROM s.x ASOF JOIN (SELECT max(date) AS d FROM s.y) y ON x.date >= y.d', ['y.d']],
    [
      'an outer join',
      'FROM s.x ASOF JOIN (SELECT y.date FROM s.x z LEFT JOIN s.y USING (d)) y ON x.date >= y.date',
      ['y.date'],
    ],
    [
      'a grouping set',
      'FROM s.x ASOF JOIN (SELECT date FROM s.y GROUP BY ROLLUP (date)) y ON x.date >= y.date',
      ['y.date'],
    ],
    ['a window', 'FROM s.x ASOF JOIN (SELECT lag(date) OVER () AS date FROM s.y) y ON x.date >= y.date', ['y.date']],
    ['a fallible cast', 'FROM s.x ASOF JOIN s.y ON x.date >= TRY_CAST(y.date AS DATE)', ['TRY_CAST(y.date']],
    [
      'a union',
      'FROM s.x ASOF JOIN (SELECT date FROM s.y UNION ALL SELECT d FROM s.y) y ON x.date >= y.date',
      ['y.date'],
    ],
    [
      'two lists side by side',
      'FROM s.x ASOF JOIN (SELECT unnest(range(3)) AS i, unnest(range(4)) AS j) y ON x.value >= y.i',
      ['x.value', 'y.i'],
    ],
    [
      'a step of a recursion',
      'WITH RECURSIVE r(d) AS (SELECT date FROM s.y UNION ALL SELECT nullif(d, d) FROM r) FROM s.x ' +
        'ASOF JOIN r ON x.date >= r.d',
      ['r.d'],
    ],
    ['a subquery', 'SELECT date FROM s.x WHERE EXISTS (FROM s.x a ASOF JOIN s.y b ON a.d >= b.date)', ['a.d']],
    ['a CTE', 'WITH q AS (FROM s.x a ASOF JOIN s.y b ON a.d >= b.date) FROM q', ['a.d']],
    ['the full name', 'FROM s.x ASOF JOIN s.y ON s.x.date >= s.y.d', ['s.y.d']],
  ])('%s', async (_, sql, places) => {
    expect(await judge(sql, NULLED)).toEqual(places);
  });
});

it.each([
  'SELECT date, (SELECT sum(y.w) FROM s.x ' +
    'ASOF LEFT JOIN (SELECT date, value + coalesce(o.value, 1) AS w FROM s.y) y ON x.date >= y.date) AS v ' +
    'FROM s.x AS o',
  'SELECT o.date, z.v FROM s.x AS o, LATERAL (SELECT max(y.value) AS v FROM (SELECT date FROM s.x ' +
    'WHERE date < o.date) x ASOF JOIN s.y ON x.date >= y.date) z',
])('a join that reads the row around its subquery is refused: %s', async (sql) => {
  expect(await judge(sql, NULLED)).toEqual(['ASOF']);
});

it('a join within a subquery that reads the row around it in WHERE is admitted', async () => {
  const sql =
    'SELECT date, (SELECT max(y.value) FROM s.x ASOF JOIN s.y ON x.date >= y.date ' +
    'WHERE x.date < o.date) AS v FROM s.x AS o';
  expect(await judge(sql, NULLED)).toEqual([]);
});

describe('where no compared column can be NULL the join is admitted', () => {
  it.each([
    'FROM s.x ASOF JOIN s.y ON s.x.date >= s.y.date',
    "FROM calendar.dates c ASOF LEFT JOIN s.y ON c.date + INTERVAL 1 MONTH > date_trunc('quarter', y.date)",
    "FROM s.x ASOF JOIN s.y ON coalesce(x.d, DATE '2000-01-01') >= y.date AND coalesce(x.k, '') = coalesce(y.k, '')",
    "FROM (SELECT * EXCLUDE (value) FROM s.x WHERE k = 'a' AND d < as_of()) x ASOF JOIN (SELECT * " +
      "FROM s.y WHERE k IN ('a', 'b')) y ON x.k = y.k AND x.d >= y.date",
    'WITH q(a, b) AS (SELECT d, k FROM s.y WHERE d IS NOT NULL) FROM s.x ASOF JOIN q ON x.date >= q.a',
    'FROM s.x ASOF JOIN (SELECT min(date) AS d FROM s.y GROUP BY k) y ON x.date >= y.d',
    "FROM s.x ASOF JOIN (SELECT CAST(unnest(range(DATE '2000-01-01', max(d), INTERVAL 1 MONTH)) AS " +
      'DATE) AS m FROM s.y) y ON x.date >= y.m',
    'FROM s.x ASOF JOIN (SELECT date FROM s.y UNION SELECT date FROM calendar.dates) y USING (date)',
    'FROM s.x ASOF JOIN (SELECT x.date FROM s.x LEFT JOIN s.y USING (d)) y ON x.date >= y.date',
    'WITH RECURSIVE r(d) AS (SELECT date FROM s.y UNION ALL SELECT d - 1 FROM r ' +
      "WHERE d > DATE '2000-01-01') FROM s.x ASOF JOIN r ON x.date >= r.d",
    "FROM (VALUES (DATE '2000-01-01', 1), (as_of(), 2)) v(d, i) ASOF JOIN s.y ON v.d >= y.date",
    'FROM s.x ASOF JOIN features.g ON x.date >= g.date',
  ])('%s', async (sql) => {
    const groups = { 'features.g': 'SELECT date, avg(value) AS v FROM s.y GROUP BY date' };
    expect(await judge(sql, NULLED, groups)).toEqual([]);
  });

  it.each(SHAPES.filter(({ sql }) => sql.includes('ASOF')))('the shape $name', async ({ sql, groups = {} }) => {
    expect(await judge(sql, SOURCES, groups)).toEqual([]);
  });
});

describe('a project', () => {
  it('is told which column, in groups and in tests, whose stored date may be NULL', async () => {
    const problems = await problemsWith({
      'features/planted.sql': `SELECT u.date, g.x FROM fred.unrate AS u
ASOF LEFT JOIN (SELECT max(date) AS date, 1 AS x FROM fred.gs10) AS g ON u.date >= g.date
`,
      'features/sound.near.sql':
        'SELECT a.date FROM features.sound AS a ASOF JOIN features.sound AS b USING (as_of, date)\n',
      'features/sound.yaml':
        'feature: sound\ndescription: in order\ncolumns: { x: { description: x } }\n' +
        'tests: { near: { severity: error } }\n',
    });
    const why = 'may be NULL, which an ASOF JOIN takes for the latest of all';
    expect(problemLines(problems)).toEqual([
      `EWS2115 features/planted.sql:2:84 "g.date" "g.date" ${why}`,
      `EWS2115 features/sound.near.sql:1:40 "ASOF" "date" on the left ${why}`,
    ]);
    expect(problems.map(({ hint }) => hint)).toEqual([
      'join (SELECT ... FROM ... WHERE date IS NOT NULL) AS g',
      'join (SELECT ... FROM ... WHERE date IS NOT NULL) on that side',
    ]);
  });
});

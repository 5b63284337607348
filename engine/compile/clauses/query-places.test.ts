import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../../../lineage/bound-plan/cases/all-cases.ts';
import { CATALOGUE, TABLES } from '../../../lineage/bound-plan/cases/catalogue.ts';
import { type EdgeSubtype, type QueryLineage, walkPlan } from '../../../lineage/index.ts';
import { present } from '../../presence/index.ts';
import { bindPlan, openWarehouse, parseSql, type Warehouse } from '../../warehouse/index.ts';
import { AGGREGATE_FUNCTIONS } from '../asof/index.ts';
import { type QueryPlaces, queryPlaces } from './index.ts';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
});

afterAll(() => warehouse.close());

const COLUMNS = new Map(TABLES.map(({ name, columns }) => [name, Object.keys(columns)]));

interface Located {
  readonly lineage: QueryLineage;
  readonly places: QueryPlaces;
}

async function located(sql: string): Promise<Located> {
  const plan = await bindPlan(warehouse, sql);
  const parsed = await parseSql(warehouse, sql);
  const statement = parsed.ok ? parsed.value[0] : undefined;
  if (!plan.ok || statement === undefined) throw new Error(`cannot bind ${sql}`);
  const names = (await warehouse.columns(sql)).map(({ name }) => name);
  const walked = walkPlan(plan.value, names);
  if (!walked.ok) throw new Error(walked.reason);
  const places = queryPlaces(sql, statement, names, {
    columnsOf: (relation) => COLUMNS.get(relation),
    isAggregate: (name) => AGGREGATE_FUNCTIONS.includes(name),
  });
  return { lineage: walked.lineage, places };
}

/** `column SUBTYPE source` -> the texts of its clauses, white space as one space. */
async function clausesOf(sql: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { lineage, places } = await located(sql);
  const edges = [
    ...lineage.columns.flatMap(({ column, edges: own }, index) => own.map((edge) => ({ of: column, edge, index }))),
    ...lineage.rows.map((edge) => ({ of: 'rows', edge, index: undefined })),
  ];
  return Object.fromEntries(
    edges.flatMap(({ of, edge, index }) => {
      if (edge.type === 'DIRECT') return [];
      const { relation, column } = edge.from;
      const texts = places.clauses(edge, index).map(({ start, end }) => sql.slice(start, end).replaceAll(/\s+/g, ' '));
      return [[`${of} ${edge.subtype} ${relation.replace(/^\w+\./, '')}.${column}`, texts]];
    }),
  );
}

describe('an edge has the clause through which it comes about', () => {
  it.each<[sql: string, clauses: Readonly<Record<string, readonly string[]>>]>([
    [
      `WITH recent AS (SELECT date, value FROM fred.unrate WHERE rev > 1)
       SELECT recent.date, recent.value FROM recent JOIN fred.payems AS p ON p.date = recent.date
         WHERE recent.value > 2`,
      {
        'rows FILTER unrate.rev': ['WHERE rev > 1'],
        'rows FILTER unrate.value': ['WHERE recent.value > 2'],
        'rows JOIN unrate.date': ['ON p.date = recent.date'],
        'rows JOIN payems.date': ['ON p.date = recent.date'],
      },
    ],
    [
      'SELECT a.value FROM fred.unrate a JOIN fred.unrate b ON a.rev = b.rev WHERE a.rev > 1 AND b.date > a.date',
      {
        'rows JOIN unrate.rev': ['ON a.rev = b.rev'],
        'rows FILTER unrate.rev': ['WHERE a.rev > 1 AND b.date > a.date'],
        'rows FILTER unrate.date': ['WHERE a.rev > 1 AND b.date > a.date'],
      },
    ],
    [
      'SELECT CASE WHEN rev > 1 THEN value END AS a, CASE WHEN rev > 2 THEN value END AS b FROM fred.unrate',
      {
        'a CONDITIONAL unrate.rev': ['CASE WHEN rev > 1 THEN value END'],
        'b CONDITIONAL unrate.rev': ['CASE WHEN rev > 2 THEN value END'],
      },
    ],
    [
      'SELECT (SELECT max(p.value) FROM fred.payems p WHERE p.rev > 1) AS a, (SELECT min(p.value) ' +
        'FROM fred.payems p WHERE p.rev > 2) AS b FROM fred.unrate',
      { 'a FILTER payems.rev': ['WHERE p.rev > 1'], 'b FILTER payems.rev': ['WHERE p.rev > 2'] },
    ],
    [
      `WITH latest AS (SELECT max(date) AS date FROM fred.unrate WHERE rev > 1), all_of AS (SELECT lo FROM lab.wide)
       SELECT latest.date, all_of.lo FROM all_of CROSS JOIN latest`,
      { 'date FILTER unrate.rev': ['WHERE rev > 1'] },
    ],
    [
      'SELECT area, sum(value) AS s FROM fred.unrate GROUP BY area HAVING sum(value) > 1 ORDER BY s LIMIT 3',
      {
        'rows GROUP_BY unrate.area': ['GROUP BY area'],
        'rows FILTER unrate.value': ['HAVING sum(value) > 1'],
        'rows SORT unrate.value': ['ORDER BY s'],
      },
    ],
    [
      'SELECT date, lag(value) OVER w AS before FROM fred.unrate WINDOW w AS (PARTITION BY area ' +
        'ORDER BY date) QUALIFY row_number() OVER w > 1',
      {
        'before WINDOW unrate.area': ['w AS (PARTITION BY area ORDER BY date)'],
        'before WINDOW unrate.date': ['w AS (PARTITION BY area ORDER BY date)'],
        'rows FILTER unrate.area': ['QUALIFY row_number() OVER w > 1'],
        'rows FILTER unrate.date': ['QUALIFY row_number() OVER w > 1'],
      },
    ],
    [
      'SELECT value FROM fred.unrate WHERE EXISTS (SELECT 1 FROM fred.payems p ' +
        'WHERE p.rev = unrate.rev) UNION SELECT lo FROM lab.wide',
      {
        'rows FILTER payems.rev': ['WHERE EXISTS (SELECT 1 FROM fred.payems p WHERE p.rev = unrate.rev)'],
        'rows FILTER unrate.rev': ['WHERE EXISTS (SELECT 1 FROM fred.payems p WHERE p.rev = unrate.rev)'],
        'rows GROUP_BY unrate.value': ['UNION'],
        'rows GROUP_BY wide.lo': ['UNION'],
      },
    ],
    [
      'SELECT id, unnest(tags) AS tag FROM lab.wide JOIN fred.payems ON payems.rev = id NATURAL ' +
        'JOIN (SELECT lo, note FROM lab.wide) AS other',
      {
        'rows JOIN wide.tags': ['unnest(tags)'],
        'rows JOIN wide.id': ['ON payems.rev = id'],
        'rows JOIN payems.rev': ['ON payems.rev = id'],
        'rows JOIN wide.lo': ['NATURAL JOIN (SELECT lo, note FROM lab.wide) AS other'],
        'rows JOIN wide.note': ['NATURAL JOIN (SELECT lo, note FROM lab.wide) AS other'],
      },
    ],
    [
      `SELECT "größe".value FROM fred.unrate AS "größe" /* für ä */ WHERE "größe".area = 'ü' AND "größe".rev > 1`,
      {
        'rows FILTER unrate.area': [`WHERE "größe".area = 'ü' AND "größe".rev > 1`],
        'rows FILTER unrate.rev': [`WHERE "größe".area = 'ü' AND "größe".rev > 1`],
      },
    ],
    // One row in other queries of the kind, so that no column of it has to be read: here none or several.
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT count(*) AS n FROM fred.payems p ' +
        'WHERE p.rev > u.rev HAVING sum(p.value) > 1) l',
      {
        'rows FILTER payems.rev': ['WHERE p.rev > u.rev'],
        'rows FILTER payems.value': ['HAVING sum(p.value) > 1'],
        'rows FILTER unrate.rev': ['WHERE p.rev > u.rev'],
      },
    ],
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT sum(value) AS n FROM fred.payems p ' +
        'WHERE p.rev > u.rev QUALIFY sum(n) OVER () > 1) l',
      {
        'rows FILTER payems.rev': ['WHERE p.rev > u.rev'],
        'rows FILTER payems.value': ['QUALIFY sum(n) OVER () > 1'],
        'rows FILTER unrate.rev': ['WHERE p.rev > u.rev'],
      },
    ],
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT unnest(list(p.value)) AS n FROM fred.payems p ' +
        'WHERE p.rev > u.rev) l',
      {
        'rows FILTER payems.rev': ['WHERE p.rev > u.rev'],
        'rows JOIN payems.value': ['unnest(list(p.value))'],
        'rows FILTER unrate.rev': ['WHERE p.rev > u.rev'],
      },
    ],
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT 1 AS n WHERE u.value > 1) l',
      { 'rows FILTER unrate.value': ['WHERE u.value > 1'] },
    ],
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT unnest([u.value, u.rev]) AS n) l',
      { 'rows JOIN unrate.rev': ['unnest([u.value, u.rev])'], 'rows JOIN unrate.value': ['unnest([u.value, u.rev])'] },
    ],
    [
      'SELECT u.date FROM fred.unrate u, LATERAL (SELECT max(p.value) AS n FROM fred.payems p ' +
        'WHERE p.rev > u.rev LIMIT 0) l',
      { 'rows FILTER payems.rev': ['WHERE p.rev > u.rev'], 'rows FILTER unrate.rev': ['WHERE p.rev > u.rev'] },
    ],
    [
      'WITH c AS (SELECT count(*) AS n FROM fred.payems p WHERE p.rev > 1 HAVING max(p.value) > 1) ' +
        'SELECT u.date FROM fred.unrate u, c',
      { 'rows FILTER payems.rev': ['WHERE p.rev > 1'], 'rows FILTER payems.value': ['HAVING max(p.value) > 1'] },
    ],
  ])('%s', async (sql, clauses) => {
    expect(await clausesOf(sql)).toEqual(clauses);
  });
});

/** How the clauses of each kind of edge begin. */
const BEGINNINGS: Readonly<Record<Exclude<EdgeSubtype, 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION'>, RegExp>> = {
  JOIN: /^(ON|USING|NATURAL|EXCEPT|INTERSECT|unnest|generate_series|generate_subscripts|json_each|range|UNPIVOT)\b/i,
  FILTER: /^(WHERE|HAVING|QUALIFY|ON|LIMIT|PIVOT|UNPIVOT)\b/i,
  GROUP_BY: /^(GROUP BY|DISTINCT|UNION|INTERSECT|EXCEPT|PIVOT)\b/i,
  SORT: /^(ORDER BY|ARRAY)\b/i,
  WINDOW: /^(OVER\b|\w+ AS \()/i,
  CONDITIONAL: /^(CASE|IF|COALESCE|IFNULL|NULLIF|USING|ARRAY|PIVOT)\b/i,
};

// The text of a view or of a query within a string is not that of the query itself.
const written = Object.values(CASES)
  .flatMap((cases) => cases.map(({ sql }) => sql))
  .filter((sql) => !/lab\.high|query\(/.test(sql));

it('finds a clause of its kind for every indirect edge of every query of the walker', async () => {
  let edges = 0;
  for (const sql of written) {
    for (const [edge, clauses] of Object.entries(await clausesOf(sql))) {
      const subtype = edge.split(' ').find((word) => word in BEGINNINGS) as keyof typeof BEGINNINGS;
      expect(clauses.length, `${edge} of ${sql}`).toBeGreaterThan(0);
      for (const clause of clauses) expect(clause, `${edge} of ${sql}`).toMatch(BEGINNINGS[subtype]);
      edges += 1;
    }
  }
  expect(edges).toBeGreaterThan(450);
});

it('finds the expression of every column that no star makes', async () => {
  for (const sql of written.filter(
    (each) => !/[*]|COLUMNS|PIVOT|^FROM|unnest\(info|unnest\(\[\{|VALUES|TABLE/i.test(each),
  )) {
    const { lineage, places } = await located(sql);
    for (const [index, { column }] of lineage.columns.entries()) {
      const { start, end } = present(places.expressions[index], `the expression of ${column} of ${sql}`);
      expect(sql.slice(start, end), `${column} of ${sql}`).not.toBe('');
    }
  }
});

it('is not led astray by comments, line breaks and the case of keywords', async () => {
  for (const sql of written.filter((each) => !/'/.test(each))) {
    const noisy = sql
      .replaceAll(/\s+/g, ' /* WHERE ( */ -- ON )\n ')
      .replaceAll(/\b(SELECT|FROM|WHERE|ORDER|CASE)\b/g, (word) => word.toLowerCase());
    const plain = (clauses: readonly string[]): readonly string[] =>
      clauses.map((text) =>
        text
          .replaceAll(/\/\* where \( \*\/|-- ON \)/gi, ' ')
          .replaceAll(/\s+/g, ' ')
          .toLowerCase(),
      );
    const [before, after] = [await clausesOf(sql), await clausesOf(noisy)];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [edge, clauses] of Object.entries(before)) {
      expect(plain(present(after[edge])), `${edge} of ${noisy}`).toEqual(plain(clauses));
    }
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../diagnostics/index.ts';
import { present } from '../../presence/index.ts';
import { openWarehouse, parseSql, type Warehouse } from '../../warehouse/index.ts';
import { type GateContext, gate, type RelationKind, refuseStatement } from './index.ts';

const DECLARED: Readonly<Record<string, RelationKind>> = {
  'fred.unrate': 'source',
  'fred.payems': 'source',
  'features.labor': 'group',
  'labels.recession_12m': 'label',
  'models.recession_logit': 'model',
  'calendar.dates': 'calendar',
};

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function judge(sql: string, reads: GateContext['reads'] = 'feature'): Promise<readonly Problem[]> {
  const file = { path: 'features/x.sql', text: sql };
  const parsed = await parseSql(warehouse, sql);
  if (!parsed.ok) return [refuseStatement(file)];
  const relationNames = Object.keys(DECLARED);
  return gate({ file, reads, relationKind: (name) => DECLARED[name], relationNames }, parsed.value);
}

/** `code line:column underlined` for each problem. */
function places(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, span, lineText }) => {
    if (span === undefined) return code;
    const underlined = present(lineText).slice(span.column - 1, span.column - 1 + span.length);
    return `${code} ${span.line}:${span.column} ${underlined}`;
  });
}

/** Each marks the planted look-ahead with « »; the text between them must be what is underlined. */
const PLANTED: readonly (readonly [name: string, code: string, marked: string])[] = [
  ['the start of knowledge', 'EWS2109', 'SELECT date, «realtime_start» FROM fred.unrate'],
  ['the start of knowledge, qualified', 'EWS2109', 'SELECT date FROM fred.unrate u\nWHERE «u.realtime_end» > date'],
  ['the kind of knowledge', 'EWS2109', 'SELECT date, «knowledge» FROM fred.unrate'],
  ['USING the start of knowledge', 'EWS2109', 'SELECT * FROM fred.unrate «JOIN» fred.payems USING (realtime_start)'],
  ['the order of storage', 'EWS2109', 'SELECT date, «rowid» FROM fred.unrate'],
  ['now()', 'EWS2107', 'SELECT date FROM fred.unrate WHERE date < «now»()'],
  ['today()', 'EWS2107', 'SELECT date, «today»() - date AS age FROM fred.unrate'],
  ['current_date', 'EWS2107', 'SELECT date FROM fred.unrate\nWHERE date < «current_date»'],
  ['current_timestamp', 'EWS2107', 'SELECT «current_timestamp» AS t, date FROM fred.unrate'],
  ['localtimestamp', 'EWS2107', 'SELECT «localtimestamp» AS t, date FROM fred.unrate'],
  ['current_localtimestamp()', 'EWS2107', 'SELECT «current_localtimestamp»() AS t, date FROM fred.unrate'],
  ['get_current_timestamp()', 'EWS2107', 'SELECT «get_current_timestamp»() AS t, date FROM fred.unrate'],
  ['age of one argument', 'EWS2107', 'SELECT date, «age»(date) AS a FROM fred.unrate'],
  ['ago', 'EWS2107', 'SELECT date FROM fred.unrate WHERE date > «ago»(INTERVAL 1 MONTH)'],
  ['a setting', 'EWS2107', "SELECT date, «current_setting»('TimeZone') AS z FROM fred.unrate"],
  ['a session variable', 'EWS2107', "SELECT date, «getvariable»('as_of') AS z FROM fred.unrate"],
  ['chance', 'EWS2107', 'SELECT date, «random»() AS r FROM fred.unrate'],
  ['an identifier made by chance', 'EWS2107', 'SELECT date, «uuid»() AS r FROM fred.unrate'],
  ['a sequence', 'EWS2107', "SELECT date, «nextval»('s') AS n FROM fred.unrate"],
  ['an aggregate named by text', 'EWS2107', "SELECT date, «list_aggregate»([1], 'sum') AS n FROM fred.unrate"],
  ['a function of another schema', 'EWS2107', 'SELECT date, «pg_catalog.pg_sleep»(1) AS n FROM fred.unrate'],
  ['a file by function', 'EWS2107', "SELECT * FROM «read_csv»('/etc/passwd')"],
  ['a file by name', 'EWS2109', "SELECT * FROM «'future.csv'»"],
  ['a parquet file by name', 'EWS2109', "SELECT * FROM fred.unrate JOIN «'s3://x/y.parquet'» USING (date)"],
  ['SQL from text', 'EWS2107', "SELECT * FROM «query»('SELECT 1')"],
  ['the catalogue', 'EWS2107', 'SELECT * FROM «duckdb_tables»()'],
  ['the information schema', 'EWS2104', 'SELECT * FROM «information_schema.tables»'],
  ['the observations themselves', 'EWS2104', 'SELECT date FROM «obs."fred.unrate"»'],
  ['the snapshots', 'EWS2104', 'SELECT date FROM «__asof."fred.unrate"»'],
  ['an undeclared table', 'EWS2104', 'SELECT date FROM «fred.unrat»'],
  ['a database', 'EWS2109', 'SELECT date FROM «memory.fred.unrate»'],
  ['another time', 'EWS2109', "SELECT date FROM «fred.unrate» AT (TIMESTAMP => '2030-01-01')"],
  ['a sample of a table', 'EWS2109', 'SELECT date FROM «fred.unrate» TABLESAMPLE 10%'],
  ['a label inside a feature', 'EWS2108', 'SELECT date, y FROM fred.unrate JOIN «labels.recession_12m» USING (date)'],
  ['a model inside a feature', 'EWS2108', 'SELECT * FROM «models.recession_logit»'],
  [
    'in a subquery of the select list',
    'EWS2108',
    'SELECT date, (SELECT max(y) FROM «labels.recession_12m») AS y FROM fred.unrate',
  ],
  ['in WHERE', 'EWS2108', 'SELECT date FROM fred.unrate WHERE date IN (SELECT date FROM «labels.recession_12m»)'],
  ['in a CTE', 'EWS2108', 'WITH y AS (SELECT * FROM «labels.recession_12m») SELECT date FROM fred.unrate'],
  ['in ORDER BY', 'EWS2107', 'SELECT date FROM fred.unrate ORDER BY «now»()'],
  ['in LIMIT', 'EWS2107', 'SELECT date FROM fred.unrate ORDER BY date LIMIT «random»()'],
  ['in HAVING', 'EWS2107', 'SELECT max(date) AS date FROM fred.unrate HAVING max(date) < «today»()'],
  ['in QUALIFY', 'EWS2107', 'SELECT date FROM fred.unrate QUALIFY lag(«today»()) OVER (ORDER BY date) > date'],
  ['in a window frame', 'EWS2107', 'SELECT date, sum(value) OVER (ORDER BY «random»()) AS s FROM fred.unrate'],
  ['in FILTER', 'EWS2107', 'SELECT count(*) FILTER (WHERE date < «today»()) AS n FROM fred.unrate'],
  ['in a join condition', 'EWS2107', 'SELECT a.date FROM fred.unrate a JOIN fred.payems b ON a.date < «now»()'],
  ['in VALUES', 'EWS2107', 'SELECT * FROM (VALUES («now»())) v(date)'],
  ['in a lambda', 'EWS2107', 'SELECT date, list_transform([1], x -> x + «random»()) AS l FROM fred.unrate'],
  ['in a set operation', 'EWS2108', 'SELECT date FROM fred.unrate UNION SELECT date FROM «labels.recession_12m»'],
  ['in a CASE', 'EWS2107', 'SELECT CASE WHEN date > «today»() THEN 1 END AS c FROM fred.unrate'],
  ['in a pivot', 'EWS2107', 'PIVOT fred.unrate ON value IN (1) USING max(«now»())'],
  ['behind a wide character', 'EWS2107', "SELECT 'süß ∑ 😀' AS s,\n  «now»() AS t FROM fred.unrate"],
  ['two statements', 'EWS2102', 'SELECT date FROM fred.unrate; SELECT «date» FROM fred.payems'],
  ['a statement that is no SELECT', 'EWS2102', '-- a table\n«CREATE» TABLE t AS SELECT 1'],
  ['a COPY behind a SELECT', 'EWS2102', "SELECT 1; «COPY» (SELECT 1) TO 'x.csv'"],
  ['columns made of data', 'EWS2113', '«PIVOT» fred.unrate ON value USING count(*)'],
  ['columns made of a type', 'EWS2113', 'SELECT * FROM fred.unrate «PIVOT» (count(*) FOR value IN some_type)'],
  ['rows that LIMIT picks without an order', 'EWS2114', 'SELECT max(value) AS m FROM (FROM fred.unrate LIMIT «3»)'],
  [
    'rows that DISTINCT ON picks without an order',
    'EWS2114',
    'SELECT DISTINCT ON («value») date, value FROM fred.unrate',
  ],
  ['rows of a union that LIMIT picks', 'EWS2114', 'FROM fred.unrate UNION ALL FROM fred.payems LIMIT «3» OFFSET 1'],
  ['DESCRIBE', 'EWS2109', 'FROM («DESCRIBE» fred.unrate)'],
  [
    'an ASOF RIGHT JOIN, which may not end',
    'EWS2109',
    'SELECT b.date FROM fred.unrate a «ASOF» RIGHT JOIN fred.payems b ON a.date >= b.date',
  ],
  [
    'an ASOF FULL JOIN, which may not end',
    'EWS2109',
    'SELECT b.date FROM fred.unrate a «ASOF» FULL JOIN fred.payems b ON a.date >= b.date',
  ],
  [
    'a list by ARRAY',
    'EWS2109',
    'SELECT date, ARRAY(SELECT value FROM fred.payems ORDER BY «date») AS a FROM fred.unrate',
  ],
  ["the engine's own names", 'EWS2109', 'SELECT date FROM «fred.unrate» AS __a'],
  ['an unknown function', 'EWS2107', 'SELECT date, «medain»(value) AS m FROM fred.unrate'],
  ['as_of of something', 'EWS2107', 'SELECT date, «as_of»(date) AS t FROM fred.unrate'],
  ['a CTE out of its reach', 'EWS2104', 'SELECT (WITH x AS (SELECT 1 AS y) SELECT y FROM x) AS a, date FROM «x»'],
];

describe('planted look-ahead is refused at its place', () => {
  it.each(PLANTED)('%s', async (_, code, marked) => {
    const sql = marked.replaceAll(/[«»]/g, '');
    const before = marked.slice(0, marked.indexOf('«'));
    const underlined = marked.slice(marked.indexOf('«') + 1, marked.indexOf('»'));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    expect(places(await judge(sql))).toEqual([`${code} ${line}:${column} ${underlined}`]);
  });
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindPlan, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CASES } from '../../lineage/bound-plan/cases/all-cases.ts';
import { CATALOGUE, TABLES } from '../../lineage/bound-plan/cases/catalogue.ts';
import { randomTables } from '../../lineage/bound-plan/cases/random-tables.ts';
import { LOOKUPS } from '../../lineage/column-digest/lookups.fixture.ts';
import { type QueryDigests, queryDigests } from '../../lineage/column-digest/query-digests.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
  await warehouse.run('CREATE TABLE fred.rates (date DATE, value DOUBLE)');
});

afterAll(() => warehouse.close());

async function digests(sql: string): Promise<QueryDigests> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(plan.refusal.message);
  const names = (await warehouse.columns(sql)).map(({ name }) => name);
  return queryDigests(plan.value, names, hash, KEYS);
}

/** A relation with one row a date, beside those of the catalogue, which have none such. */
const KEYS = new Map([['fred.rates', ['date']]]);

/** Small changes of a query, of which many bind and mean something else. */
const MUTATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bvalue\b/, 'rev'],
  [/\brev\b/, 'value'],
  [/\ba\./, 'b.'],
  [/\bb\./, 'a.'],
  [/\bunrate\b/, 'payems'],
  [/ < /, ' <= '],
  [/ = /, ' <> '],
  [/ > /, ' < '],
  [/ - /, ' + '],
  [/ \+ /, ' - '],
  [/\b1\b/, '2'],
  [/\b2\b/, '3'],
  [/\bsum\(/, 'max('],
  [/\bmax\(/, 'min('],
  [/\bLEFT JOIN\b/, 'JOIN'],
  [/\bDESC\b/, 'ASC'],
  [/\bUNION ALL\b/, 'UNION'],
  [/\bDISTINCT\b/, ''],
  [/\bAND\b/, 'OR'],
  [/\bWHERE\b/, 'WHERE area IS NOT NULL AND'],
  [/'a'/, "'b'"],
];

it('columns of one digest have the same values, whatever query they are of', async () => {
  const queries = [...Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql)), ...LOOKUPS];
  // A recursion that is changed may not end.
  const mutable = queries.filter((sql) => !/RECURSIVE/i.test(sql));
  const mutants = mutable.flatMap((sql) =>
    MUTATIONS.flatMap(([from, to]) => (from.test(sql) ? [sql.replace(from, to)] : [])),
  );
  await randomTables(warehouse, TABLES).fill(
    TABLES.map(({ name }) => name),
    () => 1,
    0,
  );
  await warehouse.run('INSERT INTO fred.rates SELECT date, any_value(value) FROM fred.payems GROUP BY date');
  const seen = new Map<string, { readonly sql: string; readonly values: string }>();
  let met = 0;
  for (const sql of [...queries, ...mutants]) {
    const rows = await warehouse.rows(sql).catch(() => undefined);
    const bound = await digests(sql).catch(() => undefined);
    // What chance or the order of equal rows decides is not the same twice.
    if (rows === undefined || bound === undefined || /SAMPLE|random|LIMIT|TABLESAMPLE/i.test(sql)) continue;
    for (const [name, { definition }] of Object.entries(bound.columns)) {
      const digest = `${definition} ${bound.rows}`;
      const values = JSON.stringify(rows.map((row) => JSON.stringify(row[name])).toSorted());
      const before = seen.get(digest);
      if (before !== undefined && before.sql !== sql) {
        met += 1;
        expect(values, `${name} of ${sql}, and of ${before.sql}`).toBe(before.values);
      }
      seen.set(digest, { sql, values });
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(met).toBeGreaterThan(100);
});

import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryNames, type UnknownName } from '../../engine/compile/names/index.ts';
import { present } from '../../engine/presence/index.ts';
import { bindPlan, IN_PROCESS, type JsonObject, parseSql, type Warehouse } from '../../engine/warehouse/index.ts';
import { SHAPES } from '../asof/shapes/index.ts';
import { dataSetOf, STYLES } from '../lifting/data-set.ts';
import { generate, queryUnderTest } from '../lifting/generate.ts';
import { rollOf } from '../lifting/roll.ts';

/** Another one each time; EWS_SEED repeats a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const QUERIES = 150;

/** What no relation and no query of the tests calls anything. */
const NONSENSE = 'qwxz';

let warehouse: Warehouse;
const columns = new Map<string, readonly string[]>([['calendar.dates', ['date']]]);

beforeAll(async () => {
  warehouse = await IN_PROCESS.open({ work: 'compile' });
  await warehouse.run("CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)");
  await warehouse.run('CREATE SCHEMA calendar; CREATE TABLE calendar.dates (date DATE)');
  for (const source of dataSetOf(1, 2).sources) {
    columns.set(
      source.name,
      source.columns.map(({ name }) => name),
    );
    const list = source.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
    await warehouse.run(
      `CREATE SCHEMA IF NOT EXISTS ${source.name.split('.')[0]}; CREATE TABLE ${source.name} (${list})`,
    );
  }
});
afterAll(() => warehouse.close());

async function namesIn(sql: string): Promise<readonly UnknownName[]> {
  const parsed = await parseSql(warehouse, sql);
  if (!parsed.ok) throw new Error(`${parsed.refusal.message}: ${sql}`);
  const statement = present(parsed.value[0]);
  return queryNames(statement, (relation) => {
    const names = columns.get(relation);
    return names && { names, open: false };
  }).unknown;
}

/** Valid queries: those of the tests of lifting, written by hand and generated, without those that read groups. */
async function* validQueries(count: number): AsyncGenerator<string> {
  const roll = rollOf(SEED);
  const generated = Array.from({ length: count }, () => queryUnderTest(generate(roll, STYLES.eighths)));
  for (const { sql, groups = {} } of [...SHAPES, ...generated]) {
    if (Object.keys(groups).length > 0) continue;
    if ((await bindPlan(warehouse, sql)).ok) yield sql;
  }
}

interface Reference {
  readonly names: readonly string[];
  readonly at: number;
}

/** The column references of a text that stand where the parser says. */
async function referencesIn(sql: string): Promise<readonly Reference[]> {
  const parsed = await parseSql(warehouse, sql);
  const found: Reference[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) visit(part);
    if (typeof value !== 'object' || value === null) return;
    const node = value as JsonObject;
    // The name of a parameter may be any.
    if (node['class'] === 'LAMBDA') return;
    const at = Number(node['query_location']);
    if (node['class'] === 'COLUMN_REF' && Number.isSafeInteger(at)) {
      const names = node['column_names'] as readonly string[];
      if (sql.startsWith(names.join('.'), at)) found.push({ names, at });
    }
    for (const part of Object.values(node)) if (!Array.isArray(value)) visit(part);
  };
  visit(parsed.ok ? parsed.value : []);
  return found.filter(({ at }, i) => found.findIndex((other) => other.at === at) === i);
}

describe('names that mean nothing', () => {
  it(`are none in a query that DuckDB binds (EWS_SEED=${SEED})`, async () => {
    let judged = 0;
    for await (const sql of validQueries(QUERIES)) {
      judged++;
      expect(await namesIn(sql), sql).toEqual([]);
    }
    expect(judged).toBeGreaterThan(100);
  });

  it(`are those that were planted, and no others (EWS_SEED=${SEED})`, async () => {
    const roll = rollOf(SEED, 2);
    let [planted, told, open] = [0, 0, 0];
    for await (const sql of validQueries(QUERIES)) {
      const references = await referencesIn(sql);
      if (references.length === 0) continue;
      const chosen = roll
        .shuffled(references)
        .slice(0, 1 + roll.below(3))
        .toSorted((a, b) => b.at - a.at);
      const wrong = chosen.reduce((text, { names, at }) => {
        const name = names.join('.');
        const end = at + name.length;
        return text.slice(0, end - present(names.at(-1)).length) + NONSENSE + text.slice(end);
      }, sql);
      const found = await namesIn(wrong);
      const places = new Set(found.map(({ at }) => at));
      const bound = await bindPlan(warehouse, wrong);
      for (const { names, at } of found) {
        expect(names.at(-1), `invented in: ${wrong}`).toBe(NONSENSE);
        expect(bound.ok, `DuckDB binds: ${wrong} (${at})`).toBe(false);
      }
      planted += wrong.split(NONSENSE).length - 1;
      told += places.size;
      open += chosen.length > 0 && found.length === 0 ? 1 : 0;
    }
    // Behind a PIVOT, or a column that is called by a wrong name, any name may be meant.
    expect(told / planted).toBeGreaterThan(0.75);
    process.stdout.write(`figures: ${told} of ${planted} planted names told, ${open} queries without any\n`);
  });
});

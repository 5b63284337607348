import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindPlan, type JsonObject, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CASES } from './cases/all-cases.ts';
import { CATALOGUE } from './cases/catalogue.ts';
import { planParts } from './completeness.ts';
import { COMPUTING_OPERATORS } from './expression.ts';
import { NOT_OF_A_SELECT } from './operators.ts';
import { BOUND_EXPRESSIONS, EXPRESSION_TYPES, LOGICAL_OPERATORS } from './plan-types.ts';
import { WINDOW_FUNCTIONS } from './window.ts';

// What the specs can write but DuckDB's binder does not make of a SELECT, before the optimiser.
const MADE_BY_THE_OPTIMISER = ['LOGICAL_EMPTY_RESULT', 'LOGICAL_TOP_N'];
const NOT_BOUND = [
  'BOUND_DEFAULT', // of an INSERT
  'BOUND_LAMBDA', // becomes a part of the function that calls it
  'BOUND_LAMBDA_REF',
];
const BOUND_AS_FUNCTIONS = ['ARRAY_CONSTRUCTOR', 'ARRAY_EXTRACT', 'ARRAY_SLICE', 'STRUCT_EXTRACT'];
const BOUND_OTHERWISE = [
  'GROUPING_FUNCTION', // a column of the aggregate
  'OPERATOR_NULLIF', // a CASE
];
const JOIN_TYPES = ['INNER', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'SINGLE', 'MARK'];

// Not cases: no oracle can repeat a random draw or run a query without its parameter, and the setting that makes DuckDB
// bind PIVOT to an operator must not reach the other queries.
const UNREPEATABLE = [
  'SELECT random() BETWEEN value AND rev AS b FROM fred.unrate',
  'SELECT value + $more::INTEGER AS v FROM fred.unrate',
];
const PIVOT = "PIVOT fred.unrate ON area IN ('a', 'b') USING sum(value) GROUP BY rev";

let warehouse: Warehouse;
const used = new Map<string, Set<string>>();

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
  const queries = Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql));
  for (const sql of [...queries, ...UNREPEATABLE]) note(await planOf(sql));
  await warehouse.run('SET pivot_filter_threshold = 1');
  note(await planOf(PIVOT));
});

afterAll(() => warehouse.close());

async function planOf(sql: string): Promise<JsonObject> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(`${plan.refusal.message}: ${sql}`);
  return plan.value;
}

function note(plan: JsonObject): void {
  for (const part of planParts(plan)) {
    const expression = part['expression_class'];
    const kind = expression === undefined ? 'operator' : String(expression);
    add(kind, part['type']);
    if (expression !== undefined) add('expression', expression);
    if (typeof part['join_type'] === 'string') add('join', part['join_type']);
  }
}

function add(kind: string, name: unknown): void {
  used.set(kind, (used.get(kind) ?? new Set()).add(String(name)));
}

function unused(kind: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => used.get(kind)?.has(name) !== true).sort();
}

describe("the cases use all that DuckDB's serialization specs know of a SELECT", () => {
  it('operators', () => {
    const others: readonly string[] = NOT_OF_A_SELECT;
    const ofSelect = LOGICAL_OPERATORS.filter((name) => !others.includes(name));
    expect(ofSelect.length).toBeGreaterThan(25);
    expect(unused('operator', ofSelect)).toEqual(MADE_BY_THE_OPTIMISER);
  });

  it('expressions', () => {
    expect(unused('expression', BOUND_EXPRESSIONS)).toEqual(NOT_BOUND);
  });

  it('operators within expressions', () => {
    const computing = [...COMPUTING_OPERATORS, 'OPERATOR_COALESCE'];
    expect(unused('BOUND_OPERATOR', computing)).toEqual([...BOUND_AS_FUNCTIONS, ...BOUND_OTHERWISE].sort());
    // All that there are, but for CAST, which is a class of its own, and UNPACK, which the binder expands.
    const all = EXPRESSION_TYPES.filter((type) => /^OPERATOR_|^ARRAY_|^STRUCT_/.test(type));
    expect(all.filter((type) => !computing.includes(type))).toEqual(['OPERATOR_CAST', 'OPERATOR_UNPACK']);
  });

  it('comparisons', () => {
    const all = EXPRESSION_TYPES.filter((type) => type.startsWith('COMPARE_'));
    const seen = ['BOUND_COMPARISON', 'BOUND_OPERATOR', 'BOUND_BETWEEN'].flatMap((kind) => [...(used.get(kind) ?? [])]);
    expect(all.filter((type) => !seen.includes(type))).toEqual(['COMPARE_NOT_BETWEEN']);
  });

  it('window functions', () => {
    expect(unused('BOUND_WINDOW', Object.keys(WINDOW_FUNCTIONS))).toEqual([]);
  });

  it('types of joins', () => {
    expect(unused('join', JOIN_TYPES)).toEqual([]);
  });
});

it('there are at least 150 cases, each with a query of its own', () => {
  const queries = Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql));
  expect(new Set(queries).size).toBe(queries.length);
  expect(queries.length).toBeGreaterThan(150);
});

import type { NodeId, TestNode } from '../../compile/index.ts';
import { objectPath } from '../../lake/index.ts';
import { asDataProblem, type StepContext } from '../../steps/index.ts';
import { quoteName, quoteText, type Row, readCount, type Warehouse, withWarehouse } from '../../warehouse/index.ts';
import { columnTestSql } from './column-test-sql.ts';

/** Rows of a failing test that are kept as examples. */
const EXAMPLES = 5;

/** The rows that break a rule. */
export interface TestFindings {
  readonly failures: number;
  readonly examples: readonly Row[];
  /** How many of them are not NULL where a rule asks for values: NaN and the infinities are missing too. */
  readonly unlikeNull: number;
}

/** What the tests of a group's columns found, or the error that one ended with. */
export type GroupTests = ReadonlyMap<NodeId, TestFindings | { readonly error: unknown }>;

/** Runs a user's query over groups, in an instance of its own. */
export async function customTest(context: StepContext, node: TestNode): Promise<TestFindings> {
  return withGroups(context, node.inputs, (warehouse) => findFailures(context, warehouse, node));
}

/** Runs all tests of the columns of a group in one instance, which costs more than the tests. */
export async function columnTests(context: StepContext, { of, inputs }: TestNode): Promise<GroupTests> {
  return withGroups(context, inputs, async (warehouse) => {
    const found = new Map<NodeId, TestFindings | { readonly error: unknown }>();
    for (const node of context.graph.nodes.values()) {
      if (node.kind !== 'test' || node.of !== of || node.body.kind !== 'column') continue;
      try {
        found.set(node.id, await findFailures(context, warehouse, node));
      } catch (error) {
        context.signal.throwIfAborted();
        found.set(node.id, { error });
      }
    }
    return found;
  });
}

/** Works on a warehouse that holds these groups and reaches nothing else. */
async function withGroups<T>(
  context: StepContext,
  groups: readonly NodeId[],
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const options = { tempDirectory: context.scratch, signal: context.signal };
  return withWarehouse(context.warehouses, options, async (warehouse) => {
    for (const group of groups) await loadGroup(context, warehouse, group);
    await warehouse.sandbox([]);
    return work(warehouse);
  });
}

async function loadGroup(context: StepContext, warehouse: Warehouse, group: NodeId): Promise<void> {
  const meta = await context.object(context.input(group));
  const file = await objectPath(context.store, meta, 'data.parquet');
  await warehouse.run('CREATE SCHEMA IF NOT EXISTS features');
  const table = `features.${quoteName(meta.name)}`;
  await warehouse.run(`CREATE TABLE ${table} AS SELECT * FROM read_parquet(${quoteText(file)})`);
}

/** Gathers the rows that break the rule in the table `failures`. */
async function findFailures(context: StepContext, warehouse: Warehouse, node: TestNode): Promise<TestFindings> {
  try {
    await warehouse.run(`CREATE OR REPLACE TABLE failures AS ${testSql(context, node)}`);
  } catch (error) {
    throw asDataProblem(error, node);
  }
  const [count] = await warehouse.rows('SELECT count(*) AS n FROM failures');
  const failures = readCount(count);
  if (failures === 0) return { failures, examples: [], unlikeNull: 0 };
  const examples = await warehouse.rows(`SELECT * FROM failures LIMIT ${EXAMPLES}`);
  return { failures, examples: examples.map(asText), unlikeNull: await notFiniteFailures(warehouse, node) };
}

function testSql(context: StepContext, node: TestNode): string {
  if (node.body.kind === 'custom') return node.body.sql;
  if (node.body.kind === 'unit') throw new Error(`${node.id} looks at nothing that is stored`);
  const group = context.graph.nodes.get(node.of);
  if (group?.kind !== 'feature') throw new Error(`${node.id} tests no group`);
  return columnTestSql(group.definition, node.body.column, node.body.test);
}

/** Rows that fail not_null without being NULL. */
async function notFiniteFailures(warehouse: Warehouse, { body }: TestNode): Promise<number> {
  if (body.kind !== 'column' || body.test.kind !== 'not_null') return 0;
  const [row] = await warehouse.rows(`SELECT count(${quoteName(body.column)}) AS n FROM failures`);
  return readCount(row);
}

/** JSON would make null of a number that is none. */
function asText(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ]),
  );
}

import type { NodeId, TestNode } from '../../compile/index.ts';
import { type Problem, topOf } from '../../diagnostics/index.ts';
import { indentedJson, objectPath } from '../../lake/index.ts';
import type { TestOutcome } from '../../plan/index.ts';
import { present } from '../../presence/index.ts';
import { asDataProblem, type StepContext } from '../../steps/index.ts';
import { quoteName, quoteText, type Row, type Warehouse, withWarehouse } from '../../warehouse/index.ts';
import { columnTestSql } from './column-test-sql.ts';
import { commitMain, type StepOutcome } from './outcome.ts';

/** Rows of a failing test that are kept as examples. */
const EXAMPLES = 5;

/** Runs a test over stored groups and stores its outcome: an object as any other, so that a failure is reused too. */
export async function runTest(context: StepContext, node: TestNode, fingerprint: string): Promise<StepOutcome> {
  const options = { tempDirectory: context.scratch, signal: context.signal };
  return withWarehouse(context.warehouses, options, async (warehouse) => {
    for (const group of node.inputs) await loadGroup(context, warehouse, group);
    await warehouse.sandbox([]);
    await findFailures(context, warehouse, node);
    const [count] = await warehouse.rows('SELECT count(*) AS n FROM failures');
    const failures = Number(present(count)['n']);
    const status = statusOf(node, failures);
    const isPassed = status === 'pass';
    const examples = isPassed ? [] : (await warehouse.rows(`SELECT * FROM failures LIMIT ${EXAMPLES}`)).map(asText);
    const unlikeNull = isPassed ? 0 : await notFiniteFailures(warehouse, node);
    const warnings = isPassed ? [] : [testProblem(node, { failures, unlikeNull }, examples)];
    return await commitMain(
      context,
      {
        id: { kind: 'test', name: node.name, fingerprint },
        files: new Map([['result.json', Buffer.from(indentedJson({ status, failures, examples }))]]),
        inputs: node.inputs.map(context.input),
      },
      { rows: failures, note: '', warnings, companions: [], test: { status, failures } },
    );
  });
}

function statusOf({ severity }: TestNode, failures: number): TestOutcome['status'] {
  if (failures === 0) return 'pass';
  return severity === 'error' ? 'fail' : 'warn';
}

async function loadGroup(context: StepContext, warehouse: Warehouse, group: NodeId): Promise<void> {
  const meta = await context.object(context.input(group));
  const file = await objectPath(context.store, meta, 'data.parquet');
  await warehouse.run('CREATE SCHEMA IF NOT EXISTS features');
  const table = `features.${quoteName(meta.name)}`;
  await warehouse.run(`CREATE TABLE ${table} AS SELECT * FROM read_parquet(${quoteText(file)})`);
}

/** The rows that break the rule, as the table `failures`. */
async function findFailures(context: StepContext, warehouse: Warehouse, node: TestNode): Promise<void> {
  try {
    await warehouse.run(`CREATE TABLE failures AS ${testSql(context, node)}`);
  } catch (error) {
    throw asDataProblem(error, node);
  }
}

function testSql(context: StepContext, node: TestNode): string {
  if (node.body.kind === 'custom') return node.body.sql;
  const group = context.graph.nodes.get(node.of);
  if (group?.kind !== 'feature') throw new Error(`${node.id} tests no group`);
  return columnTestSql(group.definition, node.body.column, node.body.test);
}

/** Rows that fail not_null without being NULL. */
async function notFiniteFailures(warehouse: Warehouse, { body }: TestNode): Promise<number> {
  if (body.kind !== 'column' || body.test.kind !== 'not_null') return 0;
  const [row] = await warehouse.rows(`SELECT count(${quoteName(body.column)}) AS n FROM failures`);
  return Number(present(row)['n']);
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

function testProblem(
  node: TestNode,
  { failures, unlikeNull }: { readonly failures: number; readonly unlikeNull: number },
  examples: readonly Row[],
): Problem {
  const counted = `${failures} ${failures === 1 ? 'row' : 'rows'}`;
  const words = unlikeNull === 0 ? '' : `, ${unlikeNull} of them NaN or infinite, which counts as missing`;
  return {
    code: 'EWS3010',
    severity: node.severity === 'error' ? 'error' : 'warning',
    message: `test ${node.name} found ${counted}${words}`,
    span: topOf(node.path),
    notes: examples.map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name} = ${value === null ? 'NULL' : String(value)}`)
        .join(', '),
    ),
  };
}

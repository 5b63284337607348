import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import type { Row, Warehouse } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import { countPasses, evaluateLifted, type FeatureContract, featureSelection } from './index.ts';
import { DECISION_DATES, openWith, SOURCES } from './vintages.fixture.ts';

async function opened(): Promise<Warehouse> {
  const warehouse = await openWith(SOURCES, DECISION_DATES);
  onTestFinished(() => warehouse.close());
  return warehouse;
}

interface Taken {
  readonly problems: readonly { readonly message: string }[];
  readonly rows: readonly Row[];
}

/** All passes in one warehouse, and the later half of them in another. */
async function inOneAndInTwo(
  sql: string,
  contract: FeatureContract,
  rowsPerPass: number,
): Promise<{ readonly one: Taken; readonly two: Taken; readonly tookOver: boolean }> {
  const [here, there] = [await opened(), await opened()];
  const plan = await planOf(here, { name: 'x', sql }, SOURCES);
  expect(await countPasses(here, plan, DECISION_DATES, rowsPerPass)).toBeGreaterThan(1);
  const whole = featureSelection(here, plan.name, contract);
  const evaluated = await evaluateLifted(here, plan, DECISION_DATES, { rowsPerPass, take: whole.take });
  const finished = async ({ finish }: typeof whole): Promise<Taken> => {
    const { table, problems } = await finish(evaluated, DECISION_DATES);
    return { problems, rows: await here.rows(`SELECT * FROM ${table}`) };
  };
  const one = await finished(whole);

  const [former, later] = [featureSelection(here, plan.name, contract), featureSelection(there, plan.name, contract)];
  await evaluateLifted(here, plan, DECISION_DATES, { rowsPerPass, take: former.take, half: 'first' });
  await evaluateLifted(there, plan, DECISION_DATES, { rowsPerPass, take: later.take, half: 'second' });
  const folder = await temporaryFolder(onTestFinished);
  const tookOver = await former.takeOver(await later.handOver(path.join(folder, 'taken.parquet')));
  await rm(folder, { recursive: true });
  return { one, two: await finished(former), tookOver };
}

const columns = [{ name: 'value' }];
const QUERIES: readonly (readonly [string, string, FeatureContract])[] = [
  ['a series', 'SELECT date, value FROM fred.a', { keys: [], columns }],
  [
    'last known values',
    'SELECT date, CASE WHEN month(date) % 2 = 0 THEN value END AS value FROM fred.a',
    { keys: [], columns: [{ name: 'value', asKnown: 'last_value' }] },
  ],
  [
    'several rows a date',
    'SELECT date, value FROM fred.a UNION ALL SELECT date, value FROM fred.a',
    { keys: [], columns },
  ],
  ['rows of the future', 'SELECT (date + INTERVAL 9 MONTH)::DATE AS date, value FROM fred.a', { keys: [], columns }],
  ['a type of two values', 'SELECT date, (value > 50)::VARCHAR AS value FROM fred.a', { keys: [], columns }],
];

it.each(QUERIES)('a later half that is taken elsewhere gives the same: %s', async (_what, sql, contract) => {
  for (const rowsPerPass of [7, 40]) {
    const { one, two, tookOver } = await inOneAndInTwo(sql, contract, rowsPerPass);
    expect(tookOver).toBe(true);
    expect(two).toEqual(one);
    expect(one.rows.length + one.problems.length).toBeGreaterThan(0);
  }
});

it('what would come back as another type is not taken over', async () => {
  const sql = 'SELECT date, value::BIGINT::HUGEINT AS value FROM fred.a WHERE value IS NOT NULL';
  const { tookOver } = await inOneAndInTwo(sql, { keys: [], columns }, 40);
  expect(tookOver).toBe(false);
});

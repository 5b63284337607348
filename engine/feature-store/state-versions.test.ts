import { expect, it, onTestFinished } from 'vitest';
import type { Row } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import { evaluateAt, evaluateLifted, stateVersions } from './index.ts';
import { DECISION_DATES, openWith, rowsOfResult, SOURCES } from './vintages.fixture.ts';

it.each([
  ['without keys', 'SELECT date, value > 0 AS state FROM fred.a', []],
  ['with a key', 'SELECT date, k, value AS state FROM panel.p', ['k']],
] as const)('a state over time gives back at every date what was known there, %s', async (_, sql, keys) => {
  const warehouse = await openWith(SOURCES, DECISION_DATES);
  onTestFinished(() => warehouse.close());
  const plan = await planOf(warehouse, { name: 'g', sql }, SOURCES);
  const evaluated = await evaluateLifted(warehouse, plan, DECISION_DATES);
  const columns = await stateVersions(warehouse, evaluated, { keys, column: 'state' });
  const versions = rowsOfResult(columns);
  const names = ['date', ...keys, 'state'];
  const textOf = (row: Row): string => names.map((name) => String(row[name])).join();
  let known = 0;
  for (const date of DECISION_DATES) {
    const stored = versions
      .filter((row) => String(row['known_from']) <= date && date < String(row['known_to']))
      .map(textOf);
    const rows = rowsOfResult(await evaluateAt(warehouse, plan, date));
    const expected = rows.filter((row) => row['state'] !== null).map(textOf);
    expect(stored.toSorted()).toEqual(expected.toSorted());
    known += expected.length;
  }
  expect(known).toBeGreaterThan(10);
});

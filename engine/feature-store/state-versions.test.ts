import { expect, it, onTestFinished } from 'vitest';
import { planOf } from './definition.fixture.ts';
import { evaluateAt, evaluateLifted, stateVersions } from './index.ts';
import { DECISION_DATES, openWith, SOURCES } from './vintages.fixture.ts';

it.each([
  ['without keys', 'SELECT date, value > 0 AS state FROM fred.a', []],
  ['with a key', 'SELECT date, k, value AS state FROM panel.p', ['k']],
] as const)('a state over time gives back at every date what was known there, %s', async (_, sql, keys) => {
  const warehouse = await openWith(SOURCES, DECISION_DATES);
  onTestFinished(() => warehouse.close());
  const plan = await planOf(warehouse, { name: 'g', sql }, SOURCES);
  const evaluated = await evaluateLifted(warehouse, plan, DECISION_DATES);
  const columns = await stateVersions(warehouse, evaluated, { keys, column: 'state' });
  const of = (name: string): readonly unknown[] => columns.find((each) => each.name === name)?.values ?? [];
  const names = ['date', ...keys, 'state'];
  let known = 0;
  for (const date of DECISION_DATES) {
    const stored = of('date').flatMap((_, row) =>
      String(of('known_from')[row]) <= date && date < String(of('known_to')[row])
        ? [names.map((name) => String(of(name)[row])).join()]
        : [],
    );
    const result = await evaluateAt(warehouse, plan, date);
    const cell = (name: string, row: number): unknown => result.find((each) => each.name === name)?.values[row];
    const expected = (result[0]?.values ?? []).flatMap((_, row) =>
      cell('state', row) === null ? [] : [names.map((name) => String(cell(name, row))).join()],
    );
    expect(stored.toSorted()).toEqual(expected.toSorted());
    known += expected.length;
  }
  expect(known).toBeGreaterThan(10);
});

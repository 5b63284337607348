import { expect, it, onTestFinished } from 'vitest';
import { openWarehouse } from '../warehouse/index.ts';
import { runCase } from './run-case.ts';
import type { UnitCase } from './unit-case.ts';

const SNAPSHOT = '__asof."bank.loans"';
const LIFTED = `SELECT __t, date, amount FROM ${SNAPSHOT}`;

/** The newest loan as of two days, of which the second knows one more. */
function caseWith(changes: Partial<UnitCase>, plan: Partial<UnitCase['plan']> = {}): UnitCase {
  const columns = [
    { name: 'date', type: 'DATE' },
    { name: 'amount', type: 'DOUBLE' },
  ];
  return {
    name: 'credit.newest',
    plan: {
      name: 'features.credit',
      sql: 'SELECT date, amount FROM bank.loans',
      liftedSql: LIFTED,
      exactness: 'bits',
      sources: ['bank.loans'],
      groups: [],
      usesAsOf: false,
      ...plan,
    },
    asOf: ['2005-03-02', '2005-04-01'],
    calendar: [],
    given: [
      {
        relation: 'bank.loans',
        observations: () => ({
          relation: 'bank.loans',
          shownAs: 'given bank.loans',
          rows: [
            { date: '2005-01-01', amount: '100' },
            { date: '2005-02-01', amount: '110' },
          ],
          decimal: '.',
          isOfFile: false,
          declaration: {
            kind: 'table',
            request: {
              kind: 'file',
              source: 'bank',
              table: 'loans',
              file: '',
              format: 'csv',
              columns,
              dateColumn: 'date',
              keys: [],
              frequency: 'monthly',
              knowledge: { kind: 'lag', lagDays: 30 },
            },
          },
          columns,
          serving: {},
        }),
      },
    ],
    subject: { kind: 'group', contract: { keys: [], columns: [{ name: 'amount' }] } },
    keys: [],
    expected: [
      { as_of: '2005-03-02', amount: '100' },
      { as_of: '2005-04-01', amount: '110' },
    ],
    tolerance: { floats: { relative: 1e-9, absolute: 0 }, columns: {} },
    ...changes,
  };
}

async function found(unit: UnitCase): Promise<readonly string[]> {
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  const findings = await runCase(warehouse, unit, 'expect');
  return findings.map(({ place, problem }) => `${problem.code} ${place.join(' ')}`.trim());
}

it('finds nothing where both forms give what is expected', async () => {
  expect(await found(caseWith({}))).toEqual([]);
});

it.each([
  ['gives another row', `${LIFTED} WHERE amount > 100`],
  ['gives another value', LIFTED.replace('amount FROM', 'amount + 1 AS amount FROM')],
  ['is refused', LIFTED.replace('amount FROM', 'amounts AS amount FROM')],
])('compares nothing where the lifted form %s than the loop', async (_what, liftedSql) => {
  expect(await found(caseWith({ expected: [] }, { liftedSql }))).toEqual(['EWS3053']);
});

it('places each finding at the row that expects otherwise', async () => {
  const expected = [{ as_of: '2005-04-01', amount: '111' }];
  expect(await found(caseWith({ expected }))).toEqual(['EWS3051 expect 0', 'EWS3052 expect']);
});

it('compares the whole query where that is asked', async () => {
  const expected = [
    { as_of: '2005-03-02', date: '2005-01-01' },
    { as_of: '2005-04-01', date: '2005-01-01' },
    { as_of: '2005-04-01', date: '2005-02-01', amount: '110' },
  ];
  expect(await found(caseWith({ subject: { kind: 'query' }, expected }))).toEqual([]);
});

it('finds that a query fails on the rows', async () => {
  const sql = 'SELECT date, ln(amount - 200) AS amount FROM bank.loans';
  expect(await found(caseWith({}, { sql }))).toEqual(['EWS3003']);
});

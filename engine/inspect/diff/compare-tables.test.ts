import { mkdirSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../diagnostics/index.ts';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { IN_PROCESS, openWarehouse, parquetRows, quoteName, quoteText } from '../../warehouse/index.ts';
import { compareTables, type TableOutcome } from './compare-tables.ts';
import type { TabularKind } from './row-identity.ts';

type Value = number | string | boolean | null;
type Rows = readonly Readonly<Record<string, Value>>[];

interface Table {
  /** Name -> DuckDB's type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: Rows;
}

const TOLERANCE = 1e-6;

async function written(folder: string, name: string, { columns, rows }: Table): Promise<string> {
  mkdirSync(path.join(folder, name), { recursive: true });
  const file = path.join(folder, name, 'data.parquet');
  const warehouse = await openWarehouse({});
  const types = Object.entries(columns).map(([column, type]) => `${quoteName(column)} ${type}`);
  await warehouse.run(`CREATE TABLE t (${types.join(', ')})`);
  for (const row of rows) {
    const values = Object.keys(columns).map((column) => literal(row[column] ?? null));
    await warehouse.run(`INSERT INTO t VALUES (${values.join(', ')})`);
  }
  await warehouse.run(`COPY t TO ${quoteText(file)} (FORMAT parquet)`);
  warehouse.close();
  return file;
}

function literal(value: Value): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `'${value}'::DOUBLE`;
  if (typeof value === 'number' && Object.is(value, -0)) return '-0.0::DOUBLE';
  return typeof value === 'string' ? quoteText(value) : String(value);
}

async function compared(from: Table, to: Table, kind: TabularKind = 'feature', cells = false): Promise<Compared> {
  const folder = await temporaryFolder(onTestFinished);
  const scratch = path.join(folder, 'scratch');
  mkdirSync(scratch);
  const file = path.join(scratch, 'cells.parquet');
  const versions = {
    node: 'features.x',
    kind,
    from: await written(folder, 'a', from),
    to: await written(folder, 'b', to),
  };
  const signal = new AbortController().signal;
  const means = { warehouses: IN_PROCESS, scratch, signal, tolerance: TOLERANCE, ...(cells ? { cells: file } : {}) };
  return { outcome: await compareTables(versions, means), file };
}

interface Compared {
  readonly outcome: TableOutcome;
  readonly file: string;
}

function tableOf({ outcome }: Compared) {
  if (!outcome.ok) throw new Error(outcome.why);
  return outcome.table;
}

const COLUMNS = { as_of: 'DATE', key: 'VARCHAR', date: 'DATE', x: 'DOUBLE' };
const row = (as_of: string, key: string | null, x: Value): Rows[number] => ({ as_of, key, date: as_of, x });

it('tells zeros by their sign, NULL from a value, and takes NaN for NaN', async () => {
  const days = ['2020-01-31', '2020-02-29', '2020-03-31', '2020-04-30', '2020-05-31', '2020-06-30'];
  const values: readonly (readonly [Value, Value])[] = [
    [0, -0],
    [null, 1],
    [1, null],
    [Number.NaN, Number.NaN],
    [Number.NaN, 1],
    [1, 1 + 1e-9],
  ];
  const side = (at: 0 | 1): Table => ({
    columns: COLUMNS,
    rows: values.map((pair, i) => row(String(days[i]), null, pair[at])),
  });
  const { columns, shown } = tableOf(await compared(side(0), side(1)));
  expect(columns).toHaveLength(1);
  expect(columns[0]).toMatchObject({
    column: 'x',
    differ: 5,
    beyond: 3,
    nullToValue: 1,
    valueToNull: 1,
    first: '2020-01-31',
    last: '2020-06-30',
  });
  expect(columns[0]?.largest).toMatchObject({ at: { as_of: '2020-06-30', key: null }, from: '1.0' });
  expect(shown.map(({ from, to, beyond }) => [from, to, beyond])).toEqual([
    [null, '1.0', true],
    ['1.0', null, true],
    ['nan', '1.0', true],
    ['0.0', '-0.0', false],
    ['1.0', '1.000000001', false],
  ]);
});

it('refuses rows of one key', async () => {
  const twice: Table = { columns: COLUMNS, rows: [row('2020-01-31', 'a', 1), row('2020-01-31', 'a', 2)] };
  const once: Table = { columns: COLUMNS, rows: [row('2020-01-31', 'a', 1)] };
  for (const sides of [
    [once, twice],
    [twice, once],
  ] as const) {
    const refused = await compared(...sides).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect((refused as ProblemError).problems[0]).toMatchObject({
      code: 'EWS5005',
      message: expect.stringContaining('2 rows of as_of 2020-01-31, key a'),
    });
  }
});

it('compares rows of one version alone by their keys, NULL among them', async () => {
  const from: Table = { columns: COLUMNS, rows: [row('2020-01-31', null, 1), row('2020-02-29', 'a', 1)] };
  const to: Table = { columns: COLUMNS, rows: [row('2020-01-31', null, 2), row('2020-02-29', 'b', 1)] };
  const table = tableOf(await compared(from, to));
  expect(table.rows).toEqual({ from: 2, to: 2, onlyFrom: 1, onlyTo: 1, both: 1 });
  expect(table.columns.map(({ column, differ }) => [column, differ])).toEqual([['x', 1]]);
  expect(table.total).toBe(3);
  expect(table.shown.map(({ change, at }) => [change, at['key']])).toEqual([
    ['value', null],
    ['only from', 'a'],
    ['only to', 'b'],
  ]);
});

it('says that keys changed, and compares nothing then', async () => {
  const { key: _, ...plain } = COLUMNS;
  const { outcome } = await compared({ columns: plain, rows: [] }, { columns: COLUMNS, rows: [] });
  expect(outcome).toEqual({ ok: false, why: 'its rows are told apart by as_of here, by as_of, key there' });
});

it('knows a column with the same values under another name, and none where two have them', async () => {
  const with_ = (names: readonly string[], last: number): Table => ({
    columns: { as_of: 'DATE', date: 'DATE', ...Object.fromEntries(names.map((name) => [name, 'DOUBLE'])) },
    rows: [1, 2, 3].map((n) => ({
      as_of: `2020-0${n}-01`,
      date: '2019-01-01',
      ...Object.fromEntries(names.map((name) => [name, n === 3 ? last : n / 7])),
    })),
  });
  const renamed = tableOf(await compared(with_(['old'], 1), with_(['new | <img>"'], 1)));
  expect(renamed).toMatchObject({ renamed: [{ from: 'old', to: 'new | <img>"' }], added: [], removed: [], total: 0 });
  const other = tableOf(await compared(with_(['old'], 1), with_(['new'], 2)));
  expect(other).toMatchObject({ renamed: [], added: ['new'], removed: ['old'] });
  const two = tableOf(await compared(with_(['old'], 1), with_(['new', 'newer'], 1)));
  expect(two).toMatchObject({ renamed: [], added: ['new', 'newer'], removed: ['old'] });
});

it('compares numbers of two types as numbers, and everything else of two types as text', async () => {
  const of = (type: string, y: string, x: Value): Table => ({
    columns: { as_of: 'DATE', date: 'DATE', x: type, y },
    rows: [{ as_of: '2020-01-31', date: '2020-01-31', x, y: '2020-01-31' }],
  });
  const table = tableOf(await compared(of('INTEGER', 'DATE', 1), of('DOUBLE', 'VARCHAR', 1.5)));
  expect(table.retyped).toEqual([
    { column: 'x', from: 'INTEGER', to: 'DOUBLE' },
    { column: 'y', from: 'DATE', to: 'VARCHAR' },
  ]);
  expect(table.columns.map(({ column }) => column)).toEqual(['x']);
});

it('tells alarms that were raised and cleared', async () => {
  const columns = { as_of: 'DATE', cutoff: 'DATE', alarm: 'BOOLEAN' };
  const of = (alarms: readonly (boolean | null)[]): Table => ({
    columns,
    rows: alarms.map((alarm, i) => ({ as_of: `2020-0${i + 1}-01`, cutoff: '2019-01-01', alarm })),
  });
  const { outcome } = await compared(of([false, true, true, null]), of([true, false, true, true]), 'model');
  expect(outcome).toMatchObject({
    alarms: { raised: [{ as_of: '2020-01-01' }, { as_of: '2020-04-01' }], cleared: [{ as_of: '2020-02-01' }] },
  });
});

it('compares a thousand columns', async () => {
  const names = Array.from({ length: 1000 }, (_, i) => `c${i}`);
  const of = (odd: number): Table => ({
    columns: { as_of: 'DATE', date: 'DATE', ...Object.fromEntries(names.map((name) => [name, 'DOUBLE'])) },
    rows: [
      {
        as_of: '2020-01-31',
        date: '2020-01-31',
        ...Object.fromEntries(names.map((name, i) => [name, i === 999 ? odd : i])),
      },
    ],
  });
  expect(tableOf(await compared(of(1), of(2))).columns.map(({ column }) => column)).toEqual(['c999']);
});

const DAYS = ['2020-01-31', '2020-02-29', '2020-03-31'];
const VALUES: readonly Value[] = [null, 0, -0, 1, 1 + 1e-9, 1.01, 5e-13, Number.NaN, Number.POSITIVE_INFINITY, -1e308];
const rowsOf = fc
  .uniqueArray(fc.record({ as_of: fc.constantFrom(...DAYS), key: fc.constantFrom<string | null>(null, 'a', "b'|") }), {
    selector: ({ as_of, key }) => `${as_of} ${key}`,
    maxLength: 9,
  })
  .chain((keys) =>
    fc.array(fc.constantFrom(...VALUES), { minLength: 2 * keys.length, maxLength: 2 * keys.length }).map((values) =>
      keys.map(({ as_of, key }, i) => ({
        as_of,
        key,
        date: '2019-12-01',
        x: values[2 * i] ?? null,
        'y "z"': values[2 * i + 1] ?? null,
      })),
    ),
  );

it('finds what a loop over both tables finds', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, rowsOf, async (before, after) => {
      const columns = { ...COLUMNS, 'y "z"': 'DOUBLE' };
      const made = await compared({ columns, rows: before }, { columns, rows: after }, 'feature', true);
      const table = tableOf(made);
      const expected = slowly(before, after, ['x', 'y "z"']);
      expect({ ...table.rows }).toMatchObject({ onlyFrom: expected.onlyFrom, onlyTo: expected.onlyTo });
      expect(
        Object.fromEntries(table.columns.map(({ column, differ, beyond }) => [column, { differ, beyond }])),
      ).toEqual(expected.columns);
      expect(table.total).toBe(expected.total);
      const warehouse = await openWarehouse({});
      const [count] = await warehouse.rows(`SELECT count(*) AS n FROM ${parquetRows(made.file)}`);
      warehouse.close();
      expect(count?.['n']).toBe(expected.total);
    }),
    { numRuns: 40 },
  );
});

/** The same by looking every row up in the other table. */
function slowly(before: Rows, after: Rows, names: readonly string[]) {
  const same = (a: Rows[number], b: Rows[number]): boolean => a['as_of'] === b['as_of'] && a['key'] === b['key'];
  const columns: Record<string, { differ: number; beyond: number }> = {};
  let total = 0;
  for (const old of before) {
    const young = after.find((candidate) => same(old, candidate));
    for (const name of young === undefined ? [] : names) {
      const [a, b] = [old[name] ?? null, young?.[name] ?? null];
      if (Object.is(a, b)) continue;
      total++;
      const counts = columns[name] ?? { differ: 0, beyond: 0 };
      columns[name] = { differ: counts.differ + 1, beyond: counts.beyond + (isBeyond(a, b) ? 1 : 0) };
    }
  }
  const onlyFrom = before.filter((old) => !after.some((young) => same(old, young))).length;
  const onlyTo = after.filter((young) => !before.some((old) => same(old, young))).length;
  return { columns, onlyFrom, onlyTo, total: total + onlyFrom + onlyTo };
}

function isBeyond(a: Value, b: Value): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  const distance = Math.abs(a - b);
  return distance > 1e-12 && distance > TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

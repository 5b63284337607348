import { copyFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../diagnostics/index.ts';
import { objectPath, openLocalStore } from '../../lake/index.ts';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../../warehouse/index.ts';
import { ingest } from '../ingest.ts';
import { type Judged, judgedValues } from '../judged-values.fixture.ts';
import { loadObservations } from '../load-observations.ts';
import { OBSERVATIONS_FILE } from '../observations.ts';
import type { IngestRequest } from '../request.ts';
import { csvRequest, snapshotRequest, unrate } from '../requests.fixture.ts';
import { rowLines, storedRows } from '../stored-rows.fixture.ts';

async function parquet(select: string, options = ''): Promise<string> {
  const file = path.join(await temporaryFolder(onTestFinished), 'loans.parquet');
  const warehouse = await openWarehouse();
  try {
    await warehouse.run('SET force_mbedtls_unsafe = true');
    await warehouse.run(`PRAGMA add_parquet_key('key', '0123456789abcdef')`);
    await warehouse.run(`COPY (${select}) TO ${quoteText(file)} (FORMAT parquet${options})`);
  } finally {
    warehouse.close();
  }
  return file;
}

/** SQL values of one type, read as the declared type. */
async function readAs(declared: string, values: readonly string[]): Promise<readonly Judged[]> {
  const path = await parquet(`FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}) t(v)`);
  return judgedValues({ path, format: 'parquet' }, 'v', declared);
}

const unlike = { refused: 'unlike' } as const;
const beyond = { refused: 'beyond' } as const;
const inexact = { refused: 'inexact' } as const;

/** The values, the declared type, and what becomes of them. A NULL stays one everywhere. */
const CASES: readonly [string, string, readonly string[], readonly Judged[]][] = [
  ['BIGINT', 'DOUBLE', ['1::BIGINT', '9007199254740993', 'NULL'], ['1.0', inexact, null]],
  ['BIGINT', 'BIGINT', ['9007199254740993', '-9223372036854775808'], ['9007199254740993', '-9223372036854775808']],
  ['BIGINT', 'INTEGER', ['2147483647::BIGINT', '2147483648'], ['2147483647', beyond]],
  ['UBIGINT', 'DOUBLE', ['18446744073709551615::UBIGINT', '9223372036854775808'], [inexact, '9.223372036854776e+18']],
  ['UBIGINT', 'HUGEINT', ['18446744073709551615::UBIGINT'], ['18446744073709551615']],
  ['INTEGER', 'BOOLEAN', ['0', '1', '2'], ['false', 'true', unlike]],
  ['INTEGER', 'VARCHAR', ['7'], ['7']],
  ['INTEGER', 'DATE', ['20200101'], [unlike]],
  [
    'DECIMAL(38,2)',
    'DOUBLE',
    ['1.10::DECIMAL(38,2)', '9007199254740993', '123456789012345678.25'],
    ['1.1', inexact, '1.2345678901234568e+17'],
  ],
  ['DECIMAL(9,3)', 'DECIMAL(5,2)', ['1.100::DECIMAL(9,3)', '1.105', '1000'], ['1.10', inexact, beyond]],
  ['DECIMAL(9,3)', 'INTEGER', ['3.000::DECIMAL(9,3)', '3.5'], ['3', unlike]],
  ['DOUBLE', 'DOUBLE', ['0.1::DOUBLE', "'nan'", "'inf'", "'-inf'", "'-0.0'"], ['0.1', unlike, unlike, unlike, '-0.0']],
  ['DOUBLE', 'FLOAT', ['0.5::DOUBLE', '0.1', '1e300'], ['0.5', inexact, inexact]],
  ['DOUBLE', 'BIGINT', ['3::DOUBLE', '3.5', '9007199254740992', "'nan'"], ['3', unlike, inexact, unlike]],
  ['DOUBLE', 'TINYINT', ['127::DOUBLE', '128'], ['127', beyond]],
  ['DOUBLE', 'DECIMAL(5,2)', ['0.1::DOUBLE', '0.123', '1e9', "'inf'"], ['0.10', inexact, beyond, unlike]],
  ['DOUBLE', 'DATE', ['43831::DOUBLE'], [unlike]],
  ['DOUBLE', 'VARCHAR', ['1.5::DOUBLE'], [unlike]],
  ['FLOAT', 'DOUBLE', ['0.1::FLOAT', "'nan'"], ['0.10000000149011612', unlike]],
  ['BOOLEAN', 'BOOLEAN', ['true', 'false'], ['true', 'false']],
  ['BOOLEAN', 'DOUBLE', ['true'], [unlike]],
  [
    'DATE',
    'DATE',
    ["DATE '2020-02-29'", "'9999-12-31'", "'infinity'", "'10000-01-01'", "'0044-03-15 (BC)'"],
    ['2020-02-29', '9999-12-31', unlike, unlike, unlike],
  ],
  [
    'TIMESTAMP',
    'DATE',
    ["TIMESTAMP '2020-01-01'", "'2020-01-01 00:00:01'", "'infinity'"],
    ['2020-01-01', unlike, unlike],
  ],
  ['TIMESTAMP_NS', 'DATE', ["TIMESTAMP_NS '2020-01-01'", "'2020-01-01 00:00:00.000000001'"], ['2020-01-01', unlike]],
  [
    'TIMESTAMP_NS',
    'TIMESTAMP',
    ["TIMESTAMP_NS '2020-01-01 10:00:00.000001'", "'2020-01-01 00:00:00.000000001'"],
    ['2020-01-01 10:00:00.000001', unlike],
  ],
  ['TIMESTAMP_MS', 'TIMESTAMP', ["TIMESTAMP_MS '2020-01-01 10:00:00.123'"], ['2020-01-01 10:00:00.123']],
  ['TIMESTAMPTZ', 'DATE', ["TIMESTAMPTZ '2020-01-01 00:00:00+00'"], [unlike]],
  ['TIMESTAMPTZ', 'TIMESTAMP', ["TIMESTAMPTZ '2020-01-01 00:00:00+00'"], [unlike]],
  [
    'TIMESTAMPTZ',
    'TIMESTAMPTZ',
    ["TIMESTAMPTZ '2020-01-01 00:00:00+02'", "'infinity'"],
    ['2019-12-31 22:00:00+00', unlike],
  ],
  ['TIME', 'DATE', ["TIME '00:00:00'"], [unlike]],
  ['INTERVAL', 'DOUBLE', ['INTERVAL 1 DAY'], [unlike]],
  ['BLOB', 'DOUBLE', ["'3.5'::BLOB"], [unlike]],
  ['BLOB', 'VARCHAR', ["'abc'::BLOB"], [unlike]],
  ['an enumeration', 'VARCHAR', ["'x'::ENUM('x', 'y')"], ['x']],
  ['UUID', 'VARCHAR', ["'c0a80101-0000-4000-8000-000000000000'::UUID"], ['c0a80101-0000-4000-8000-000000000000']],
  ['a list', 'VARCHAR', ['[1]', 'NULL'], [unlike, null]],
  ['a struct', 'DOUBLE', ["{'a': 1}"], [unlike]],
  ['a map', 'VARCHAR', ['MAP {1: 2}'], [unlike]],
  ['VARCHAR', 'DOUBLE', ["'1.5'", "'1_000'", "''", "'NA'"], ['1.5', unlike, unlike, unlike]],
  ['VARCHAR', 'DATE', ["'2020-01-01'", "'epoch'", "'today'"], ['2020-01-01', unlike, unlike]],
];

describe('parquet', () => {
  it.each(CASES)('of %s is read as %s exactly, or refused', async (_, declared, values, expected) => {
    expect(await readAs(declared, values)).toEqual(expected);
  });
});

async function refusal(request: IngestRequest): Promise<readonly string[]> {
  const store = openLocalStore(path.join(await temporaryFolder(onTestFinished), 'lake'));
  const error = await ingest(store, request, {
    warehouses: IN_PROCESS,
    now: () => new Date('2022-11-01T00:00:00Z'),
  }).catch((e: unknown) => e);
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was taken');
  expect(await store.list('')).toEqual([]);
  return error.problems.map(({ code, message }) => `${code} ${message}`);
}

const ROW = `'west' AS region, DATE '2020-01-01' AS date, 1.5 AS loans, 3 AS branches`;
const table = (file: string): IngestRequest => csvRequest(file, { format: 'parquet' });

describe('a parquet file is refused', () => {
  it('with row, column and value where a value would be another one', async () => {
    const file = await parquet(
      `SELECT 'west' AS region, TIMESTAMP '2020-01-01' + i * INTERVAL 12 HOUR AS date,
         9007199254740991::BIGINT + i AS loans, i AS branches
       FROM range(3) t(i) ORDER BY i`,
    );
    expect(await refusal(table(file))).toEqual([
      'EWS3004 loans.parquet, row 2: column "date" holds "2020-01-01 12:00:00" (TIMESTAMP), which is not a DATE',
      'EWS3004 loans.parquet, row 3: column "loans" holds "9007199254740993" (BIGINT), which a DOUBLE does not ' +
        'hold exactly',
    ]);
  });

  it('in all readers: of snapshots too', async () => {
    const file = await parquet(
      `SELECT 'UNRATE' AS series_id, '2020-01-01 00:00:00+02' AS date, 'nan'::DOUBLE AS value`,
    );
    expect(await refusal(snapshotRequest(file, unrate))).toEqual([
      'EWS3004 loans.parquet, row 1: column "date" holds "2020-01-01 00:00:00+02", which is not a DATE',
      'EWS3004 loans.parquet, row 1: column "value" holds "nan" (DOUBLE), which is not a DOUBLE',
    ]);
  });

  it('with a hint that goes for parquet', async () => {
    const file = await parquet(`SELECT * REPLACE ('nan'::DOUBLE AS loans, 'NA' AS branches) FROM (SELECT ${ROW})`);
    const store = openLocalStore(path.join(await temporaryFolder(onTestFinished), 'lake'));
    const error = await ingest(store, table(file), { warehouses: IN_PROCESS, now: () => new Date(0) }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({
      problems: [
        { hint: 'only finite numbers are values; write NULL for what is missing' },
        { hint: 'write NULL for what is missing' },
      ],
    });
  });

  it('without rows', async () => {
    expect(await refusal(table(await parquet(`SELECT ${ROW} WHERE false`)))).toEqual([
      'EWS3009 loans.parquet (source bank.loans): has a header and no rows',
    ]);
  });

  it.each([
    ['of one name', 'loans', 'column "loans" is there twice'],
    ['that differ in case alone', 'LOANS', 'columns "loans" and "LOANS" differ in nothing but upper and lower case'],
  ])('with two columns %s', async (_, name, expected) => {
    const file = await parquet(`SELECT ${ROW}, 2 AS other`);
    // DuckDB writes no such file, so the name is exchanged for another of its length where it stands.
    const bytes = (await readFile(file)).toString('latin1').replaceAll('other', name);
    await writeFile(file, Buffer.from(bytes, 'latin1'));
    expect(await refusal(table(file))).toEqual([`EWS3004 loans.parquet (source bank.loans): ${expected}`]);
  });

  it('when it is cut short, overwritten, encrypted or something else', async () => {
    const whole = await parquet(`SELECT ${ROW} FROM range(10000)`);
    const cannot = [
      expect.stringMatching(/^EWS3004 loans.parquet \(source bank.loans\): (cannot be read as|is not a) parquet/),
    ];
    const bytes = await readFile(whole);
    await truncate(whole, bytes.length - 100);
    expect(await refusal(table(whole))).toEqual(cannot);
    expect(await refusal(table(await parquet(`SELECT ${ROW}`, `, ENCRYPTION_CONFIG {footer_key: 'key'}`)))).toEqual(
      cannot,
    );
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, 4, Math.floor(bytes.length / 2));
    await writeFile(whole, damaged);
    expect(await refusal(table(whole))).toEqual(cannot);
    for (const other of ['', 'PAR1', 'PAR1PAR1', '{"a": 1}', 'x'.repeat(1000)]) {
      await writeFile(whole, other);
      expect(await refusal(table(whole))).toEqual(cannot);
    }
  });
});

it('keeps whole numbers beyond BIGINT, which parquet of DuckDB rounds', async () => {
  const file = await parquet(`SELECT ${ROW}, '12345678901234567890123456789012345678' AS id UNION ALL
    SELECT 'east', DATE '2020-01-01', 1.5, 3, '-12345678901234567890123456789012345679'`);
  const columns = [...csvRequest(file).columns, { name: 'id', type: 'HUGEINT' }];
  const store = openLocalStore(path.join(await temporaryFolder(onTestFinished), 'lake'));
  const request = csvRequest(file, { format: 'parquet', columns });
  const { object } = await ingest(store, request, {
    warehouses: IN_PROCESS,
    now: () => new Date('2022-11-01T00:00:00Z'),
  });
  expect(rowLines(await storedRows(store, object)).map((line) => line.split(' ')[4])).toEqual([
    '-12345678901234567890123456789012345679',
    '12345678901234567890123456789012345678',
  ]);
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  const stored = await objectPath(store, object, OBSERVATIONS_FILE);
  await loadObservations(warehouse, { path: stored, relation: 'bank.loans', columns });
  expect(
    await warehouse.rows('SELECT typeof(id) AS type, id::VARCHAR AS id FROM obs."bank.loans" ORDER BY id'),
  ).toEqual([
    { type: 'HUGEINT', id: '-12345678901234567890123456789012345679' },
    { type: 'HUGEINT', id: '12345678901234567890123456789012345678' },
  ]);
});

it('takes files whatever their other columns, and the folders around them, are called', async () => {
  const others = `1 AS file_row_number, 2 AS filename, 3 AS __row, {'date': 4, 'loans': [{'date': 5}]} AS nested`;
  const file = await parquet(`SELECT ${others}, ${ROW}`);
  const folder = path.join(path.dirname(file), 'loans=77', 'branches=[8]*');
  await mkdir(folder, { recursive: true });
  const moved = path.join(folder, 'loans.parquet');
  await copyFile(file, moved);
  const values = ['west', '2020-01-01', '1.5', '3'];
  const { columns } = csvRequest(file);
  expect(columns).toHaveLength(values.length);
  for (const [at, { name, type }] of columns.entries()) {
    expect(await judgedValues({ path: moved, format: 'parquet' }, name, type)).toEqual([values[at]]);
  }
});

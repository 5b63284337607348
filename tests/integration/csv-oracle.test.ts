import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CsvDialect } from '../../engine/ingest/csv/dialect.ts';
import { ingest } from '../../engine/ingest/index.ts';
import { csvRequest } from '../../engine/ingest/requests.fixture.ts';
import { storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

const ORACLE = path.resolve(import.meta.dirname, '../oracles/read_csv.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;

const dialects: fc.Arbitrary<CsvDialect> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    decimal: fc.constantFrom('.' as const, ',' as const),
    nulls: fc.constantFrom([], ['NA'], ['-', '.', 'n/a']),
    encoding: fc.constantFrom('utf-8' as const, 'utf-16' as const, 'latin-1' as const, 'windows-1252' as const),
  })
  .map((dialect) => (dialect.delimiter === dialect.decimal ? { ...dialect, delimiter: ';' } : dialect));

const numbers = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 3, arbitrary: fc.stringMatching(/^[+-]?[0-9]{1,24}(\.[0-9]{0,20})?$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^[0-9]{0,3}\.[0-9]{1,40}[eE][+-]?[0-9]{1,3}$/) },
  { weight: 2, arbitrary: fc.bigInt({ min: 2n ** 52n, max: 2n ** 55n }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'NA', '-', '.', 'n/a', '1_000', 'inf', 'nan', ' 1', '0x1', '1,2.3', '１'),
  },
);
const texts = fc.string({ unit: fc.constantFrom(...'abc "\n\r,;\t|éÿ'), maxLength: 8 });

interface Row {
  readonly region: string;
  readonly number: string;
  readonly isQuoted: boolean;
}

function written(rows: readonly Row[], { delimiter, decimal, encoding }: CsvDialect, end: string): Buffer {
  const lines = [['note', 'date', 'region', 'branches', 'loans'].join(delimiter)];
  for (const { region, number, isQuoted } of rows) {
    const cells = ['', '2020-01-01', region, '3', number.replace('.', decimal)].map((text) =>
      isQuoted || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
    );
    lines.push(cells.join(delimiter));
  }
  const text = lines.join(end) + end;
  // In latin-1 and windows-1252 every character of these texts but the full-width digit is its own byte.
  const inBytes = Buffer.from(text.replaceAll('１', 'x'), 'latin1');
  return {
    'utf-8': Buffer.from(text),
    'utf-16': Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'latin-1': inBytes,
    'windows-1252': inBytes,
  }[encoding];
}

async function judgedByPython(file: string, { delimiter, decimal, encoding, nulls }: CsvDialect) {
  const words = [ORACLE, file, delimiter, decimal, encoding, JSON.stringify(nulls)];
  const { stdout } = await promisify(execFile)('python3', words, { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as readonly (readonly [string, string])[];
}

/** A double as Python's float.hex() writes it. */
function hex(value: unknown): string {
  if (typeof value !== 'number') return 'missing';
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const exponent = (bits.getUint16(0) >> 4) & 0x7ff;
  const mantissa = (bits.getBigUint64(0) & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const sign = bits.getUint8(0) >= 0x80 ? '-' : '';
  if (value === 0) return `${sign}0x0.0p+0`;
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${mantissa}p${power < 0 ? '' : '+'}${power}`;
}

async function ingested(file: string, dialect: CsvDialect) {
  const store = openLocalStore(path.join(await temporaryFolder(onTestFinished), 'lake'));
  const { object } = await ingest(store, csvRequest(file, { dialect }), {
    warehouses: IN_PROCESS,
    now: () => new Date('2022-11-01T00:00:00Z'),
  });
  const rows = await storedRows(store, object);
  return new Map(rows.map((row) => [row['region'], hex(row['loans'])]));
}

describe.skipIf(!hasPython)('a CSV file is read as Python reads it', () => {
  const seed = Date.now() % 2 ** 31;
  const files = fc.sample(
    fc.record({
      dialect: dialects,
      end: fc.constantFrom('\n', '\r\n', '\r'),
      rows: fc.array(fc.record({ region: texts, number: numbers, isQuoted: fc.boolean() }), {
        minLength: 150,
        maxLength: 200,
      }),
    }),
    { numRuns: 24, seed },
  );

  it(`in ${files.length} files of seed ${seed}, to the bit, or refused where Python's numbers differ`, async () => {
    const file = path.join(await temporaryFolder(onTestFinished), 'loans.csv');
    let [taken, refused] = [0, 0];
    for (const { dialect, end, rows } of files) {
      const keyed = rows.map((row, at) => ({ ...row, region: `${at} ${row.region}` }));
      await writeFile(file, written(keyed, dialect, end));
      const judged = await judgedByPython(file, dialect);
      expect(judged.map(([region]) => region)).toEqual(keyed.map(({ region }) => region));
      const wrong = judged.flatMap(([, judgement], at) => (judgement === 'refused' ? [at + 1] : []));
      if (wrong.length > 0) {
        const error = String(await ingested(file, dialect).catch((thrown: unknown) => thrown));
        const rowsNamed = [...error.matchAll(/row (\d+): column "loans".*?(?:\(and (\d+) more rows?\))?(?=\n|$)/g)];
        const named = rowsNamed.map(([, row]) => Number(row));
        expect(Math.min(...named), error).toBe(wrong[0]);
        const told = rowsNamed.map(([, , more]) => (more === undefined ? 1 : 1 + Number(more)));
        expect(
          told.reduce((sum, rows) => sum + rows, 0),
          error,
        ).toBe(wrong.length);
        refused += wrong.length;
      }
      const sound = keyed.filter((_, at) => !wrong.includes(at + 1));
      await writeFile(file, written(sound, dialect, end));
      const expected = new Map(judged.filter(([, judgement]) => judgement !== 'refused'));
      expect(await ingested(file, dialect)).toEqual(expected);
      taken += sound.length;
    }
    expect(taken).toBeGreaterThan(2000);
    expect(refused).toBeGreaterThan(200);
  });
});

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { DEFAULT_DIALECT } from './csv/dialect.ts';
import { type Judged, judgedValues } from './judged-values.fixture.ts';

/** How texts in a CSV file are read as a type; every cell is quoted, so that any text can stand in it. */
async function readAs(
  type: string,
  texts: readonly string[],
  decimal: '.' | ',' = '.',
): Promise<ReadonlyMap<string, Judged>> {
  const file = path.join(await temporaryFolder(onTestFinished), 'values.csv');
  await writeFile(file, ['v,x', ...texts.map((text) => `"${text.replaceAll('"', '""')}",1`)].join('\n'));
  const judged = await judgedValues({ path: file, format: 'csv', dialect: { ...DEFAULT_DIALECT, decimal } }, 'v', type);
  expect(judged).toHaveLength(texts.length);
  return new Map(texts.map((text, at) => [text, judged[at] ?? null]));
}

const unlike = { refused: 'unlike' };
const beyond = { refused: 'beyond' };
const inexact = { refused: 'inexact' };

const CASES: readonly (readonly [string, Readonly<Record<string, string | typeof unlike>>])[] = [
  [
    'DOUBLE',
    {
      '1': '1.0',
      '-1.50': '-1.5',
      '+.5': '0.5',
      '5.': '5.0',
      '007': '7.0',
      '1e3': '1000.0',
      '2.5E-3': '0.0025',
      '9007199254740992': '9007199254740992.0',
      '9007199254740993': inexact,
      '-9007199254740993.000': inexact,
      '9007199254740993.5': '9007199254740994.0',
      '9.007199254740993e15': '9007199254740992.0',
      '123456789012345678901234567890': inexact,
      '100000000000000000000': '1e+20',
      '00000000000000000000': '0.0',
      '5e-324': '5e-324',
      '1e-400': beyond,
      '0e-400': '0.0',
      '1e400': beyond,
      '29051_00040': unlike,
      '1,234.5': unlike,
      "1'234": unlike,
      '1 234': unlike,
      ' 1': unlike,
      '1\t': unlike,
      '1\n': unlike,
      '0x10': unlike,
      '1e': unlike,
      '1e1.5': unlike,
      '1.2.3': unlike,
      '--1': unlike,
      '.': unlike,
      '-': unlike,
      nan: unlike,
      inf: unlike,
      Infinity: unlike,
      true: unlike,
      '１２': unlike,
      '−5': unlike,
      '5%': unlike,
      $5: unlike,
      '\uFEFF5': unlike,
    },
  ],
  ['FLOAT', { '0.1': '0.1', '16777216': '16777216.0', '16777217': inexact, '1e39': beyond, '1e-60': beyond }],
  [
    'INTEGER',
    { '3': '3', '-3.0': '-3', '+3.': '3', '3.5': unlike, '1e3': unlike, '1_000': unlike, '2147483648': beyond },
  ],
  ['UTINYINT', { '255': '255', '256': beyond, '-1': beyond }],
  ['BIGINT', { '9007199254740993': '9007199254740993', '9223372036854775808': beyond }],
  [
    'HUGEINT',
    {
      '9007199254740993': '9007199254740993',
      '-99999999999999999999999999999999999999': '-99999999999999999999999999999999999999',
      '100000000000000000000000000000000000000': beyond,
      '99999999999999999999999999999999999999999999': beyond,
    },
  ],
  [
    'DECIMAL(5,2)',
    { '1.5': '1.50', '1.25000': '1.25', '1.255': inexact, '1000': beyond, '-999.99': '-999.99', '1e2': unlike },
  ],
  ['BOOLEAN', { true: 'true', FALSE: 'false', '1': 'true', '0': 'false', '2': unlike, yes: unlike, t: unlike }],
  [
    'DATE',
    {
      '2020-02-29': '2020-02-29',
      '2020-01-01 00:00:00': '2020-01-01',
      '2020-01-01T00:00:00.000': '2020-01-01',
      '9999-12-31': '9999-12-31',
      '2019-02-29': unlike,
      '2020-02-30': unlike,
      '2020-13-01': unlike,
      '0000-01-01': unlike,
      '10000-01-01': unlike,
      '-0001-01-01': unlike,
      '2020-1-1': unlike,
      '2020/01/01': unlike,
      '20200101': unlike,
      '12/31/99': unlike,
      '99-12-31': unlike,
      '31.12.1999': unlike,
      '2020-01': unlike,
      '2020Q1': unlike,
      '2020': unlike,
      '43831': unlike,
      epoch: unlike,
      infinity: unlike,
      '-infinity': unlike,
      today: unlike,
      now: unlike,
      '2020-01-01 12:00:00': unlike,
      '2020-01-01 00:00:00.000001': unlike,
      '2020-01-01T00:00:00+02:00': unlike,
      '2020-01-01T00:00:00Z': unlike,
      '2020-01-01 (BC)': unlike,
      ' 2020-01-01': unlike,
      '2020-01-01 ': unlike,
      '２０２０-01-01': unlike,
    },
  ],
  [
    'TIMESTAMP',
    {
      '2020-01-01 12:30:00': '2020-01-01 12:30:00',
      '2020-01-01T12:30:00.123456': '2020-01-01 12:30:00.123456',
      '2020-01-01T12:30:00.123456000': '2020-01-01 12:30:00.123456',
      '2020-01-01T12:30:00.1234567': unlike,
      '2020-01-01': '2020-01-01 00:00:00',
      '2020-01-01 24:00:00': unlike,
      '2020-01-01 12:30:60': unlike,
      '2020-01-01 12:30:00Z': unlike,
      '2020-01-01 12:30:00+02': unlike,
      epoch: unlike,
    },
  ],
  [
    'TIMESTAMPTZ',
    {
      '2020-01-01T12:30:00+02:00': '2020-01-01 10:30:00+00',
      '2020-01-01 12:30:00Z': '2020-01-01 12:30:00+00',
      '2020-01-01 12:30:00': unlike,
      '2020-01-01': unlike,
    },
  ],
  ['VARCHAR', { ' a ': ' a ', epoch: 'epoch', '1_0': '1_0', 'a\nb': 'a\nb' }],
];

describe('a text is read as', () => {
  it.each(CASES)('%s, or is refused', async (type, expected) => {
    expect(Object.fromEntries(await readAs(type, Object.keys(expected)))).toEqual(expected);
  });

  it('DOUBLE with a decimal comma, where the point is no mark at all', async () => {
    const expected = { '3,14': '3.14', '-,5': '-0.5', '1e2': '100.0', '3.14': unlike, '1.234,5': unlike };
    expect(Object.fromEntries(await readAs('DOUBLE', Object.keys(expected), ','))).toEqual(expected);
  });
});

/** Texts near numbers and dates: most are neither. */
const nearNumbers = fc.oneof(
  fc.stringMatching(/^[+-]?[0-9]{0,25}([.,_][0-9]{0,6})?([eE][+-]?[0-9]{1,3})?$/),
  fc.string({ unit: fc.constantFrom(...'0019+-.,_eE x'), maxLength: 12 }),
  fc.double({ noNaN: false }).map(String),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
  fc.bigInt({ min: 0n, max: 99n }).map((n) => String(2n ** 53n + n)),
);
const nearDates = fc.oneof(
  fc.stringMatching(/^[0-2]?[0-9]{3}[-/][0-9]{1,2}[-/][0-3][0-9]([ T]00:00(:00)?)?$/),
  fc
    .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);

/** Distinct texts that are not empty: an empty cell is missing. */
function texts(arbitrary: fc.Arbitrary<string>, count: number): readonly string[] {
  return [...new Set(fc.sample(arbitrary, count))].filter((text) => text !== '');
}

/** The rule for DOUBLE, said once more: by JavaScript's correctly rounded Number and exact BigInt. */
function expectedDouble(text: string): number | undefined {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || (value === 0 && /^[^e]*[1-9]/i.test(text))) return undefined;
  const whole = /^([+-]?\d+)(\.0*)?$/.exec(text)?.[1];
  if (whole !== undefined && BigInt(whole.replace('+', '')) !== BigInt(value)) return undefined;
  return value;
}

describe('what is read equals an independent reading, to the bit', () => {
  it('of random numbers as DOUBLE', async () => {
    const sample = texts(nearNumbers, 3000);
    const read = await readAs('DOUBLE', sample);
    let taken = 0;
    for (const [text, judged] of read) {
      const expected = expectedDouble(text);
      if (expected !== undefined) taken++;
      expect(typeof judged === 'string' ? Number(judged) : undefined, text).toBe(expected);
    }
    expect(taken).toBeGreaterThan(500);
    expect(sample.length - taken).toBeGreaterThan(500);
  });

  it('of random numbers as HUGEINT and DECIMAL(20,3)', async () => {
    const sample = texts(nearNumbers, 2000);
    const limit = 10n ** 38n;
    for (const [text, judged] of await readAs('HUGEINT', sample)) {
      const whole = /^([+-]?\d+)(\.0*)?$/.exec(text)?.[1];
      const value = whole === undefined ? undefined : BigInt(whole.replace('+', ''));
      const expected = value === undefined || value >= limit || value <= -limit ? undefined : String(value);
      expect(typeof judged === 'string' ? judged : undefined, text).toBe(expected);
    }
    for (const [text, judged] of await readAs('DECIMAL(20,3)', sample)) {
      const [, sign, whole = '', fraction = ''] = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d{0,3})0*)?$/.exec(text) ?? [];
      const thousandths = sign === undefined ? undefined : BigInt(`${sign}${whole}${fraction.padEnd(3, '0')}`);
      const fits = thousandths !== undefined && thousandths < 10n ** 20n && thousandths > -(10n ** 20n);
      const read = typeof judged === 'string' ? BigInt(judged.replace('.', '')) : undefined;
      expect(read, text).toBe(fits ? thousandths : undefined);
    }
  });

  it('of random dates', async () => {
    let taken = 0;
    for (const [text, judged] of await readAs('DATE', texts(nearDates, 2000))) {
      const day = /^(\d{4}-\d\d-\d\d)([ T]00:00(:00)?)?$/.exec(text)?.[1];
      const parsed = day === undefined ? undefined : new Date(`${day}T00:00:00Z`);
      const exists =
        parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day;
      const expected = exists && !day.startsWith('0000') ? day : undefined;
      if (expected !== undefined) taken++;
      expect(typeof judged === 'string' ? judged : undefined, text).toBe(expected);
    }
    expect(taken).toBeGreaterThan(300);
  });
});

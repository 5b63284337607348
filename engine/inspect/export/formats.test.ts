import { inflateRawSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { arrowOf } from './arrow.ts';
import { csvOf } from './csv.ts';
import { xlsxOf } from './xlsx.ts';

const TABLE = {
  columns: [
    { name: 'date', type: 'DATE' },
    { name: 'key', type: 'VARCHAR' },
    { name: 'value', type: 'DOUBLE' },
    { name: 'big', type: 'BIGINT' },
    { name: '=sum', type: 'BOOLEAN' },
  ],
  rows: [
    { date: '2008-03-31', key: '=1+1', value: -0.1, big: '9007199254740993', '=sum': true },
    { date: '1899-01-01', key: '', value: null, big: null, '=sum': null },
    { date: null, key: 'Zürich, "日本" 🙂\n-', value: 1e300, big: -5, '=sum': false },
    { date: '1900-03-01', key: '@x', value: 5e-324, big: 0, '=sum': true },
  ],
} as const;

/** The text of a file in a ZIP archive of ours. */
function unzipped(archive: Uint8Array, wanted: string): string {
  const bytes = Buffer.from(archive);
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, length] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const name = bytes.toString('utf8', at + 30, at + 30 + length);
    const start = at + 30 + length;
    if (name === wanted) return inflateRawSync(bytes.subarray(start, start + packed)).toString('utf8');
    at = start + packed;
  }
  throw new Error(`no ${wanted}`);
}

describe('csv', () => {
  it('tells NULL from empty text, quotes what it must, and leaves no formula', () => {
    expect(csvOf(TABLE)).toBe(
      [
        "date,key,value,big,'=sum",
        "2008-03-31,'=1+1,-0.1,9007199254740993,true",
        '1899-01-01,"",,,',
        ',"Zürich, ""日本"" 🙂\n-",1e+300,-5,false',
        "1900-03-01,'@x,5e-324,0,true",
        '',
      ].join('\r\n'),
    );
  });

  it.each(['=x', '+1', '-1', '@a', '\tx', '\rx'])('makes %j harmless, in names of columns too', (text) => {
    const [head = '', row = ''] = csvOf({ columns: [{ name: text, type: 'VARCHAR' }], rows: [{ [text]: text }] }).split(
      '\r\n',
    );
    for (const cell of [head, row]) expect(cell.replace(/^"/, '')[0]).toBe("'");
  });
});

describe('xlsx', () => {
  const sheet = unzipped(xlsxOf(TABLE), 'xl/worksheets/sheet1.xml');

  it('has decimals as numbers whatever they end with, as long as a double keeps all of their digits', () => {
    const columns = [{ name: 'd', type: 'DECIMAL(38,2)' }];
    const texts = ['0.10', '-1.00', '0.00', '1234567890123.40', '12345678901234567.10', '-0.05'];
    const made = unzipped(xlsxOf({ columns, rows: texts.map((d) => ({ d })) }), 'xl/worksheets/sheet1.xml');
    const numbers = [...made.matchAll(/<c r="A\d+"><v>([^<]*)<\/v>/g)].map(([, text]) => Number(text));
    expect(numbers).toEqual([0.1, -1, 0, 1234567890123.4, -0.05]);
    expect(made).toContain('xml:space="preserve">12345678901234567.10</t>');
  });

  it('stores text as text, numbers as they are, and as text what Excel would change', () => {
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<c r="B2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(sheet).toContain('<c r="A2" s="1"><v>39538</v></c>');
    expect(sheet).toContain('<c r="A5" s="1"><v>61</v></c>');
    expect(sheet).toContain('<c r="A3" t="inlineStr"><is><t xml:space="preserve">1899-01-01</t></is></c>');
    expect(sheet).toContain('<c r="C2"><v>-0.1</v></c>');
    expect(sheet).toContain('<c r="D2" t="inlineStr"><is><t xml:space="preserve">9007199254740993</t></is></c>');
    expect(sheet).toContain('<c r="E2" t="b"><v>1</v></c>');
    expect(sheet).not.toMatch(/r="(C3|D3|E3|A4)"/);
  });

  it('codes what XML cannot hold', () => {
    const text = 'a\u0007b_x0007_<&>\ud800';
    const made = unzipped(
      xlsxOf({ columns: [{ name: 't', type: 'VARCHAR' }], rows: [{ t: text }] }),
      'xl/worksheets/sheet1.xml',
    );
    expect(made).toContain('a_x0007_b_x005F_x0007_&lt;&amp;&gt;_xD800_');
  });

  it('counts columns as Excel does', () => {
    const columns = Array.from({ length: 703 }, (_, n) => ({ name: `c${n}`, type: 'DOUBLE' }));
    const made = unzipped(xlsxOf({ columns, rows: [] }), 'xl/worksheets/sheet1.xml');
    for (const place of ['A1', 'Z1', 'AA1', 'AZ1', 'ZZ1', 'AAA1']) expect(made).toContain(`r="${place}"`);
  });

  it('refuses what a sheet cannot hold', () => {
    const columns = [{ name: 't', type: 'VARCHAR' }];
    expect(() => xlsxOf({ columns, rows: [{ t: 'x'.repeat(32_768) }] })).toThrow(/EWS4036/);
    expect(() => xlsxOf({ columns, rows: Array.from({ length: 1_048_576 }, () => ({ t: null })) })).toThrow(/EWS4036/);
  });
});

it('arrow keeps types, NULL, days before 1970 and whole numbers of 64 bits', async () => {
  const table = tableFromIPC(await arrowOf(TABLE));
  const column = (name: string) => [...(table.getChild(name) ?? [])];
  expect(table.schema.fields.map(({ name, type }) => [name, String(type)])).toEqual([
    ['date', 'Date32<DAY>'],
    ['key', 'Utf8'],
    ['value', 'Float64'],
    ['big', 'Int64'],
    ['=sum', 'Bool'],
  ]);
  expect(column('big')).toEqual([9_007_199_254_740_993n, null, -5n, 0n]);
  expect(column('value')).toEqual([-0.1, null, 1e300, 5e-324]);
  expect(column('key')).toEqual(TABLE.rows.map(({ key }) => key));
  const days = column('date').map((day) => (day === null ? null : new Date(Number(day)).toISOString().slice(0, 10)));
  expect(days).toEqual(TABLE.rows.map(({ date }) => date));
});

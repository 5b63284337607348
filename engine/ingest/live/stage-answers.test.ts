import { expect, it, onTestFinished } from 'vitest';
import { openLocalStore, storeAnswer } from '../../lake/index.ts';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { IN_PROCESS, type Warehouse, withWarehouse } from '../../warehouse/index.ts';
import { declareRawDigests } from '../raw-digests.ts';
import type { RawPart } from './batch.ts';
import { stageAnswers } from './stage-answers.ts';

/** Values as FRED may write them, each beside what is stored of it as DuckDB prints it. */
const VALUES: readonly (readonly [written: string, stored: string | null])[] = [
  ['.', null],
  ['4.8', '4.8'],
  ['-0', '0.0'],
  ['-0.000', '0.0'],
  ['0.1000', '0.1'],
  ['.5', '0.5'],
  ['+12.', '12.0'],
  ['0.30000000000000004', '0.30000000000000004'],
  ['9007199254740993', '9007199254740992.0'],
  ['123456789012345678901234567890', '1.2345678901234568e+29'],
  ['1.7976931348623157e308', '1.7976931348623157e+308'],
  ['5e-324', '5e-324'],
];

it('hands on values to the bit, days as they are, and what is missing as NULL', async () => {
  const rows = await staged([{ window: null, rows: VALUES.map(([value], month) => row(month, value)) }]);
  expect(rows.map(({ value }) => value)).toEqual(VALUES.map(([, stored]) => stored));
  expect(rows[0]).toEqual({
    series_id: 'UNRATE',
    rank: 0,
    has: 'vintages',
    day: null,
    from_day: null,
    continues: false,
    date: '1948-01-01',
    value: null,
    realtime_start: '1960-03-15',
    realtime_end: '9999-12-31',
  });
});

it('reads doubles as DuckDB reads their text', async () => {
  const values = Array.from({ length: 500 }, (_, at) => String(Math.sin(at + 1) * 10 ** ((at % 60) - 30)));
  const rows = await staged([{ window: null, rows: values.map((value, month) => row(month, value)) }]);
  const read = await withWarehouse(IN_PROCESS, {}, (warehouse) =>
    warehouse.rows(`SELECT text::DOUBLE::VARCHAR AS value FROM (SELECT unnest(?::VARCHAR[]) AS text)`, [
      `[${values.join(', ')}]`,
    ]),
  );
  expect(rows.map(({ value }) => value)).toEqual(read.map(({ value }) => value));
});

it('says of rows that begin where a later window does that they may go on', async () => {
  const first = { window: { start: '1960-01-01', end: '1960-03-31' }, rows: [row(0, '1', '1960-01-01', '1960-03-31')] };
  const second = {
    window: { start: '1960-04-01', end: '9999-12-31' },
    rows: [row(0, '1', '1960-04-01'), row(1, '2', '1960-04-02')],
  };
  const rows = await staged([first, second]);
  expect(rows.map(({ date, continues }) => [date, continues])).toEqual([
    ['1948-01-01', false],
    ['1948-01-01', true],
    ['1948-02-01', false],
  ]);
});

interface Answer {
  readonly window: RawPart['window'];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A row of an answer, of so many months after January 1948. */
function row(month: number, value: string, from = '1960-03-15', through = '9999-12-31'): Answer['rows'][number] {
  const date = new Date(Date.UTC(1948, month, 1)).toISOString().slice(0, 10);
  return { date, value, realtime_start: from, realtime_end: through };
}

/** The table `answered` of one batch, values as DuckDB prints them, digests left out. */
async function staged(answers: readonly Answer[]): ReturnType<Warehouse['rows']> {
  const store = openLocalStore(await temporaryFolder(onTestFinished));
  const parts: RawPart[] = [];
  for (const { window, rows } of answers) {
    const bytes = new TextEncoder().encode(JSON.stringify({ observations: rows }));
    const raw = await storeAnswer(store, { source: 'fred', name: 'UNRATE', bytes });
    parts.push({ ...raw, bytes: bytes.byteLength, window });
  }
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await declareRawDigests(warehouse, parts);
    const batch = { has: 'vintages', day: null, from: null, parts } as const;
    await stageAnswers(warehouse, store, [{ seriesId: 'UNRATE', rank: 0, batch }]);
    return warehouse.rows(`
      SELECT * EXCLUDE (raw_sha256) REPLACE (value::VARCHAR AS value) FROM answered ORDER BY date, realtime_start`);
  });
}

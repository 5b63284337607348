import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { openWarehouse, quoteText } from '../warehouse/index.ts';
import { publishedDays } from './published-days.ts';
import type { ObservationShape } from './shape.ts';

const DATE = { name: 'date', type: 'DATE' };
const VALUE = { name: 'value', type: 'DOUBLE' };
const ID = { name: 'series_id', type: 'VARCHAR' };
const SERIES: ObservationShape = {
  columns: [ID, DATE, VALUE],
  keys: ['series_id'],
  dateColumn: 'date',
  values: ['value'],
};
const KEYED: ObservationShape = {
  columns: [{ name: 'iso', type: 'VARCHAR' }, DATE, VALUE],
  keys: ['iso'],
  dateColumn: 'date',
  values: ['value'],
};
const PLAIN: ObservationShape = { columns: [DATE, VALUE], keys: [], dateColumn: 'date', values: ['value'] };

/** A key, a date, the first day on which the row is known, the first on which it is not, and how. */
type KnownRow = readonly [key: string, date: Day, start: string, end: string, knowledge: string];

async function spansOf(shape: ObservationShape, rows: readonly KnownRow[]): Promise<Record<string, string>> {
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  const [key = 'unused'] = shape.keys;
  const values = rows.map((row) => `(${row.map(quoteText).join(', ')})`).join(', ');
  await warehouse.run(`
    CREATE TABLE observations AS
    SELECT k AS ${key}, d::DATE AS date, 1.0 AS value, s::DATE AS realtime_start, e::DATE AS realtime_end, knowledge
    FROM (VALUES ${values}) t(k, d, s, e, knowledge)`);
  const days = await publishedDays(warehouse, shape);
  return Object.fromEntries(
    [...days].map(([series, spans]) => [series, spans.map(({ from, through }) => `${from}..${through}`).join(' ')]),
  );
}

const OPEN = '9999-12-31';

describe('days on which what is known is published', () => {
  it('begin with the first vintage, and end where what is assumed takes over', async () => {
    const found = await spansOf(SERIES, [
      ['A', '2000-01-01', '2000-02-10', '2000-03-31', 'assumed'],
      ['A', '2000-01-01', '2000-03-31', '2001-01-31', 'published'],
      ['A', '2000-02-01', '2000-03-31', '2001-01-31', 'published'],
      ['A', '2000-01-01', '2001-01-31', OPEN, 'assumed'],
      ['A', '2000-02-01', '2001-01-31', OPEN, 'assumed'],
      ['B', '2000-01-01', '2000-02-10', OPEN, 'assumed'],
      ['C', '2000-01-01', '2000-02-10', '2000-05-05', 'published'],
      ['C', '2000-01-01', '2000-05-06', OPEN, 'published'],
    ]);
    expect(found).toEqual({
      A: '2000-03-31..2001-01-30',
      // On the day between nothing is known.
      C: '2000-02-10..2000-05-04 2000-05-06..9999-12-31',
    });
  });

  it('are not those on which the newest row alone is published', async () => {
    const rows: KnownRow[] = [
      ['', '2000-01-01', '2000-02-10', OPEN, 'assumed'],
      ['', '2000-02-01', '2000-03-10', OPEN, 'published'],
    ];
    expect(await spansOf(PLAIN, rows)).toEqual({});
    // Until the assumed row lies three years back.
    const later: KnownRow[] = [...rows, ['', '2003-01-01', '2003-02-10', OPEN, 'published']];
    expect(await spansOf(PLAIN, later)).toEqual({ '': '2003-02-10..9999-12-31' });
  });

  it('are not those on which what is newest is not published, though older rows are', async () => {
    const rows: KnownRow[] = [
      ['', '2000-01-01', '2000-02-10', OPEN, 'published'],
      ['', '2000-02-01', '2000-03-10', '2000-04-10', 'observed'],
      ['', '2000-02-01', '2000-04-10', OPEN, 'published'],
    ];
    expect(await spansOf(PLAIN, rows)).toEqual({ '': '2000-02-10..2000-03-09 2000-04-10..9999-12-31' });
  });

  it('are of a panel those on which that holds of every key', async () => {
    const rows: KnownRow[] = [
      ['ESP', '2000-01-01', '2000-02-10', OPEN, 'published'],
      ['ITA', '2000-01-01', '2000-03-10', '2000-04-10', 'assumed'],
      ['ITA', '2000-01-01', '2000-04-10', OPEN, 'published'],
    ];
    expect(await spansOf(KEYED, rows)).toEqual({ '': '2000-02-10..2000-03-09 2000-04-10..9999-12-31' });
  });
});

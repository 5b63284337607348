import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { openWarehouse, quoteText, type Warehouse } from '../warehouse/index.ts';
import { type LoadInput, loadObservations } from './load-observations.ts';
import { rowLines } from './stored-rows.fixture.ts';

const COLUMNS = [
  { name: 'date', type: 'DATE' },
  { name: 'value', type: 'DOUBLE' },
];

/** Vintages from 1999-08-31 on: two periods in the first, one revised in September, one new then. */
const VINTAGES = `
  ('INDPRO', DATE '1999-06-01', 100.0, DATE '1999-08-31', DATE '1999-09-30', 'published'),
  ('INDPRO', DATE '1999-06-01', 101.0, DATE '1999-09-30', DATE '9999-12-31', 'published'),
  ('INDPRO', DATE '1999-08-01', 102.0, DATE '1999-08-31', DATE '9999-12-31', 'published'),
  ('INDPRO', DATE '1999-07-01', 103.0, DATE '1999-09-30', DATE '9999-12-31', 'published'),
  ('OTHER', DATE '1999-06-01', 7.0, DATE '1999-07-01', DATE '9999-12-31', 'published')`;

/** Assumed rows come before the first vintage, and after the last one; one says nothing until two weeks before it. */
const WITH_ASSUMED = `
  ('INDPRO', DATE '1999-04-01', 97.0, DATE '1999-05-17', DATE '9999-12-31', 'assumed'),
  ('INDPRO', DATE '1999-05-01', 98.0, DATE '1999-06-17', DATE '1999-08-17', 'assumed'),
  ('INDPRO', DATE '1999-05-01', 99.0, DATE '1999-08-31', DATE '9999-12-31', 'published'),
  ('INDPRO', DATE '1999-06-01', 100.0, DATE '1999-08-31', DATE '9999-12-31', 'published')`;

async function load(input: Partial<LoadInput>, lake?: string, rows = VINTAGES): Promise<readonly string[]> {
  const folder = lake ?? (await temporaryFolder(onTestFinished));
  const file = path.join(folder, 'data.parquet');
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  await store(warehouse, file, rows);
  await loadObservations(warehouse, { path: file, relation: 'fred.indpro', columns: COLUMNS, ...input });
  return rowLines(await warehouse.rows('SELECT * FROM obs."fred.indpro" ORDER BY realtime_start, date'));
}

function store(warehouse: Warehouse, file: string, rows: string): Promise<void> {
  const columns = 'series_id, date, value, realtime_start, realtime_end, knowledge';
  return warehouse.run(`COPY (FROM (VALUES ${rows}) t(${columns})) TO ${quoteText(file)} (FORMAT parquet)`);
}

describe('loading observations', () => {
  it('takes one series as it is stored', async () => {
    expect(await load({ seriesId: 'INDPRO' })).toEqual([
      '1999-06-01 100 1999-08-31 1999-09-30 published',
      '1999-08-01 102 1999-08-31 9999-12-31 published',
      '1999-06-01 101 1999-09-30 9999-12-31 published',
      '1999-07-01 103 1999-09-30 9999-12-31 published',
    ]);
  });

  it('serves the first vintage from the end of its periods plus the lag, where that is earlier', async () => {
    const prehistory = { mode: 'assume', lagDays: 17, frequency: 'monthly' } as const;
    expect(await load({ seriesId: 'INDPRO', prehistory })).toEqual([
      '1999-06-01 100 1999-07-17 1999-08-31 assumed',
      '1999-06-01 100 1999-08-31 1999-09-30 published',
      '1999-08-01 102 1999-08-31 9999-12-31 published',
      '1999-06-01 101 1999-09-30 9999-12-31 published',
      '1999-07-01 103 1999-09-30 9999-12-31 published',
    ]);
  });

  it('takes the first published vintage for the first, and never overlaps what is assumed before it', async () => {
    const prehistory = { mode: 'assume', lagDays: 17, frequency: 'monthly' } as const;
    expect(await load({ seriesId: 'INDPRO', prehistory }, undefined, WITH_ASSUMED)).toEqual([
      '1999-04-01 97 1999-05-17 9999-12-31 assumed',
      '1999-05-01 98 1999-06-17 1999-08-17 assumed',
      '1999-06-01 100 1999-07-17 1999-08-31 assumed',
      '1999-05-01 99 1999-08-17 1999-08-31 assumed',
      '1999-05-01 99 1999-08-31 9999-12-31 published',
      '1999-06-01 100 1999-08-31 9999-12-31 published',
    ]);
  });

  it('takes no folder on the way to the file for a column', async () => {
    const folder = path.join(await temporaryFolder(onTestFinished), 'value=3', 'date=1900-01-01');
    await mkdir(folder, { recursive: true });
    expect(await load({ seriesId: 'INDPRO' }, folder)).toEqual(await load({ seriesId: 'INDPRO' }));
  });

  it('leaves prehistory alone when told so', async () => {
    const none = { mode: 'none', lagDays: 17, frequency: 'monthly' } as const;
    expect(await load({ seriesId: 'INDPRO', prehistory: none })).toEqual(await load({ seriesId: 'INDPRO' }));
  });

  it('knows a first vintage for each key', async () => {
    const columns = [{ name: 'series_id', type: 'VARCHAR' }, ...COLUMNS];
    const prehistory = { mode: 'assume', lagDays: 0, frequency: 'monthly', keys: ['series_id'] } as const;
    const rows = await load({ columns, prehistory });
    expect(rows).toContain('OTHER 1999-06-01 7 1999-06-30 1999-07-01 assumed');
    expect(rows).toContain('OTHER 1999-06-01 7 1999-07-01 9999-12-31 published');
    expect(rows).toContain('INDPRO 1999-06-01 100 1999-06-30 1999-08-31 assumed');
    expect(rows).toContain('INDPRO 1999-06-01 100 1999-08-31 1999-09-30 published');
    expect(rows).toContain('INDPRO 1999-08-01 102 1999-08-31 9999-12-31 published');
  });
});

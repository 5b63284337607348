import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import {
  type FileRequest,
  ingest,
  loadObservations,
  OBSERVATIONS_FILE,
  observationsOf,
} from '../../engine/ingest/index.ts';
import { objectPath, openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../../engine/warehouse/index.ts';

const FILE = path.resolve(import.meta.dirname, '../../../shared/data/fred-vintages/observations.parquet');
if (!existsSync(FILE)) console.warn(`vintages are not tested: there is no ${FILE}`);

const vintages: FileRequest = {
  kind: 'file',
  source: 'fred_md',
  table: 'observations',
  file: FILE,
  format: 'parquet',
  columns: [
    { name: 'series_id', type: 'VARCHAR' },
    { name: 'date', type: 'DATE' },
    { name: 'value', type: 'DOUBLE' },
    { name: 'realtime_start', type: 'DATE' },
    { name: 'realtime_end', type: 'DATE' },
  ],
  dateColumn: 'date',
  keys: ['series_id'],
  frequency: 'monthly',
  knowledge: { kind: 'column', column: 'realtime_start', endColumn: 'realtime_end' },
};

describe.skipIf(!existsSync(FILE))('a file of 612,602 vintage rows', () => {
  it('is stored row by row as it is, with its holes, and answers what was known when', async () => {
    const store = openLocalStore(await temporaryFolder(onTestFinished));
    const started = performance.now();
    const { object, rows } = await ingest(store, vintages, {
      warehouses: IN_PROCESS,
      now: () => new Date('2022-11-01T00:00:00Z'),
    });
    console.info(`ingested ${rows} rows in ${Math.round(performance.now() - started)} ms`);
    expect(rows).toBe(612_602);
    const summary = observationsOf(object).relations['fred_md.observations'];
    expect(present(summary).knowledge).toEqual({ published: 1, observed: 0, assumed: 0 });

    const warehouse = await openWarehouse();
    onTestFinished(() => warehouse.close());
    const relation = 'fred_md.observations';
    const stored = await objectPath(store, object, OBSERVATIONS_FILE);
    await loadObservations(warehouse, { path: stored, relation, columns: summary?.columns ?? [] });
    const ours = `SELECT series_id, date, value, realtime_start,
      CASE WHEN realtime_end = DATE '9999-12-31' THEN realtime_end ELSE (realtime_end - 1)::DATE END AS realtime_end
      FROM obs."fred_md.observations"`;
    const theirs = `SELECT series_id, date, value, realtime_start, realtime_end FROM read_parquet(${quoteText(FILE)})`;
    const [differing] = await warehouse.rows(
      `SELECT (SELECT count(*) FROM (${ours} EXCEPT ALL ${theirs}))
         + (SELECT count(*) FROM (${theirs} EXCEPT ALL ${ours})) AS n`,
    );
    expect(present(differing)['n']).toBe(0);

    const payems = async (asOf: Day): Promise<unknown> => {
      const [row] = await warehouse.rows(
        `SELECT value FROM obs."fred_md.observations" WHERE series_id = 'PAYEMS' AND date = '2008-09-01'
         AND realtime_start <= $1::DATE AND $1::DATE < realtime_end`,
        [asOf],
      );
      return row?.['value'];
    };
    expect(await payems('2008-10-31')).toBe(137_318);
    expect(await payems('2021-09-30')).toBe(136_753);
  });
});

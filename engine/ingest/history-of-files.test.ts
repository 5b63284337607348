import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { advanceRef, openLocalStore, readRef } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { IN_PROCESS } from '../warehouse/index.ts';
import { type IngestEffects, ingest } from './ingest.ts';
import { csvRequest, writeCsv } from './requests.fixture.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const on = (day: Day): IngestEffects => ({
  warehouses: IN_PROCESS,
  now: () => new Date(`${day}T12:00:00Z`),
});

it('the history of a lake that noted no looks goes by the days of its files', async () => {
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(path.join(folder, 'lake'));
  const request = csvRequest(path.join(folder, 'loans.csv'));
  const header = 'region,date,loans,branches';
  const forget = async (): Promise<void> => {
    const ref = await readRef(store, 'sources/bank.loans');
    if (ref === undefined) throw new Error('nothing was ingested');
    const { previous: _, lookedOn: __, ...value } = ref.value;
    await advanceRef(store, ref.name, ref.n, value);
  };
  await writeCsv(folder, header, 'west,2020-01-01,1,1');
  await ingest(store, request, on('2020-06-01'));
  await forget();
  // Nobody knows when the first file was looked at: all that is new may have been there since it was due.
  await writeCsv(folder, header, 'west,2020-01-01,1,1', 'west,2020-02-01,2,1');
  await ingest(store, request, on('2020-06-10'));
  await forget();
  await writeCsv(folder, header, 'west,2020-01-01,1,1', 'west,2020-02-01,2,1', 'west,2020-03-01,3,1');
  const { object } = await ingest(store, request, on('2020-06-20'));
  expect(rowLines(await storedRows(store, object)).slice(1)).toEqual([
    'west 2020-02-01 2 1 2020-03-30 9999-12-31 assumed',
    'west 2020-03-01 3 1 2020-06-20 9999-12-31 observed',
  ]);
  await expect(ingest(store, request, on('2020-06-19'))).rejects.toThrow('EWS3022');
});

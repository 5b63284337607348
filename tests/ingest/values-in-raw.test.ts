import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OBSERVATIONS_FILE, observationsOf } from '../../engine/ingest/index.ts';
import { commitObject, type ObjectMeta, objectPath, type Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { first } from '../../engine/presence/index.ts';
import { openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { csvSource, PLAIN, readAgain } from './raw-of-rows.ts';

describe('a stored value that is not in the bytes that it names is found', () => {
  const tampered = async (change: string): Promise<unknown> => {
    const { write, ingestOn, object, store, request } = await csvSource({ keys: [], columns: PLAIN });
    await write('2020-01-01,1', '2020-02-01,2');
    await ingestOn('2020-06-01');
    await write('2020-01-01,5');
    await ingestOn('2020-07-01');
    return readAgain(store, await rewritten(store, object(), change), request);
  };

  it.each([
    [
      'a value',
      'loans = 7 WHERE loans = 5',
      { wrong: 1, shown: [{ row: '2020-01-01: 7.0', knownFrom: '2020-07-01' }] },
    ],
    ['a date', "date = DATE '2020-03-01' WHERE loans = 2", { wrong: 1, shown: [{ row: '2020-03-01: 2.0' }] }],
    ['its origin', 'raw_sha256 = (SELECT raw_sha256 FROM o WHERE loans = 5) WHERE loans = 1', { wrong: 1 }],
    ['bytes of nobody', "raw_sha256 = 'ab' WHERE loans = 1", { wrong: 1, shown: [{ sha256: 'ab' }] }],
    ['no origin', 'raw_sha256 = NULL WHERE loans = 1', { wrong: 1, shown: [{ sha256: null }] }],
    [
      'a withdrawal of what is there',
      'loans = NULL WHERE loans = 5',
      { wrong: 1, shown: [{ row: '2020-01-01: NULL' }] },
    ],
  ] as const)('%s', async (_, change, found) => {
    expect(await tampered(change)).toMatchObject({ state: 'changed', rows: 4, raws: 2, ...found });
  });

  it('and where nobody can look, that is said', async () => {
    const { write, ingestOn, object, store, request } = await csvSource({ keys: [], columns: PLAIN });
    await write('2020-01-01,1');
    await ingestOn('2020-06-01');
    expect(await readAgain(store, object())).toEqual({ state: 'unread', why: 'its source is declared otherwise now' });
    const { key } = first(observationsOf(object()).history);
    await rm(path.join(request.file, '../lake', key));
    expect(await readAgain(store, object(), request)).toMatchObject({
      state: 'unread',
      why: expect.stringContaining(key),
    });
  });
});

/** The object with some rows changed, committed as its own truth. */
async function rewritten(store: Store, object: ObjectMeta, change: string): Promise<ObjectMeta> {
  const folder = await temporaryFolder(onTestFinished);
  const file = path.join(folder, 'tampered.parquet');
  const warehouse = await openWarehouse();
  try {
    await warehouse.run(`CREATE TABLE o AS FROM ${quoteText(await objectPath(store, object, OBSERVATIONS_FILE))}`);
    await warehouse.run(`UPDATE o SET ${change}`);
    await warehouse.run(`COPY o TO ${quoteText(file)} (FORMAT parquet)`);
  } finally {
    warehouse.close();
  }
  const { name, inputs, extra } = object;
  const files = new Map([[OBSERVATIONS_FILE, { file }]]);
  return commitObject(store, { kind: 'observations', name, fingerprint: 'f'.repeat(64), files, inputs, extra });
}

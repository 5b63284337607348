import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLocalStore, readRef, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { IN_PROCESS } from '../warehouse/index.ts';
import { ingest, readStoredState } from './index.ts';
import { nber } from './requests.fixture.ts';

const NOW = new Date('2024-01-01T12:00:00Z');

const effects = { warehouses: IN_PROCESS, now: () => new Date('2022-11-01T00:00:00Z') };

it('an ingest that stops at any step of any write stores nothing by halves, and the next completes it', async () => {
  const whole = openLocalStore(await temporaryFolder(onTestFinished));
  let steps = 0;
  await ingest(
    counting(await temporaryFolder(onTestFinished), () => steps++),
    nber,
    effects,
  );
  const { object } = await ingest(whole, nber, effects);
  const expected = await contents(whole);
  // raw, what is in progress, data.parquet, meta.json, the log and the ref, four steps each
  expect(steps).toBe(24);

  for (let deadly = 1; deadly <= steps; deadly++) {
    const root = await temporaryFolder(onTestFinished);
    let taken = 0;
    const dying = counting(root, () => {
      taken++;
      if (taken === deadly) throw new Error('the process dies');
    });
    await expect(ingest(dying, nber, effects)).rejects.toThrow('the process dies');
    const store = openLocalStore(root);
    const pointed = (await readRef(store, 'sources/nber.turning_points'))?.value['fingerprint'];
    expect([undefined, object.fingerprint]).toContain(pointed);
    expect((await readStoredState(store, nber, NOW)).kind).toBe(pointed === undefined ? 'missing' : 'current');
    await ingest(store, nber, effects);
    expect(await contents(store)).toEqual(expected);
  }
});

function counting(root: string, step: () => void): Store {
  return openLocalStore(path.resolve(root), { beforeWrite: step });
}

async function contents(store: Store): Promise<readonly string[]> {
  const keys = await store.list('');
  return Promise.all(
    keys.map(async (key) => `${key} ${Buffer.from((await store.read(key)) ?? []).toString('base64')}`),
  );
}

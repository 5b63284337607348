import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  advanceRef,
  commitObject,
  findObject,
  openLocalStore,
  readObjectFile,
  readRef,
  type Store,
} from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';

const WRITER = path.join(import.meta.dirname, '../lake/commit-and-die.ts');

it('killed at any step of any write, a writer leaves the old state or the new; the next one completes', async () => {
  const reference = await lakeWithOldState();
  const unharmed = await write(reference.root, 0);
  const steps = Number(unharmed.printed);
  // raw, two files, meta.json and the ref, four steps each
  expect(steps).toBe(20);
  const expected = await contents(reference.store);

  const pending = Array.from({ length: steps }, (_, step) => step + 1);
  const work = async (): Promise<void> => {
    for (let step = pending.shift(); step !== undefined; step = pending.shift()) await dieAndRecover(step, expected);
  };
  await Promise.all([work(), work()]);
});

const BLS = { kind: 'observations', name: 'bls' } as const;

async function dieAndRecover(step: number, expected: Readonly<Record<string, string>>): Promise<void> {
  const { root, store } = await lakeWithOldState();
  expect((await write(root, step)).signal).toBe('SIGKILL');

  const current = (await readRef(store, 'prod'))?.value['fingerprint'];
  expect(['old', 'new']).toContain(current);
  const pointedAt = await findObject(store, { ...BLS, fingerprint: String(current) });
  if (pointedAt === undefined) throw new Error(`after step ${step} the ref points to an object that is not there`);
  for (const file of Object.keys(pointedAt.files)) await readObjectFile(store, pointedAt, file);
  const fresh = await findObject(store, { ...BLS, fingerprint: 'new' });
  if (fresh !== undefined) for (const file of Object.keys(fresh.files)) await readObjectFile(store, fresh, file);

  expect((await write(root, 0)).signal).toBeNull();
  expect(await contents(store)).toEqual(expected);
  expect(await readdir(path.join(root, '.tmp'))).toEqual([]);
}

async function lakeWithOldState(): Promise<{ root: string; store: Store }> {
  const root = await temporaryFolder(onTestFinished);
  const store = openLocalStore(root);
  const old = { kind: 'observations' as const, name: 'bls', fingerprint: 'old', inputs: [], extra: {} };
  await commitObject(store, { ...old, files: new Map([['data.parquet', Buffer.from('old')]]) });
  await advanceRef(store, 'prod', 0, { fingerprint: 'old' });
  return { root, store };
}

async function contents(store: Store): Promise<Readonly<Record<string, string>>> {
  const keys = await store.list('');
  return Object.fromEntries(
    await Promise.all(keys.map(async (key) => [key, Buffer.from((await store.read(key)) ?? []).toString('base64')])),
  );
}

function write(root: string, deadly: number): Promise<{ printed: string; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, root, String(deadly)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    child.on('error', reject);
    child.on('close', (_, signal) => resolve({ printed, signal }));
  });
}

import { chmod, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLocalStore } from './local-store.ts';
import { storeContract } from './store-contract.fixture.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

storeContract(async () => {
  const root = path.join(await temporaryFolder(onTestFinished), 'lake');
  return () => openLocalStore(root);
});

describe('a store on local disk', () => {
  it('creates nothing until it writes', async () => {
    const folder = await temporaryFolder(onTestFinished);
    const store = openLocalStore(path.join(folder, 'lake'));
    expect(await store.list('')).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('reaps what dead writers left behind, and spares the living', async () => {
    const root = await temporaryFolder(onTestFinished);
    const scratch = path.join(root, '.tmp');
    await mkdir(scratch);
    // A scratch name as this process writes it, seen while a write is under way.
    let mine = '';
    const spy = openLocalStore(root, {
      beforeWrite: async () => {
        mine = (await readdir(scratch))[0] ?? mine;
      },
    });
    await spy.write('a', Buffer.from('a'));
    const [host, pid] = mine.split('.');
    expect(pid).toBe(String(process.pid));
    const nobody = 2 ** 22 + 1;
    const names = [mine, `${host}.${nobody}.dead`, 'elsewhere.1.new', 'elsewhere.1.old'];
    for (const name of names) await writeFile(path.join(scratch, name), 'torn');
    await utimes(path.join(scratch, 'elsewhere.1.old'), 0, 0);
    const store = openLocalStore(root);
    expect(await store.list('')).toEqual(['a']);
    await store.write('b', Buffer.from('b'));
    expect((await readdir(scratch)).sort()).toEqual([mine, 'elsewhere.1.new'].sort());
  });

  it('leaves no temporary file when a write fails', async () => {
    const root = await temporaryFolder(onTestFinished);
    const store = openLocalStore(root, {
      beforeWrite: (_, step) => {
        if (step === 'publish') throw new Error('stopped');
      },
    });
    await expect(store.write('a/b', Buffer.from('x'))).rejects.toThrow('stopped');
    expect(await readdir(path.join(root, '.tmp'))).toEqual([]);
    expect(await store.list('')).toEqual([]);
  });

  it('reports a place that cannot be written as a problem that names it', async () => {
    const root = await temporaryFolder(onTestFinished);
    await writeFile(path.join(root, 'file'), 'not a folder');
    await chmod(path.join(root, 'file'), 0o400);
    const store = openLocalStore(path.join(root, 'file'));
    await expect(store.write('a', Buffer.from('x'))).rejects.toMatchObject({
      problems: [{ code: 'EWS4006', message: expect.stringContaining(root) }],
    });
  });
});

import { chmod, mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
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
    const [fresh, old] = [`elsewhere.1.${'a'.repeat(16)}`, `elsewhere.1.${'b'.repeat(16)}`];
    const nobody = 2 ** 22 + 1;
    const names = [mine, `${host}.${nobody}.${'d'.repeat(16)}`, fresh, old, 'somebody.else'];
    for (const name of names) await writeFile(path.join(scratch, name), 'torn');
    await utimes(path.join(scratch, 'somebody.else'), 0, 0);
    await utimes(path.join(scratch, old), 0, 0);
    const store = openLocalStore(root);
    expect(await store.list('')).toEqual(['a']);
    await store.write('b', Buffer.from('b'));
    expect((await readdir(scratch)).sort()).toEqual([mine, fresh, 'somebody.else'].sort());
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

describe('a folder that is not only a lake', () => {
  it('is not written, nor marked', async () => {
    const root = await temporaryFolder(onTestFinished);
    await writeFile(path.join(root, 'photo'), '');
    await expect(openLocalStore(root).write('objects/a', Buffer.from('a'))).rejects.toThrow('EWS4015');
    expect(await readdir(root)).toEqual(['photo']);
  });

  it('is written where it is a lake of before there were marks', async () => {
    const root = await temporaryFolder(onTestFinished);
    await mkdir(path.join(root, 'refs'));
    await openLocalStore(root).write('objects/a', Buffer.from('a'));
    await writeFile(path.join(root, 'photo'), '');
    await openLocalStore(root).write('objects/b', Buffer.from('b'));
    expect(await openLocalStore(root).list('objects')).toEqual(['objects/a', 'objects/b']);
  });
});

describe('a link in a lake is not followed', () => {
  it.each([
    ['objects', 'a folder'],
    ['objects/a.json', 'a file'],
    ['.tmp', 'the folder of unfinished writes'],
  ])('%s: %s', async (name) => {
    const root = await temporaryFolder(onTestFinished);
    const beside = await temporaryFolder(onTestFinished);
    await openLocalStore(root).write('objects/a.json', Buffer.from('a'));
    await writeFile(path.join(beside, 'a.json'), 'private');
    await rm(path.join(root, name), { recursive: true });
    await symlink(name === 'objects/a.json' ? path.join(beside, 'a.json') : beside, path.join(root, name));
    const store = openLocalStore(root);
    if (name !== '.tmp') {
      await expect(store.read('objects/a.json')).rejects.toThrow('EWS4014');
      await expect(store.localPath('objects/a.json')).rejects.toThrow('EWS4014');
    }
    if (name !== 'objects/a.json') await expect(store.write('objects/b', Buffer.from('b'))).rejects.toThrow('EWS4014');
    expect(await readdir(beside)).toEqual(['a.json']);
  });
});

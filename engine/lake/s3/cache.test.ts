import { access, appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { present } from '../../presence/index.ts';
import { sha256 } from '../canonical-json.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { Cache } from './cache.ts';

const HOUR_MS = 3_600_000;

/** Caches on one folder that holds 100 bytes, as several processes would open it, and a clock of their own. */
async function sharedFolder() {
  const folder = await temporaryFolder(onTestFinished);
  const damaged: string[] = [];
  let now = 10 * HOUR_MS;
  return {
    folder,
    damaged,
    later: (ms: number) => {
      now += ms;
    },
    open: () =>
      new Cache({ folder, scope: 'lake', bytes: 100 }, { now: () => now, onDamage: (key) => damaged.push(key) }),
  };
}

const keep = (cache: Cache, key: string, text: string, hold = false): Promise<string> =>
  cache.keep(key, hold, async (temporary) => {
    await writeFile(temporary, text);
    return { sha256: sha256(text), bytes: Buffer.byteLength(text), version: `v-${key}` };
  });
const has = async (cache: Cache, key: string): Promise<boolean> => (await cache.read(key)) !== undefined;

it('gives back what it keeps, with its version, also to another process', async () => {
  const { open } = await sharedFolder();
  await keep(open(), 'objects/a', 'rows');
  const copy = present(await open().read('objects/a'));
  expect(Buffer.from(copy.content).toString()).toBe('rows');
  expect(copy.version).toBe('v-objects/a');
  const found = present(await open().path('objects/a'));
  expect(await readFile(found.file, 'utf8')).toBe('rows');
  expect(await open().read('objects/b')).toBeUndefined();
});

it('drops a copy that was changed, whether it is read or handed out, and says so', async () => {
  const { open, folder, damaged } = await sharedFolder();
  for (const use of ['read', 'path'] as const) {
    await appendFile(await keep(open(), 'objects/a', 'rows'), '!');
    expect(await open()[use]('objects/a')).toBeUndefined();
    expect(await readdir(path.join(folder, 'files/lake/objects'))).toEqual([]);
  }
  expect(damaged).toEqual(['objects/a', 'objects/a']);
});

it('evicts the least recently used when it holds more than it may', async () => {
  const { open, later } = await sharedFolder();
  const cache = open();
  for (const key of ['a', 'b', 'c']) {
    await keep(cache, key, key.repeat(30));
    later(1000);
  }
  expect(await has(cache, 'a')).toBe(true);
  later(1000);
  await keep(cache, 'd', 'd'.repeat(30));
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => has(cache, key)))).toEqual([true, false, true, true]);
});

it('spares what this process reads, and for an hour what another one does', async () => {
  const { open, later } = await sharedFolder();
  const [reader, other] = [open(), open()];
  const held = await keep(reader, 'held', 'h'.repeat(90), true);
  later(1000);
  await keep(other, 'new', 'n'.repeat(90));
  await access(held);
  later(2 * HOUR_MS);
  await keep(reader, 'newer', 'm'.repeat(90));
  await access(held);
  await keep(other, 'newest', 'o'.repeat(90));
  await expect(access(held)).rejects.toThrow('ENOENT');
});

it('leaves nothing behind when a download fails', async () => {
  const { open, folder } = await sharedFolder();
  const failing = open().keep('objects/a', true, async (temporary) => {
    await writeFile(temporary, 'half');
    throw new Error('broke off');
  });
  await expect(failing).rejects.toThrow('broke off');
  expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
  expect(await open().read('objects/a')).toBeUndefined();
});

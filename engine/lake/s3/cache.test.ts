import { execFileSync } from 'node:child_process';
import { access, appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sealOf } from '../../folders/index.ts';
import { SEAL } from '../../folders/seal.fixture.ts';
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
    open: (seal = SEAL) =>
      new Cache({ folder, scope: 'lake', bytes: 100, seal }, { now: () => now, onDamage: (key) => damaged.push(key) }),
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

it('believes no copy that somebody else put into the folder', async () => {
  const { open, damaged, folder } = await sharedFolder();
  await keep(open(sealOf(Buffer.from('somebody else'))), 'objects/a', 'planted');
  expect(await open().read('objects/a')).toBeUndefined();
  expect(await open().path('objects/a')).toBeUndefined();
  expect(damaged).toEqual([]);
  // An entry of before had no seal, and one that was moved is of another copy.
  await keep(open(), 'objects/b', 'rows');
  const entryOf = (key: string): string => path.join(folder, 'entries', `${sha256(`lake/${key}`)}.json`);
  const { seal, ...unsealed } = JSON.parse(await readFile(entryOf('objects/b'), 'utf8'));
  await writeFile(entryOf('objects/a'), JSON.stringify({ ...unsealed, seal }));
  expect(await open().read('objects/a')).toBeUndefined();
  await writeFile(entryOf('objects/b'), JSON.stringify(unsealed));
  expect(await open().read('objects/b')).toBeUndefined();
});

it('deletes nothing outside, whatever an entry names', async () => {
  const { open, folder } = await sharedFolder();
  const victim = path.join(await temporaryFolder(onTestFinished), 'photo');
  await writeFile(victim, 'precious');
  await keep(open(), 'a', 'x'.repeat(60));
  const named = [path.relative(path.join(folder, 'files'), victim), victim, 'a/../../../x', '', 7];
  for (const [n, file] of named.entries()) {
    const entry = { file, sha256: sha256('precious'), bytes: 1e9, seal: sha256('precious') };
    await writeFile(path.join(folder, 'entries', `${sha256(String(n))}.json`), JSON.stringify(entry));
  }
  execFileSync('mkfifo', [path.join(folder, 'entries', `${sha256('pipe')}.json`)]);
  await keep(open(), 'b', 'y'.repeat(60));
  await keep(open(), 'c', 'z'.repeat(30));
  expect(await readFile(victim, 'utf8')).toBe('precious');
  expect(await has(open(), 'c')).toBe(true);
});

it.each(['files', 'files/lake', 'files/lake/objects', 'entries', 'tmp'])(
  'follows no link in place of %s',
  async (name) => {
    const { open, folder } = await sharedFolder();
    const victim = await temporaryFolder(onTestFinished);
    await writeFile(path.join(victim, 'a'), 'precious');
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await symlink(victim, path.join(folder, name));
    await mkdir(path.join(folder, 'entries'), { recursive: true });
    await expect(keep(open(), 'objects/a', 'rows')).rejects.toMatchObject({ problems: [{ code: expect.any(String) }] });
    expect(await readdir(victim)).toEqual(['a']);
    expect(await readFile(path.join(victim, 'a'), 'utf8')).toBe('precious');
  },
);

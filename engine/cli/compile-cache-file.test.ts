import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sealOf } from '../folders/index.ts';
import { openSeal } from '../folders/seal.fixture.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { compileCacheFile } from './compile-cache-file.ts';

async function cacheFile(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'cache', 'compile');
}

const VALUE = { output: [{ name: 'größe', type: 'DOUBLE' }], text: 'a\nb c', rows: null };

async function filled(): Promise<string> {
  const file = await cacheFile();
  const cache = compileCacheFile(file, openSeal);
  cache.keep('one', VALUE);
  cache.keep('two', 'two');
  cache.save();
  return file;
}

it('gives back what was kept, in this process and in the next', async () => {
  const file = await filled();
  const next = compileCacheFile(file, openSeal);
  expect([next.find('one'), next.find('two'), next.find('three')]).toEqual([VALUE, 'two', undefined]);
});

it.each<[what: string, damage: (text: string) => string]>([
  ['a flipped character', (text) => text.replace('DOUBLE', 'DOUBLF')],
  ['a digest of something else', (text) => text.replace(/^(one )./m, '$1x')],
  ['a cut line', (text) => text.replace(/^(one .{80}).*$/m, '$1')],
  ['a line that is no entry', (text) => text.replace(/^one .*$/m, 'one')],
])('takes an entry with %s for none, and the others for what they are', async (_what, damage) => {
  const file = await filled();
  const text = await readFile(file, 'utf8');
  expect(damage(text)).not.toBe(text);
  await writeFile(file, damage(text));
  const cache = compileCacheFile(file, openSeal);
  expect([cache.find('one'), cache.find('two')]).toEqual([undefined, 'two']);
  cache.keep('one', 1);
  cache.save();
  expect(compileCacheFile(file, openSeal).find('one')).toBe(1);
});

it.each(['', 'ews compile cache 0\none x 1\n', '\0\0\0', '{"one": 1}'])(
  'finds nothing in a file that holds %j',
  async (text) => {
    const file = await cacheFile();
    await mkdir(path.dirname(file));
    await writeFile(file, text);
    expect(compileCacheFile(file, openSeal).find('one')).toBeUndefined();
  },
);

it('writes only when something is new, and keeps what it had no use for', async () => {
  const file = await filled();
  const before = await stat(file);
  const reader = compileCacheFile(file, openSeal);
  reader.find('one');
  reader.save();
  expect((await stat(file)).ino).toBe(before.ino);
  const writer = compileCacheFile(file, openSeal);
  writer.keep('three', 3);
  writer.save();
  const last = compileCacheFile(file, openSeal);
  expect([last.find('one'), last.find('two'), last.find('three')]).toEqual([VALUE, 'two', 3]);
});

it('lets go of what nobody used for longest when there is too much', async () => {
  const file = await cacheFile();
  const large = 'x'.repeat(2 ** 20);
  const first = compileCacheFile(file, openSeal);
  for (let index = 0; index < 60; index += 1) first.keep(`old ${index}`.replace(' ', '-'), large);
  first.save();
  const second = compileCacheFile(file, openSeal);
  for (let index = 0; index < 10; index += 1) second.keep(`new-${index}`, large);
  expect(second.find('old-59')).toBe(large);
  second.save();
  const third = compileCacheFile(file, openSeal);
  expect(third.find('new-9')).toBe(large);
  expect(third.find('old-59')).toBe(large);
  expect(third.find('old-0')).toBe(large);
  expect(third.find('old-58')).toBeUndefined();
  expect((await stat(file)).size).toBeLessThan(66 * 2 ** 20);
});

it.skipIf(process.getuid?.() === 0)('costs nothing but time where it cannot be written', async () => {
  const folder = await temporaryFolder(onTestFinished);
  await chmod(folder, 0o500);
  onTestFinished(() => chmod(folder, 0o700));
  const cache = compileCacheFile(path.join(folder, 'cache', 'compile'), openSeal);
  cache.keep('one', 1);
  cache.save();
  expect(cache.find('one')).toBe(1);
});

it('costs nothing but time where its folder is a file', async () => {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'cache'), '');
  const cache = compileCacheFile(path.join(folder, 'cache', 'compile'), openSeal);
  cache.keep('one', 1);
  cache.save();
  expect(compileCacheFile(path.join(folder, 'cache', 'compile'), openSeal).find('one')).toBeUndefined();
});

it('believes no entry that came with a project, whatever its digest', async () => {
  const file = await filled();
  const others = sealOf(Buffer.from('somebody else'));
  const stranger = compileCacheFile(file, () => others);
  stranger.keep('one', 'planted');
  stranger.save();
  expect(await readFile(file, 'utf8')).toContain('planted');
  expect(compileCacheFile(file, openSeal).find('one')).toBeUndefined();
  const text = JSON.stringify('planted');
  const sum = createHash('sha256').update(text).digest('hex');
  for (const format of ['ews compile cache 1', 'ews compile cache 2']) {
    await writeFile(file, `${format}\none ${sum} ${text}\n`);
    expect(compileCacheFile(file, openSeal).find('one')).toBeUndefined();
  }
});

it('believes no entry that was moved to another key', async () => {
  const file = await filled();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^one /m, 'uno ').replace(/^two /m, 'one '));
  expect(compileCacheFile(file, openSeal).find('one')).toBeUndefined();
});

it('lasts as long as the process where there is no seal', async () => {
  const file = await filled();
  const before = await readFile(file, 'utf8');
  const cache = compileCacheFile(file, () => undefined);
  expect(cache.find('one')).toBeUndefined();
  cache.keep('one', 1);
  cache.save();
  expect(cache.find('one')).toBe(1);
  expect(await readFile(file, 'utf8')).toBe(before);
});

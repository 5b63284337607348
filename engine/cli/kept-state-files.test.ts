import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { sealOf } from '../folders/index.ts';
import { openSeal } from '../folders/seal.fixture.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { at, present } from '../presence/index.ts';
import { type KeptStateFiles, keptStateFiles } from './kept-state-files.ts';

const RECORDS = ['{"size":"größe","rows":null}', '[]', '"a\\nb"'];
const HEAD = '{"problems":[],"text":"\u{1f4c8}\ufffd"}';

async function cacheFolder(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'cache');
}

function opened(folder: string, engine = 'one'): KeptStateFiles {
  const kept = keptStateFiles(folder, openSeal, engine);
  kept.open();
  return kept;
}

async function filled(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await cacheFolder();
  opened(folder).keep('graph', 'key', { head: HEAD, records: RECORDS });
  const name = present((await readdir(folder)).find((each) => each.startsWith('graph-')));
  return { folder, file: path.join(folder, name) };
}

it('gives back what was kept, record by record', async () => {
  const { folder } = await filled();
  const found = present(opened(folder).find('graph', 'key'));
  expect(found.head).toEqual(JSON.parse(HEAD));
  expect(RECORDS.map((_, index) => found.record(index))).toEqual(RECORDS.map((text) => JSON.parse(text)));
});

it('finds nothing of another key, kind or engine', async () => {
  const { folder } = await filled();
  expect(opened(folder).find('graph', 'other')).toBeUndefined();
  expect(opened(folder).find('definitions', 'key')).toBeUndefined();
  expect(opened(folder, 'two').find('graph', 'key')).toBeUndefined();
});

it('believes no file of which one bit is another', async () => {
  const { folder, file } = await filled();
  const bytes = await readFile(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const damaged = Buffer.from(bytes);
      const place = bit >> 3;
      damaged[place] = at(damaged, place) ^ (1 << (bit & 7));
      await writeFile(file, damaged);
      expect(opened(folder).find('graph', 'key')).toBeUndefined();
    }),
    { numRuns: 400, seed: 43 },
  );
  await writeFile(file, bytes);
  expect(opened(folder).find('graph', 'key')).toBeDefined();
});

it('believes no file that was cut, or has more', async () => {
  const { folder, file } = await filled();
  const bytes = await readFile(file);
  for (const damaged of [
    bytes.subarray(0, -1),
    bytes.subarray(0, 40),
    Buffer.alloc(0),
    Buffer.concat([bytes, bytes]),
  ]) {
    await writeFile(file, damaged);
    expect(opened(folder).find('graph', 'key')).toBeUndefined();
  }
});

it('believes nothing that came with a project, nor a file under another name', async () => {
  const { folder, file } = await filled();
  const others = sealOf(Buffer.from('somebody else'));
  const stranger = keptStateFiles(folder, () => others, 'one');
  expect(stranger.find('graph', 'key')).toBeUndefined();
  stranger.open();
  stranger.keep('graph', 'key', { head: '{"planted":true}', records: [] });
  expect(await readFile(file, 'utf8')).toContain('planted');
  expect(opened(folder).find('graph', 'key')).toBeUndefined();
  const kept = opened(folder);
  kept.keep('graph', 'one', { head: HEAD, records: RECORDS });
  kept.keep('graph', 'key', { head: HEAD, records: [] });
  const names = (await readdir(folder)).filter((name) => name.startsWith('graph-'));
  const [first, second] = names.map((name) => path.join(folder, name));
  await writeFile(present(first), await readFile(present(second)));
  const found = ['one', 'key'].filter((key) => opened(folder).find('graph', key) !== undefined);
  expect(found).toHaveLength(1);
});

it('follows no link, writes nothing before it is opened, and nothing without a seal', async () => {
  const { folder, file } = await filled();
  const elsewhere = await cacheFolder();
  const waiting = keptStateFiles(elsewhere, openSeal, 'one');
  waiting.keep('graph', 'key', { head: HEAD, records: RECORDS });
  await expect(readdir(elsewhere)).rejects.toThrow('ENOENT');
  waiting.open();
  const name = path.basename(file);
  expect(await readdir(elsewhere)).toContain(name);
  const linked = await cacheFolder();
  opened(linked).keep('definitions', 'root', { head: HEAD, records: [] });
  await symlink(file, path.join(linked, name));
  expect(opened(linked).find('graph', 'key')).toBeUndefined();
  expect(opened(folder).find('graph', 'key')).toBeDefined();
  const unsealed = await cacheFolder();
  const without = keptStateFiles(unsealed, () => undefined, 'one');
  without.open();
  without.keep('graph', 'key', { head: HEAD, records: RECORDS });
  await expect(readdir(unsealed)).rejects.toThrow('ENOENT');
});

it('lets go of what was kept longest ago', async () => {
  const folder = await cacheFolder();
  const kept = opened(folder);
  for (let index = 0; index < 12; index += 1) {
    kept.keep('graph', `key ${index}`, { head: HEAD, records: RECORDS });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect((await readdir(folder)).filter((name) => /^graph-[0-9a-f]+$/.test(name))).toHaveLength(8);
  expect([opened(folder).find('graph', 'key 3'), opened(folder).find('graph', 'key 11')?.head]).toEqual([
    undefined,
    JSON.parse(HEAD),
  ]);
});

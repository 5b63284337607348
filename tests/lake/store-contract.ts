import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : Buffer.from(content).toString('utf8');

/** What every store must do. `open` opens the same, initially empty, place again at each call within one test. */
export function storeContract(open: () => Promise<() => Store>): void {
  describe('a store', () => {
    it('gives back what was written, also to another store on the same place', async () => {
      const place = await open();
      await place().write('runs/1/manifest.json', bytes('{}'));
      expect(text(await place().read('runs/1/manifest.json'))).toBe('{}');
      expect(await place().read('runs/2/manifest.json')).toBeUndefined();
      expect(await place().read('runs/1')).toBeUndefined();
      expect(await place().read('runs/1/manifest.json/deeper')).toBeUndefined();
    });

    it('keeps empty content and every byte value', async () => {
      const store = (await open())();
      const all = Uint8Array.from({ length: 256 }, (_, value) => value);
      await store.write('empty', new Uint8Array());
      await store.write('all', all);
      expect((await store.read('empty'))?.byteLength).toBe(0);
      expect(Buffer.from((await store.read('all')) ?? [])).toEqual(Buffer.from(all));
    });

    it('stores a local file without touching it', async () => {
      const store = (await open())();
      const file = path.join(await temporaryFolder(onTestFinished), 'made.parquet');
      await writeFile(file, 'PAR1');
      await store.write('objects/o/data.parquet', { file });
      await writeFile(file, 'changed later');
      expect(text(await store.read('objects/o/data.parquet'))).toBe('PAR1');
    });

    it('replaces content whole: a reader sees the old bytes or the new', async () => {
      const store = (await open())();
      const versions = ['a'.repeat(200_000), 'b'.repeat(100_000)];
      await store.write('key', bytes(versions[0] ?? ''));
      const writing = Promise.all(versions.map((version) => store.write('key', bytes(version))));
      const seen = await Promise.all(Array.from({ length: 20 }, () => store.read('key')));
      await writing;
      for (const content of seen) expect(versions).toContain(text(content));
    });

    it('lets exactly one of many concurrent writers create a key, and keeps its bytes', async () => {
      const place = await open();
      const writers = Array.from({ length: 16 }, (_, writer) => `writer ${writer}`);
      const won = await Promise.all(writers.map((name) => place().createExclusive('refs/dev/1.json', bytes(name))));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(text(await place().read('refs/dev/1.json'))).toBe(writers[won.indexOf(true)]);
      expect(await place().createExclusive('refs/dev/1.json', bytes('late'))).toBe(false);
    });

    it('lists what is below a folder, sorted, and nothing else', async () => {
      const store = (await open())();
      for (const key of ['b/2', 'b/10', 'b/c/1', 'bb/1', 'a', 'B/1']) await store.write(key, bytes(key));
      await store.createExclusive('b/0', bytes('b/0'));
      await store.createExclusive('b/0', bytes('again'));
      expect(await store.list('b')).toEqual(['b/0', 'b/10', 'b/2', 'b/c/1']);
      expect(await store.list('b/')).toEqual(['b/0', 'b/10', 'b/2', 'b/c/1']);
      expect(await store.list('')).toEqual(['B/1', 'a', 'b/0', 'b/10', 'b/2', 'b/c/1', 'bb/1']);
      expect(await store.list('nothing/here')).toEqual([]);
    });

    it.each([
      'with space/and+plus/100%/a&b=c?d#e',
      'ümläut/日本語/🙂.json',
      'quote\'and"double/[brackets]{braces}*',
      '.hidden/..double/...',
      `${'long'.repeat(60)}/x`,
      'features.labor/0123abcd/meta.json',
    ])('takes the odd key %s to the letter', async (key) => {
      const store = (await open())();
      await store.write(key, bytes(key));
      expect(text(await store.read(key))).toBe(key);
      expect(await store.list('')).toEqual([key]);
    });

    it.each(['', '/etc/passwd', '../outside', 'a/../../b', 'a/./b', 'a//b', 'a/', 'a\\b', 'nul\0', '.tmp/x'])(
      'refuses %j as a key',
      async (key) => {
        const store = (await open())();
        await expect(store.write(key, bytes('x'))).rejects.toThrow('not a key');
        await expect(store.createExclusive(key, bytes('x'))).rejects.toThrow('not a key');
        await expect(store.read(key)).rejects.toThrow('not a key');
        await expect(store.localPath(key)).rejects.toThrow('not a key');
      },
    );

    it('holds a thousand small objects', async () => {
      const store = (await open())();
      const keys = Array.from({ length: 1000 }, (_, i) => `objects/small/${String(i).padStart(4, '0')}/data`);
      for (let start = 0; start < keys.length; start += 50) {
        await Promise.all(keys.slice(start, start + 50).map((key) => store.write(key, bytes(key))));
      }
      expect(await store.list('objects')).toEqual(keys);
      expect(text(await store.read('objects/small/0777/data'))).toBe('objects/small/0777/data');
    });

    it('says what is missing when a local path is asked for', async () => {
      const store = (await open())();
      await expect(store.localPath('objects/none')).rejects.toMatchObject({ problems: [{ code: 'EWS4005' }] });
      expect(await store.list('')).toEqual([]);
    });
  });
}

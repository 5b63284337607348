import { open as openFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../presence/index.ts';
import { advanceRef, digestOfFile, listRunFiles, readRef, refHistory, type Store } from './index.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

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

    it('gives back each of the files that were stored together, also as local files of another store', async () => {
      const place = await open();
      await place().write('runs/1/cards/a.html', bytes('<html>'));
      const first = place();
      await first.writePacked(
        'runs/1/cards',
        new Map([
          ['a.json', '{}'],
          ['a.md', '# Müller\n'],
        ]),
      );
      const wanted = [
        ['a.html', '<html>'],
        ['a.json', '{}'],
        ['a.md', '# Müller\n'],
      ] as const;
      for (const store of [first, place()]) {
        expect((await listRunFiles(store, '1')).toSorted()).toEqual(wanted.map(([name]) => `runs/1/cards/${name}`));
        for (const [name, content] of wanted) {
          expect(text(await store.read(`runs/1/cards/${name}`))).toBe(content);
          expect(await readFile(await store.localPath(`runs/1/cards/${name}`), 'utf8')).toBe(content);
        }
        expect(await store.read('runs/1/cards/b.json')).toBeUndefined();
        await expect(store.localPath('runs/1/cards/b.json')).rejects.toThrow(/b\.json/);
      }
    });

    it('keeps empty content and every byte value', async () => {
      const store = (await open())();
      const all = Uint8Array.from({ length: 256 }, (_, value) => value);
      await store.write('empty', new Uint8Array());
      await store.write('all', all);
      expect((await store.read('empty'))?.byteLength).toBe(0);
      expect(Buffer.from(present(await store.read('all')))).toEqual(Buffer.from(all));
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
      const [before, after] = ['a'.repeat(200_000), 'b'.repeat(100_000)] as const;
      const versions = [before, after];
      await store.write('key', bytes(before));
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

    it('moves a ref for one of many concurrent writers, and tells the others who won', async () => {
      const place = await open();
      const runs = Array.from({ length: 8 }, (_, run) => `run ${run}`);
      const outcomes = await Promise.all(runs.map((runId) => advanceRef(place(), 'main', 0, { run: runId })));
      const won = outcomes.map(({ kind }) => kind === 'advanced');
      expect(won.filter(Boolean)).toHaveLength(1);
      const current = await readRef(place(), 'main');
      expect(current).toMatchObject({ name: 'main', n: 1, value: { run: runs[won.indexOf(true)], previous: null } });
      for (const outcome of outcomes) if (outcome.kind === 'lost') expect(outcome.winner).toEqual(current);
      expect(await refHistory(place(), 'main')).toHaveLength(1);
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

    it('gives a local file of a key, also to another store and past what it may have kept', async () => {
      const place = await open();
      await place().write('objects/o/data', bytes('rows'));
      await place().write('runs/1/index.html', bytes('page'));
      for (const key of ['objects/o/data', 'runs/1/index.html']) {
        for (const reading of [{}, { fresh: true }]) {
          const local = await digestOfFile(await place().localPath(key, reading));
          expect(local.bytes).toBe(4);
        }
      }
    });

    it('says what is missing when a local path is asked for', async () => {
      const store = (await open())();
      await expect(store.localPath('objects/none')).rejects.toMatchObject({ problems: [{ code: 'EWS4005' }] });
      expect(await store.list('')).toEqual([]);
    });
  });
}

const LARGE_BYTES = 300 * 1024 * 1024;

/** The contract of one large object, which takes seconds and disk. */
export function largeObjectContract(open: () => Promise<() => Store>): void {
  it('keeps a file of 300 MB to the byte', async () => {
    const place = await open();
    const file = path.join(await temporaryFolder(onTestFinished), 'large.parquet');
    const handle = await openFile(file, 'w');
    for (let written = 0; written < LARGE_BYTES; written += 1024 * 1024) {
      await handle.write(Buffer.alloc(1024 * 1024, written / (1024 * 1024)));
    }
    await handle.close();
    await place().write('objects/large/data.parquet', { file });
    const local = await place().localPath('objects/large/data.parquet', { fresh: true });
    expect(await digestOfFile(local)).toEqual(await digestOfFile(file));
  });
}

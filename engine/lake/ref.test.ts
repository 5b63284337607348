import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../presence/index.ts';
import { appendEvent, readEvents } from './audit.ts';
import { openLocalStore } from './local-store.ts';
import { advanceRef, readRef, refHistory } from './ref.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import type { Store } from './store.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

const lake = async (): Promise<Store> => openLocalStore(await temporaryFolder(onTestFinished));

describe('a ref', () => {
  it('moves one position at a time and remembers the way', async () => {
    const store = await lake();
    expect(await readRef(store, 'prod')).toBeUndefined();
    for (const [expected, runId] of ['a', 'b', 'c'].entries()) {
      expect(await advanceRef(store, 'prod', expected, { run: runId })).toMatchObject({
        kind: 'advanced',
        n: expected + 1,
      });
    }
    const [, second] = await refHistory(store, 'prod');
    const value = { run: 'c', previous: 2, previousSha256: second?.sha256 };
    expect(await readRef(store, 'prod')).toMatchObject({ name: 'prod', n: 3, value });
    expect((await refHistory(store, 'prod')).map(({ value }) => value['run'])).toEqual(['a', 'b', 'c']);
    expect(await store.list('refs')).toContain('refs/prod/00000002.json');
  });

  it('gives every position the digest of the file before it, however that is given', async () => {
    const store = await lake();
    const first = await advanceRef(store, 'prod', 0, { run: 'a' });
    if (first.kind !== 'advanced') throw new Error('nobody else writes');
    await advanceRef(store, 'prod', first, { run: 'b', previousSha256: 'of a copied value' });
    await advanceRef(store, 'prod', 2, { run: 'c' });
    const files = await Promise.all([1, 2].map((n) => store.read(`refs/prod/0000000${n}.json`)));
    const digests = files.map((bytes) => createHash('sha256').update(present(bytes)).digest('hex'));
    const history = await refHistory(store, 'prod');
    expect(history.map(({ value }) => value['previousSha256'])).toEqual([null, ...digests]);
    expect(first.sha256).toBe(digests[0]);
  });

  it('says what stands where its next position belongs', async () => {
    const root = await temporaryFolder(onTestFinished);
    await mkdir(path.join(root, 'refs/prod/00000001.json/in-it'), { recursive: true });
    const [problem] = await readRef(openLocalStore(root), 'prod').catch(({ problems }) => problems);
    expect(problem).toMatchObject({ code: 'EWS5046', message: expect.stringContaining('is a folder') });
  });

  it('tells the second of two writers who won', async () => {
    const store = await lake();
    await advanceRef(store, 'prod', 0, { run: 'a' });
    const outcomes = await Promise.all(['b', 'c', 'd'].map((runId) => advanceRef(store, 'prod', 1, { run: runId })));
    const current = await readRef(store, 'prod');
    expect(current?.n).toBe(2);
    expect(outcomes.filter(({ kind }) => kind === 'advanced')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.kind === 'lost') expect(outcome.winner).toEqual(current);
    expect(await advanceRef(store, 'prod', 0, { run: 'late' })).toEqual({ kind: 'lost', winner: current });
  });

  it('does not confuse names that begin alike or lie below one another', async () => {
    const store = await lake();
    await advanceRef(store, 'pr', 0, { run: 'a' });
    await advanceRef(store, 'pr-42', 0, { run: 'b' });
    await advanceRef(store, 'sources/fred', 0, { run: 'c' });
    await advanceRef(store, 'sources', 0, { run: 'd' });
    expect((await readRef(store, 'pr'))?.value['run']).toBe('a');
    expect((await refHistory(store, 'sources')).map(({ value }) => value['run'])).toEqual(['d']);
  });

  it('is not taken back to a position whose file was collected', async () => {
    const store = await lake();
    await store.write('refs/prod/00000007.json', Buffer.from('{"run":"g"}'));
    expect(await advanceRef(store, 'prod', 3, { run: 'x' })).toMatchObject({ kind: 'lost', winner: { n: 7 } });
  });

  it('names the file when it does not hold JSON', async () => {
    const store = await lake();
    await store.write('refs/prod/00000001.json', Buffer.from('{"ru'));
    await expect(readRef(store, 'prod')).rejects.toMatchObject({
      problems: [{ code: 'EWS5046', message: expect.stringContaining('refs/prod/00000001.json') }],
    });
  });
});

describe('a run', () => {
  it('keeps its files', async () => {
    const store = await lake();
    await writeRunFile(store, '20221031T120000Z-a', 'manifest.json', Buffer.from('a'));
    await writeRunFile(store, '20221101T120000Z-b', 'manifest.json', Buffer.from('b'));
    const manifest = present(await readRunFile(store, '20221031T120000Z-a', 'manifest.json'));
    expect(Buffer.from(manifest).toString()).toBe('a');
  });
});

describe('the audit trail', () => {
  const event = { actor: 'ana', action: 'build', outcome: 'done', origin: 'laptop' } as const;

  it('keeps every event, in order of time, also two that are equal', async () => {
    const store = await lake();
    const late = { ...event, at: '2022-11-01T00:00:00.001Z', outcome: 'refused' } as const;
    const early = { ...event, at: '2022-10-31T23:59:59.999Z' } as const;
    const keys = await Promise.all([late, early, early].map((each) => appendEvent(store, each)));
    expect(new Set(keys).size).toBe(3);
    expect(await readEvents(store)).toEqual([early, early, late]);
    expect(await readEvents(store, '2022-11-01')).toEqual([late]);
  });
});

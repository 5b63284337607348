import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../presence/index.ts';
import { openLocalStore } from './local-store.ts';
import { commitObject, findObject, type NewObject, objectKey, objectPath, readObjectFile } from './object.ts';
import { rawPath, storeRaw } from './raw.ts';
import type { Store } from './store.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

const id = { kind: 'feature', name: 'features.labor', fingerprint: 'f1' } as const;
const object = (content: string): NewObject => ({
  ...id,
  files: new Map([['data.parquet', Buffer.from(content)]]),
  inputs: [{ kind: 'observations', name: 'fred', fingerprint: 'o1' }],
  extra: { rows: 3, columns: ['b', 'a'], shares: { z: 0.5, a: 0.5 } },
});

async function emptyLake(): Promise<{ store: Store; root: string }> {
  const root = await temporaryFolder(onTestFinished);
  return { store: openLocalStore(root), root };
}

describe('an object', () => {
  it('is found by its fingerprint once its meta.json is there', async () => {
    const { store } = await emptyLake();
    await store.write('objects/feature/features.labor/f1/data.parquet', Buffer.from('rows'));
    expect(await findObject(store, id)).toBeUndefined();
    const meta = await commitObject(store, object('rows'));
    expect(await findObject(store, id)).toEqual(meta);
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
  });

  it('has a meta.json that is the same to the byte wherever it is made', async () => {
    const { store } = await emptyLake();
    await commitObject(store, object('rows'));
    // It is what `printf rows | sha256sum` prints.
    const digest = 'bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e';
    const meta = present(await store.read('objects/feature/features.labor/f1/meta.json'));
    expect(Buffer.from(meta).toString()).toBe(
      '{"extra":{"columns":["b","a"],"rows":3,"shares":{"a":0.5,"z":0.5}},' +
        `"files":{"data.parquet":{"bytes":4,"sha256":"${digest}"}},` +
        '"fingerprint":"f1","inputs":[{"fingerprint":"o1","kind":"observations","name":"fred"}],' +
        '"kind":"feature","name":"features.labor"}\n',
    );
  });

  it('may be committed again, also from a file, but not with other bytes', async () => {
    const { store, root } = await emptyLake();
    const meta = await commitObject(store, object('rows'));
    await writeFile(path.join(root, 'made'), 'rows');
    const again = { ...object(''), files: new Map([['data.parquet', { file: path.join(root, 'made') }]]) };
    expect(await commitObject(store, again)).toEqual(meta);
    await expect(commitObject(store, object('other rows'))).rejects.toMatchObject({
      problems: [{ code: 'EWS4004', message: expect.stringContaining('data.parquet of objects/feature') }],
    });
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
  });

  it('is checked when it is read, and healed when it is committed again', async () => {
    const { store, root } = await emptyLake();
    const meta = await commitObject(store, object('rows'));
    const file = path.join(root, objectKey(meta), 'data.parquet');
    await appendFile(file, '!');
    const changed = { problems: [{ code: 'EWS4002', message: expect.stringContaining('data.parquet of objects/') }] };
    await expect(readObjectFile(store, meta, 'data.parquet')).rejects.toMatchObject(changed);
    await expect(objectPath(store, meta, 'data.parquet')).rejects.toMatchObject(changed);
    await commitObject(store, object('rows'));
    expect(await objectPath(store, meta, 'data.parquet')).toBe(file);
    await rm(file);
    await expect(readObjectFile(store, meta, 'data.parquet')).rejects.toMatchObject({
      problems: [{ code: 'EWS4002' }],
    });
    await commitObject(store, object('rows'));
    expect(await objectPath(store, meta, 'data.parquet')).toBe(file);
  });
});

describe('a raw object', () => {
  it('is stored once under the digest of its bytes and checked when it is read', async () => {
    const { store, root } = await emptyLake();
    const raw = { source: 'nber', name: 'turning_points', extension: 'csv', content: Buffer.from('a,b\n') };
    const stored = await storeRaw(store, raw);
    expect(await storeRaw(store, raw)).toEqual(stored);
    expect(await store.list('raw')).toEqual([`raw/nber/turning_points/${stored.sha256}.csv`]);
    expect(await rawPath(store, stored)).toBe(path.join(root, stored.key));
    await appendFile(path.join(root, stored.key), '!');
    await expect(rawPath(store, stored)).rejects.toMatchObject({ problems: [{ code: 'EWS4002' }] });
  });
});

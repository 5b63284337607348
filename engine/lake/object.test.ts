import { appendFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../presence/index.ts';
import { commitObject } from './commit-object.ts';
import { checkObjectFile } from './file-check.ts';
import { openLocalStore } from './local-store.ts';
import { findObject, type NewObject, objectKey } from './object.ts';
import { objectPath, readObjectFile, storedName } from './object-files.ts';
import { rawPath, storeRaw } from './raw.ts';
import type { Store } from './store.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';
import { verifyLake } from './verify.ts';

const id = { kind: 'feature', name: 'features.labor', fingerprint: 'f1' } as const;
const object = (content: string): NewObject => ({
  ...id,
  files: new Map([['data.parquet', Buffer.from(content)]]),
  inputs: [{ kind: 'observations', name: 'fred', fingerprint: 'o1' }],
  extra: { rows: 3, columns: ['b', 'a'], shares: { z: 0.5, a: 0.5 } },
});

/** What `printf rows | sha256sum` prints. */
const DIGEST = 'bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e';

/** Where the slower of two writers may stand; as its last step it only tells the disk. */
const PHASES = ['data', 'meta.json'].flatMap((file) =>
  (['begin', 'sync', 'publish'] as const).map((phase) => [phase, file] as const),
);

async function emptyLake(): Promise<{ store: Store; root: string }> {
  const root = await temporaryFolder(onTestFinished);
  return { store: openLocalStore(root), root };
}

describe('an object', () => {
  it('is found by its fingerprint once its meta.json is there', async () => {
    const { store } = await emptyLake();
    const name = `data-${DIGEST.slice(0, 16)}.parquet`;
    await store.write(`objects/feature/features.labor/f1/${name}`, Buffer.from('rows'));
    expect(await findObject(store, id)).toBeUndefined();
    const meta = await commitObject(store, object('rows'));
    expect(await findObject(store, id)).toEqual(meta);
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
  });

  it('has a meta.json that is the same to the byte wherever it is made', async () => {
    const { store } = await emptyLake();
    await commitObject(store, object('rows'));
    const meta = present(await store.read('objects/feature/features.labor/f1/meta.json'));
    expect(Buffer.from(meta).toString()).toBe(
      '{"extra":{"columns":["b","a"],"rows":3,"shares":{"a":0.5,"z":0.5}},' +
        `"files":{"data.parquet":{"bytes":4,"sha256":"${DIGEST}"}},` +
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
    const file = path.join(root, objectKey(meta), storedName('data.parquet', { sha256: DIGEST }));
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

describe('an object with two writers whose bytes differ', () => {
  it.each(PHASES)('stays whole when the other commits before %s of %s', async (phase, file) => {
    const { store, root } = await emptyLake();
    let met = false;
    const slow = openLocalStore(root, {
      beforeWrite: async (key, step) => {
        if (met || step !== phase || !key.includes(`/${file}`)) return;
        met = true;
        await commitObject(store, object('rows'));
      },
    });
    await expect(commitObject(slow, object('others'))).rejects.toMatchObject({ problems: [{ code: 'EWS4004' }] });
    expect(met).toBe(true);
    const meta = present(await findObject(store, id));
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    expect((await verifyLake(store)).problems).toEqual([]);
  });

  it.each(PHASES)('is of the one that lives when the other dies before %s of %s', async (phase, file) => {
    const { store, root } = await emptyLake();
    const dying = openLocalStore(root, {
      beforeWrite: (key, step) => {
        if (step === phase && key.includes(`/${file}`)) throw new Error('dies');
      },
    });
    await expect(commitObject(dying, object('others'))).rejects.toThrow('dies');
    const meta = await commitObject(store, object('rows'));
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    expect((await verifyLake(store)).problems).toEqual([]);
  });
});

describe('an object of a lake of before, whose files have their own names', () => {
  const key = 'objects/feature/features.labor/f1/data.parquet';
  const lakeOfBefore = async (): Promise<{ store: Store; root: string }> => {
    const lake = await emptyLake();
    const meta = await commitObject(lake.store, object('rows'));
    const folder = path.join(lake.root, objectKey(meta));
    await rename(path.join(folder, storedName('data.parquet', { sha256: DIGEST })), path.join(lake.root, key));
    return lake;
  };

  it('is read, verified and left as it is', async () => {
    const { store, root } = await lakeOfBefore();
    const before = await store.list('');
    const meta = await commitObject(store, object('rows'));
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    expect(await objectPath(store, meta, 'data.parquet')).toBe(path.join(root, key));
    expect(await checkObjectFile(store, meta, 'data.parquet')).toMatchObject({ key, state: 'holds' });
    expect(await verifyLake(store)).toMatchObject({ files: 1, problems: [] });
    expect(await store.list('')).toEqual(before);
    await expect(commitObject(store, object('others'))).rejects.toMatchObject({ problems: [{ code: 'EWS4004' }] });
  });

  it('is healed under the name of now', async () => {
    const { store, root } = await lakeOfBefore();
    await appendFile(path.join(root, key), '!');
    expect((await verifyLake(store)).problems).toMatchObject([{ code: 'EWS4002' }]);
    const meta = await commitObject(store, object('rows'));
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    expect((await verifyLake(store)).problems).toEqual([]);
  });
});

describe('a meta.json that names what is no file of an object', () => {
  it.each(['../../../../../etc/passwd', '.tmp', 'a/b.json', '', 'data.parquet\u0000'])('%j', async (file) => {
    const { store } = await emptyLake();
    const files = { [file]: { sha256: DIGEST, bytes: 4 } };
    const meta = Buffer.from(JSON.stringify({ ...id, files, inputs: [], extra: {} }));
    await store.write('objects/feature/features.labor/f1/meta.json', meta);
    await expect(findObject(store, id)).rejects.toMatchObject({ problems: [{ code: 'EWS4002' }] });
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

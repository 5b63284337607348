import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { type Problem, ProblemError } from '../../engine/diagnostics/index.ts';
import {
  advanceRef,
  type Content,
  commitObject,
  findObject,
  readObjectFile,
  readRef,
  type S3StoreOptions,
  type Store,
  sha256,
  storedName,
  verifyLake,
} from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { type RequestFate, startProxy } from '../s3/faulty-proxy.ts';
import { newPlace, openS3Place } from '../s3/s3-place.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const OBJECT = { kind: 'feature', name: 'labor', fingerprint: 'f1', inputs: [], extra: {} } as const;
const FOLDER = 'objects/feature/labor/f1';
const DATA = storedName('data.parquet', { sha256: sha256('rows') });

await describeOnS3('a store in a bucket', (ground) => {
  const place = (): Promise<S3StoreOptions> => newPlace(ground().server, ground().bucket, onTestFinished);
  const otherCache = (options: S3StoreOptions): S3StoreOptions => ({
    ...options,
    cache: { ...options.cache, path: `${options.cache.path}-other` },
  });
  const named = (options: S3StoreOptions, key: string) => ({ Bucket: options.bucket, Key: `${options.prefix}/${key}` });
  const commitLabor = async (options: S3StoreOptions) =>
    commitObject(openS3Place(options), { ...OBJECT, files: new Map([['data.parquet', bytes('rows')]]) });

  it('ends right although every third request fails in one way or another', async () => {
    const options = await place();
    const ways: readonly RequestFate[] = ['slow_down', 'hang_up', 'lose_answer'];
    const proxy = await startProxy(ground().server.endpoint, (n) =>
      n % 3 === 0 ? (ways[(n / 3) % 3] ?? 'forward') : 'forward',
    );
    onTestFinished(proxy.stop);
    const store = openS3Place({ ...options, endpoint: proxy.endpoint });
    const keys = Array.from({ length: 60 }, (_, n) => `objects/o/${String(n).padStart(2, '0')}`);
    await Promise.all(keys.map((key) => store.write(key, bytes(key))));
    for (let n = 0; n < 10; n++)
      expect(await advanceRef(store, 'main', n, { run: `run ${n}` })).toMatchObject({ kind: 'advanced', n: n + 1 });
    const reader = openS3Place(otherCache({ ...options, endpoint: proxy.endpoint }));
    expect(await reader.list('objects')).toEqual(keys);
    for (const key of keys) expect(Buffer.from(present(await reader.read(key))).toString()).toBe(key);
    expect(present(await readRef(reader, 'main')).value['run']).toBe('run 9');
  });

  it('knows its own write again when only the answer to it was lost', async () => {
    const options = await place();
    const proxy = await startProxy(ground().server.endpoint, (n) => (n === 1 ? 'lose_answer' : 'forward'));
    onTestFinished(proxy.stop);
    const store = openS3Place({ ...options, endpoint: proxy.endpoint });
    expect(await store.createExclusive('refs/main/00000001.json', bytes('{}'))).toBe(true);
    expect(proxy.requests.map((line) => line.split(' ')[0])).toEqual(['PUT', 'PUT', 'HEAD']);
    expect(await store.createExclusive('refs/main/00000001.json', bytes('{}'))).toBe(false);
  });

  it('names the object whose bytes were changed in the bucket, and the one that it did not store', async () => {
    const options = await place();
    const meta = await commitLabor(options);
    const data = named(options, `${FOLDER}/${DATA}`);
    const { Metadata } = await ground().server.client.send(new HeadObjectCommand(data));
    await ground().server.client.send(new PutObjectCommand({ ...data, Body: 'rowt', Metadata }));
    const reader = openS3Place(otherCache(options));
    const changed = { code: 'EWS4002', message: expect.stringContaining(`${FOLDER}/${DATA}`) };
    await expect(readObjectFile(reader, meta, 'data.parquet')).rejects.toMatchObject({ problems: [changed] });
    await expect(reader.localPath(`${FOLDER}/${DATA}`)).rejects.toMatchObject({ problems: [changed] });
    // The writer's own copy is sound; what is stored is not, and that is what is verified.
    expect((await verifyLake(openS3Place(options))).problems).toMatchObject([changed]);

    await ground().server.client.send(new PutObjectCommand({ ...named(options, 'raw/x/y/z.csv'), Body: 'foreign' }));
    const foreign = { code: 'EWS4002', message: expect.stringContaining('raw/x/y/z.csv') };
    await expect(reader.read('raw/x/y/z.csv')).rejects.toMatchObject({ problems: [foreign] });
  });

  it('names the object whose bytes were changed on the way', async () => {
    const options = await place();
    await openS3Place(options).write('objects/o/data', bytes('rows'));
    const proxy = await startProxy(ground().server.endpoint, () => 'corrupt');
    onTestFinished(proxy.stop);
    const reader = openS3Place(otherCache({ ...options, endpoint: proxy.endpoint }));
    await expect(reader.read('objects/o/data')).rejects.toMatchObject({
      problems: [{ code: 'EWS4002', message: expect.stringContaining('objects/o/data') }],
    });
  });

  it('names a changed copy in the cache, and reads the object again', async () => {
    const options = await place();
    const meta = await commitLabor(options);
    const [copy = ''] = (await readdir(options.cache.path, { recursive: true })).filter((name) => name.endsWith(DATA));
    await appendFile(path.join(options.cache.path, copy), '!');
    const problems: Problem[] = [];
    const store = openS3Place(options, { onProblem: (problem) => problems.push(problem) });
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    expect(problems).toMatchObject([
      { code: 'EWS4002', severity: 'warning', message: expect.stringContaining(`${FOLDER}/${DATA}`) },
    ]);
    await readObjectFile(store, meta, 'data.parquet');
    expect(problems).toHaveLength(1);
  });

  it('encrypts with the key, locks what the target says, and never a ref', async () => {
    const retention = { mode: 'compliance', days: { objects: 1, refs: 1 } } as const;
    const options = { ...(await place()), retention };
    await commitLabor(options);
    const store = openS3Place(options);
    await advanceRef(store, 'main', 0, { run: 'a' });
    const { client, kmsKeyId } = ground().server;
    for (const file of [DATA, 'meta.json']) {
      const head = await client.send(new HeadObjectCommand(named(options, `${FOLDER}/${file}`)));
      expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', ObjectLockMode: 'COMPLIANCE' });
      expect(head.SSEKMSKeyId).toContain(kmsKeyId);
      const version = { ...named(options, `${FOLDER}/${file}`), VersionId: head.VersionId };
      await expect(client.send(new DeleteObjectCommand(version))).rejects.toThrow(/WORM|locked|denied/i);
    }
    const ref = named(options, 'refs/main/00000001.json');
    await expect(client.send(new GetObjectRetentionCommand(ref))).rejects.toThrow();
    const { VersionId } = await client.send(new HeadObjectCommand(ref));
    await client.send(new DeleteObjectCommand({ ...ref, VersionId }));
    expect(await readRef(store, 'main')).toBeUndefined();
  });

  it('reads past a delete marker by the version id, and says so', async () => {
    const options = await place();
    const meta = await commitLabor(options);
    const { client } = ground().server;
    const keys = ['meta.json', DATA].map((file) => `${FOLDER}/${file}`);
    for (const key of keys) await client.send(new DeleteObjectCommand(named(options, key)));
    const problems: Problem[] = [];
    const store = openS3Place(otherCache(options), { onProblem: (problem) => problems.push(problem) });
    expect(await findObject(store, OBJECT)).toEqual(meta);
    expect(Buffer.from(await readObjectFile(store, meta, 'data.parquet')).toString()).toBe('rows');
    const { Versions } = await client.send(
      new ListObjectVersionsCommand({ Bucket: options.bucket, Prefix: `${options.prefix}/${FOLDER}/` }),
    );
    for (const key of keys) {
      const version = Versions?.find(({ Key }) => Key === `${options.prefix}/${key}`)?.VersionId ?? 'none';
      expect(store.versionOf(key)).toBe(version);
      expect(problems).toContainEqual(
        expect.objectContaining({ code: 'EWS4007', message: expect.stringMatching(`${key}.*${version}`) }),
      );
    }
    expect(await store.read('objects/feature/labor/f2/meta.json')).toBeUndefined();
  });

  it('does not take a copy on this machine for a committed object', async () => {
    const options = await place();
    await commitLabor(options);
    const { client } = ground().server;
    const { Versions = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: options.bucket, Prefix: `${options.prefix}/` }),
    );
    for (const { Key, VersionId } of Versions) {
      await client.send(new DeleteObjectCommand({ Bucket: options.bucket, Key, VersionId }));
    }
    const store = openS3Place(options);
    expect(await findObject(store, OBJECT)).toBeUndefined();
    await commitLabor(options);
    expect(await store.list('objects')).toEqual([`${FOLDER}/${DATA}`, `${FOLDER}/meta.json`]);
  });

  it('keeps the object of the first of two writers whose bytes differ, whole', async () => {
    const options = await place();
    const first = openS3Place(options);
    const second = openS3Place(otherCache(options));
    const late = { ...OBJECT, files: new Map([['data.parquet', bytes('other')]]) };
    // Both have looked, and found nothing, before either writes.
    const meeting: Store = Object.assign(Object.create(second) as Store, {
      description: second.description,
      read: (key: string) => second.read(key),
      versionOf: () => undefined,
      localPath: (key: string) => second.localPath(key),
      write: async (key: string, content: Content) => {
        await commitLabor(options);
        return second.write(key, content);
      },
      createExclusive: (key: string, content: Uint8Array) => second.createExclusive(key, content),
    });
    await expect(commitObject(meeting, late)).rejects.toMatchObject({ problems: [{ code: 'EWS4004' }] });
    const meta = present(await findObject(first, OBJECT));
    expect(Buffer.from(await readObjectFile(openS3Place(options), meta, 'data.parquet')).toString()).toBe('rows');
    expect((await verifyLake(first)).problems).toEqual([]);
  });

  it('says what is wrong with the place, and no secret', async () => {
    const options = await place();
    const failing = async (changes: Partial<S3StoreOptions>): Promise<Problem> => {
      const error = await openS3Place({ ...options, ...changes })
        .read('runs/1/manifest.json')
        .catch((reason: unknown) => reason);
      if (!(error instanceof ProblemError) || error.problems[0] === undefined) throw error;
      return error.problems[0];
    };
    const code = 'EWS4006';
    expect(await failing({ bucket: 'no-such-bucket' })).toMatchObject({
      code,
      message: expect.stringContaining('NoSuchBucket'),
    });
    const secret = present(process.env['AWS_SECRET_ACCESS_KEY']);
    process.env['AWS_SECRET_ACCESS_KEY'] = `${secret}x`;
    const wrong = await failing({});
    process.env['AWS_SECRET_ACCESS_KEY'] = secret;
    expect(wrong).toMatchObject({ code, hint: expect.stringContaining('credentials') });
    expect(JSON.stringify(wrong)).not.toContain(secret);
    expect(JSON.stringify(wrong)).not.toContain(process.env['AWS_ACCESS_KEY_ID']);
    expect(await failing({ endpoint: 'http://127.0.0.1:1' })).toMatchObject({
      code,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const locked = { retention: { mode: 'governance', days: { raw: 1 } } } as const;
    await ground().server.client.send(new CreateBucketCommand({ Bucket: 'without-lock' }));
    await expect(
      openS3Place({ ...options, ...locked, bucket: 'without-lock' }).write('raw/a', bytes('a')),
    ).rejects.toMatchObject({
      problems: [{ code, hint: expect.stringContaining('Object Lock') }],
    });
  });
});

import { expect, it } from 'vitest';
import type { S3StoreOptions } from './options.ts';
import { Slots } from './slots.ts';
import { writeParameters } from './write-parameters.ts';

const PLAIN: S3StoreOptions = {
  bucket: 'lake',
  prefix: 'ews/prod',
  region: 'us-gov-west-1',
  pathStyle: false,
  fips: true,
  cache: { path: '/cache', bytes: 1 },
};
const MARKS = { sha256: 'ab', writer: 'w' };
const NOON = Date.UTC(2024, 0, 1, 12);

it('puts an object under the prefix, marked, and says nothing of keys and locks unless it is told to', () => {
  expect(writeParameters(PLAIN, 'objects/a', MARKS, NOON)).toEqual({
    Bucket: 'lake',
    Key: 'ews/prod/objects/a',
    Metadata: MARKS,
  });
  expect(writeParameters({ ...PLAIN, prefix: '' }, 'objects/a', MARKS, NOON).Key).toBe('objects/a');
});

it('encrypts with the key that the target names', () => {
  expect(writeParameters({ ...PLAIN, kmsKeyId: 'alias/ews' }, 'refs/main/1', MARKS, NOON)).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'alias/ews',
    BucketKeyEnabled: true,
  });
});

it('locks a folder for its days, others not, and refs never', () => {
  const locking: S3StoreOptions = { ...PLAIN, retention: { mode: 'compliance', days: { raw: 3650, refs: 9 } } };
  expect(writeParameters(locking, 'raw/fred/x', MARKS, NOON)).toMatchObject({
    ObjectLockMode: 'COMPLIANCE',
    ObjectLockRetainUntilDate: new Date('2033-12-29T12:00:00Z'),
  });
  for (const key of ['refs/main/1', 'objects/a', 'rawer/a']) {
    expect(writeParameters(locking, key, MARKS, NOON)).not.toHaveProperty('ObjectLockMode');
  }
});

it('runs no more at a time than there are slots, in the order of asking', async () => {
  const slots = new Slots(2);
  const [begun, ended]: [number[], (() => void)[]] = [[], []];
  const work = (n: number): Promise<void> =>
    slots.use(() => {
      begun.push(n);
      return new Promise((resolve) => ended.push(resolve));
    });
  const all = [1, 2, 3, 4].map(work);
  expect(begun).toEqual([1, 2]);
  ended[1]?.();
  await all[1];
  expect(begun).toEqual([1, 2, 3]);
  ended[0]?.();
  await all[0];
  for (const end of ended) end();
  await Promise.all(all);
  expect(begun).toEqual([1, 2, 3, 4]);
});

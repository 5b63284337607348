import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { SEAL } from '../../engine/folders/seal.fixture.ts';
import { openS3Store, type S3StoreEffects, type S3StoreOptions, type Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import type { MinioServer } from './minio-server.ts';

/** A new bucket with versions and Object Lock. */
export async function newBucket(server: MinioServer): Promise<string> {
  const Bucket = `lake-${randomBytes(6).toString('hex')}`;
  await server.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  return Bucket;
}

/** An empty place in a bucket, with an empty cache. */
export async function newPlace(
  server: MinioServer,
  bucket: string,
  onFinished: Parameters<typeof temporaryFolder>[0],
): Promise<S3StoreOptions> {
  return {
    bucket,
    prefix: `lakes/${randomBytes(6).toString('hex')}`,
    region: 'us-east-1',
    endpoint: server.endpoint,
    pathStyle: true,
    fips: false,
    kmsKeyId: server.kmsKeyId,
    cache: { path: path.join(await temporaryFolder(onFinished), 'cache'), bytes: 2e9 },
  };
}

/** A store at a place, which waits between tries as the command line's does. */
export function openS3Place(options: S3StoreOptions, effects: Partial<S3StoreEffects> = {}): Store {
  return openS3Store(options, { sleep: (ms) => setTimeout(ms), random: Math.random, seal: SEAL, ...effects });
}

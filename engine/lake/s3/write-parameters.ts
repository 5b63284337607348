import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { S3StoreOptions } from './options.ts';

const DAY_MS = 86_400_000;

/** What every object carries: the digest of its whole content, and who wrote it, to recognise an own lost answer. */
export interface Marks {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly writer: string;
}

export interface WriteParameters extends Omit<PutObjectCommandInput, 'Body' | 'ContentLength' | 'Key'> {
  readonly Key: string;
}

/** Everything of a write but its body: encryption, lock and marks, as the options say. `key` is the lake's own. */
export function writeParameters(options: S3StoreOptions, key: string, marks: Marks, now: number): WriteParameters {
  const { bucket, kmsKeyId } = options;
  return {
    Bucket: bucket,
    Key: bucketKey(options, key),
    Metadata: { sha256: marks.sha256, writer: marks.writer },
    ...(kmsKeyId === undefined
      ? {}
      : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyId, BucketKeyEnabled: true }),
    ...lockOf(options, key, now),
  };
}

/** The key in the bucket of a key of the lake. */
export function bucketKey({ prefix }: Pick<S3StoreOptions, 'prefix'>, key: string): string {
  return prefix === '' ? key : `${prefix}/${key}`;
}

function lockOf({ retention }: S3StoreOptions, key: string, now: number): Partial<WriteParameters> {
  const folder = key.slice(0, key.indexOf('/'));
  const days = retention?.days[folder];
  // A locked ref would be a run that cannot be taken back: whatever the options say, refs are never locked.
  if (retention === undefined || days === undefined || folder === 'refs') return {};
  return {
    ObjectLockMode: retention.mode === 'governance' ? 'GOVERNANCE' : 'COMPLIANCE',
    ObjectLockRetainUntilDate: new Date(now + days * DAY_MS),
  };
}

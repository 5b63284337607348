import { describe, expect, it } from 'vitest';
import { present } from '../../../presence/index.ts';
import type { PostureName, SecuredStore } from './posture-check.ts';
import { AWS, AWS_STORE, type RecordedAnswer, serviceError, verdicts } from './recorded-answers.fixture.ts';

/** A posture that fails where answers or the store are other than those of a sound one. */
interface Failing {
  readonly what: string;
  readonly answers?: Partial<RecordedAnswer>;
  readonly settings?: Partial<SecuredStore>;
  readonly posture: PostureName;
  /** What its detail and its remedy have in them. */
  readonly seen: string;
  readonly remedy: string;
}

const encryptedBy = (SSEAlgorithm: 'aws:kms' | 'AES256', KMSMasterKeyID?: string): Partial<RecordedAnswer> => ({
  bucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }],
    },
  },
});

const callerIs = (Arn: string): Partial<RecordedAnswer> => ({ callerIdentity: { Arn } });

const FAILING: readonly Failing[] = [
  {
    what: 'S3 managed keys',
    answers: encryptedBy('AES256'),
    posture: 'encryption',
    seen: 'AES256, not aws:kms',
    remedy: 'PutBucketEncryption',
  },
  {
    what: 'no default encryption',
    answers: { bucketEncryption: serviceError('ServerSideEncryptionConfigurationNotFoundError', 404) },
    posture: 'encryption',
    seen: 'not configured',
    remedy: 'PutBucketEncryption',
  },
  {
    what: 'the AWS managed key',
    answers: encryptedBy('aws:kms'),
    posture: 'encryption',
    seen: 'aws/s3',
    remedy: 'PutBucketEncryption',
  },
  {
    what: 'another key',
    answers: encryptedBy('aws:kms', 'arn:aws:kms:us-east-1:111122223333:key/other'),
    posture: 'encryption',
    seen: 'key/other',
    remedy: 'PutBucketEncryption',
  },
  {
    what: 'no key in the target',
    settings: { kmsKeyId: undefined } as object,
    posture: 'encryption',
    seen: 'the target names no key',
    remedy: 'set store.kms_key_id: arn:aws:kms',
  },
  {
    what: 'suspended versioning',
    answers: { bucketVersioning: { Status: 'Suspended' } },
    posture: 'versioning',
    seen: 'Suspended',
    remedy: 'Status: Enabled',
  },
  {
    what: 'no versioning',
    answers: { bucketVersioning: {} },
    posture: 'versioning',
    seen: 'not configured',
    remedy: 'PutBucketVersioning',
  },
  {
    what: 'no Object Lock',
    answers: { objectLockConfiguration: serviceError('ObjectLockConfigurationNotFoundError', 404) },
    posture: 'object_lock',
    seen: 'not enabled',
    remedy: 'PutObjectLockConfiguration',
  },
  {
    what: 'no retention in the target',
    settings: { retention: undefined } as object,
    posture: 'object_lock',
    seen: 'declares no retention',
    remedy: 'set store.retention',
  },
  {
    what: 'a default retention',
    answers: {
      objectLockConfiguration: {
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
        },
      },
    },
    posture: 'object_lock',
    seen: '30 days (GOVERNANCE), refs/ among them',
    remedy: 'remove',
  },
  {
    what: 'no public access block',
    answers: { publicAccessBlock: serviceError('NoSuchPublicAccessBlockConfiguration', 404) },
    posture: 'public_access_block',
    seen: 'has no public access block',
    remedy: 'BlockPublicAcls, IgnorePublicAcls',
  },
  {
    what: 'half a public access block',
    answers: {
      publicAccessBlock: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false },
      },
    },
    posture: 'public_access_block',
    seen: 'not true: BlockPublicPolicy, RestrictPublicBuckets',
    remedy: 'PutPublicAccessBlock',
  },
  {
    what: 'no bucket policy',
    answers: { bucketPolicy: serviceError('NoSuchBucketPolicy', 404) },
    posture: 'tls',
    seen: 'no statement denies TLS',
    remedy: 's3:TlsVersion: 1.2',
  },
  {
    what: 'no bucket policy',
    answers: { bucketPolicy: serviceError('NoSuchBucketPolicy', 404) },
    posture: 'vpc_endpoint',
    seen: 'no statement denies',
    remedy: 'aws:SourceVpce',
  },
  {
    what: 'a plain endpoint',
    settings: { fips: false },
    posture: 'fips',
    seen: 'endpoint risk-lake',
    remedy: 'set store.fips: true',
  },
  {
    what: 'an endpoint without FIPS',
    answers: { endpoint: { protocol: 'https:', hostname: 'risk-lake.s3.us-east-1.amazonaws.com' } },
    posture: 'fips',
    seen: 'risk-lake.s3.us-east-1',
    remedy: 'store.endpoint',
  },
  {
    what: 'Node without FIPS',
    answers: { cryptography: { fips: 0, openssl: '3.0.16' } },
    posture: 'fips',
    seen: 'crypto.getFips() is 0',
    remedy: '--enable-fips',
  },
  {
    what: 'a user',
    answers: callerIs('arn:aws:iam::111122223333:user/alice'),
    posture: 'credentials',
    seen: 'user/alice is a user',
    remedy: 'assume a role',
  },
  {
    what: 'the root of the account',
    answers: callerIs('arn:aws:iam::111122223333:root'),
    posture: 'credentials',
    seen: "the account's root",
    remedy: 'assume a role',
  },
  {
    what: 'a federated user',
    answers: callerIs('arn:aws:sts::111122223333:federated-user/bob'),
    posture: 'credentials',
    seen: 'a federated-user',
    remedy: 'assume a role',
  },
  { what: 'a commercial region', posture: 'govcloud', seen: 'us-east-1 is not of GovCloud', remedy: 'us-gov-west-1' },
  {
    what: 'a caller of the commercial partition',
    settings: { region: 'us-gov-west-1' },
    posture: 'govcloud',
    seen: 'partition aws',
    remedy: 'GovCloud account',
  },
];

describe('failed, with what was seen and what to set', () => {
  it.each(FAILING)('$what', async ({ answers, settings, posture, seen, remedy }) => {
    const found = present((await verdicts({ ...AWS_STORE, ...settings }, { ...AWS, ...answers }))[posture]);
    expect(found.state).toBe('failed');
    expect(found.detail).toContain(seen);
    expect(found.remedy).toContain(remedy);
  });
});

describe('keys are compared by what they name', () => {
  const id = AWS_STORE.kmsKeyId.slice(AWS_STORE.kmsKeyId.lastIndexOf('/') + 1);
  it.each([
    ['the id for the ARN', AWS_STORE.kmsKeyId, id, 'ok'],
    ['the ARN for the id', id, AWS_STORE.kmsKeyId, 'ok'],
    [
      'the same id in another account',
      AWS_STORE.kmsKeyId.replace('111122223333', '444455556666'),
      AWS_STORE.kmsKeyId,
      'failed',
    ],
    ['an alias for the ARN', AWS_STORE.kmsKeyId, 'alias/ews', 'not verified'],
    [
      'one alias twice',
      'arn:aws:kms:us-east-1:111122223333:alias/ews',
      'arn:aws:kms:us-east-1:111122223333:alias/ews',
      'not verified',
    ],
  ])('%s', async (_what, bucketKey, kmsKeyId, state) => {
    const { encryption } = await verdicts({ ...AWS_STORE, kmsKeyId }, { ...AWS, ...encryptedBy('aws:kms', bucketKey) });
    expect(encryption?.state).toBe(state);
  });
});

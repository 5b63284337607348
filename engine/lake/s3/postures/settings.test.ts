import { describe, expect, it } from 'vitest';
import type { PostureName, SecuredStore } from './finding.ts';
import { AWS, AWS_STORE, type Recorded, serviceError, verdicts } from './recorded-answers.fixture.ts';

type Failing = readonly [string, Partial<Recorded>, Partial<SecuredStore>, PostureName, string, string];

const encryptedBy = (SSEAlgorithm: 'aws:kms' | 'AES256', KMSMasterKeyID?: string): Partial<Recorded> => ({
  bucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }],
    },
  },
});

const callerIs = (Arn: string): Partial<Recorded> => ({ callerIdentity: { Arn } });

const FAILING: readonly Failing[] = [
  ['S3 managed keys', encryptedBy('AES256'), {}, 'encryption', 'AES256, not aws:kms', 'PutBucketEncryption'],
  [
    'no default encryption',
    { bucketEncryption: serviceError('ServerSideEncryptionConfigurationNotFoundError', 404) },
    {},
    'encryption',
    'not configured',
    'PutBucketEncryption',
  ],
  ['the AWS managed key', encryptedBy('aws:kms'), {}, 'encryption', 'aws/s3', 'PutBucketEncryption'],
  [
    'another key',
    encryptedBy('aws:kms', 'arn:aws:kms:us-east-1:111122223333:key/other'),
    {},
    'encryption',
    'key/other',
    'PutBucketEncryption',
  ],
  [
    'no key in the target',
    {},
    { kmsKeyId: undefined } as object,
    'encryption',
    'the target names no key',
    'set store.kms_key_id: arn:aws:kms',
  ],
  [
    'suspended versioning',
    { bucketVersioning: { Status: 'Suspended' } },
    {},
    'versioning',
    'Suspended',
    'Status: Enabled',
  ],
  ['no versioning', { bucketVersioning: {} }, {}, 'versioning', 'not configured', 'PutBucketVersioning'],
  [
    'no Object Lock',
    { objectLockConfiguration: serviceError('ObjectLockConfigurationNotFoundError', 404) },
    {},
    'object_lock',
    'not enabled',
    'PutObjectLockConfiguration',
  ],
  [
    'no retention in the target',
    {},
    { retention: undefined } as object,
    'object_lock',
    'declares no retention',
    'set store.retention',
  ],
  [
    'a default retention',
    {
      objectLockConfiguration: {
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
        },
      },
    },
    {},
    'object_lock',
    '30 days (GOVERNANCE), refs/ among them',
    'remove',
  ],
  [
    'no public access block',
    { publicAccessBlock: serviceError('NoSuchPublicAccessBlockConfiguration', 404) },
    {},
    'public_access_block',
    'has no public access block',
    'BlockPublicAcls, IgnorePublicAcls',
  ],
  [
    'half a public access block',
    {
      publicAccessBlock: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false },
      },
    },
    {},
    'public_access_block',
    'not true: BlockPublicPolicy, RestrictPublicBuckets',
    'PutPublicAccessBlock',
  ],
  [
    'no bucket policy',
    { bucketPolicy: serviceError('NoSuchBucketPolicy', 404) },
    {},
    'tls',
    'no statement denies TLS',
    's3:TlsVersion: 1.2',
  ],
  [
    'no bucket policy',
    { bucketPolicy: serviceError('NoSuchBucketPolicy', 404) },
    {},
    'vpc_endpoint',
    'no statement denies',
    'aws:SourceVpce',
  ],
  ['a plain endpoint', {}, { fips: false }, 'fips', 'endpoint risk-lake', 'set store.fips: true'],
  [
    'an endpoint without FIPS',
    { endpoint: { protocol: 'https:', hostname: 'risk-lake.s3.us-east-1.amazonaws.com' } },
    {},
    'fips',
    'risk-lake.s3.us-east-1',
    'store.endpoint',
  ],
  [
    'Node without FIPS',
    { cryptography: { fips: 0, openssl: '3.0.16' } },
    {},
    'fips',
    'crypto.getFips() is 0',
    '--enable-fips',
  ],
  [
    'a user',
    callerIs('arn:aws:iam::111122223333:user/alice'),
    {},
    'credentials',
    'user/alice is a user',
    'assume a role',
  ],
  [
    'the root of the account',
    callerIs('arn:aws:iam::111122223333:root'),
    {},
    'credentials',
    "the account's root",
    'assume a role',
  ],
  [
    'a federated user',
    callerIs('arn:aws:sts::111122223333:federated-user/bob'),
    {},
    'credentials',
    'a federated-user',
    'assume a role',
  ],
  ['a commercial region', {}, {}, 'govcloud', 'us-east-1 is not of GovCloud', 'us-gov-west-1'],
  [
    'a caller of the commercial partition',
    {},
    { region: 'us-gov-west-1' },
    'govcloud',
    'partition aws',
    'GovCloud account',
  ],
];

describe('failed, with what was seen and what to set', () => {
  it.each(FAILING)('%s', async (_what, answers, settings, posture, seen, remedy) => {
    const found = (await verdicts({ ...AWS_STORE, ...settings }, { ...AWS, ...answers }))[posture];
    expect(found?.state).toBe('failed');
    expect(found?.detail).toContain(seen);
    expect(found?.remedy).toContain(remedy);
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

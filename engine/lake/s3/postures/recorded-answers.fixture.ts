import { S3ServiceException } from '@aws-sdk/client-s3';
import { checkPostures } from './check-postures.ts';
import type { PostureCheck, SecuredStore } from './posture-check.ts';
import type { PostureQuestions } from './questions.ts';

/** One recorded answer: what the SDK resolved to, or the error that it threw. */
export type RecordedAnswer = {
  readonly [Question in keyof PostureQuestions]: Awaited<ReturnType<PostureQuestions[Question]>> | Error;
};

/** Replays answers as the SDK gives them: results resolve, errors reject. */
export function replay(recorded: RecordedAnswer): PostureQuestions {
  const give = <T>(answer: T | Error): Promise<T> =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  return {
    bucketEncryption: () => give(recorded.bucketEncryption),
    bucketVersioning: () => give(recorded.bucketVersioning),
    objectLockConfiguration: () => give(recorded.objectLockConfiguration),
    publicAccessBlock: () => give(recorded.publicAccessBlock),
    bucketPolicy: () => give(recorded.bucketPolicy),
    callerIdentity: () => give(recorded.callerIdentity),
    endpoint: () => give(recorded.endpoint),
    cryptography: () => {
      if (recorded.cryptography instanceof Error) throw recorded.cryptography;
      return recorded.cryptography;
    },
  };
}

/** What is found on these answers, by posture. */
export async function verdicts(
  store: SecuredStore,
  recorded: RecordedAnswer,
): Promise<Readonly<Record<string, PostureCheck>>> {
  const findings = await checkPostures(store, replay(recorded));
  return Object.fromEntries(findings.map(({ posture, ...verdict }) => [posture, verdict]));
}

/** The error that the SDK makes of `<Error><Code>...`. */
export function serviceError(name: string, httpStatusCode: number): Error {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

export const DENIED = serviceError('AccessDenied', 403);

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export const AWS_STORE = {
  bucket: 'risk-lake',
  prefix: 'ews',
  region: 'us-east-1',
  pathStyle: false,
  fips: true,
  kmsKeyId: KEY,
  retention: { mode: 'governance', days: { raw: 3650, audit: 2555 } },
} as const satisfies SecuredStore;

/** A statement that denies everybody everything on the bucket under one condition. */
export function denyAll(sid: string, condition: object, arn = 'arn:aws:s3:::risk-lake'): Record<string, unknown> {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: condition,
  };
}

export function policyOf(...statements: readonly object[]): { readonly Policy: string } {
  return { Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };
}

export const OLD_TLS = { NumericLessThan: { 's3:TlsVersion': '1.2' } };
export const PLAIN_HTTP = { Bool: { 'aws:SecureTransport': 'false' } };
export const ELSEWHERE = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } };

/** A bucket of AWS where all is as it should be, asked from a machine in FIPS mode by a role. */
export const AWS: RecordedAnswer = {
  endpoint: { protocol: 'https:', hostname: 'risk-lake.s3-fips.us-east-1.amazonaws.com' },
  bucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
        },
      ],
    },
  },
  bucketVersioning: { Status: 'Enabled' },
  objectLockConfiguration: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
  publicAccessBlock: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
  bucketPolicy: policyOf(denyAll('OldTls', OLD_TLS), denyAll('PlainHttp', PLAIN_HTTP), denyAll('Elsewhere', ELSEWHERE)),
  callerIdentity: {
    Account: '111122223333',
    UserId: 'AROAEXAMPLEEXAMPLE:nightly',
    Arn: 'arn:aws:sts::111122223333:assumed-role/ews-build/nightly',
  },
  cryptography: { fips: 1, openssl: '3.0.16' },
};

export const GOV_STORE = {
  ...AWS_STORE,
  region: 'us-gov-west-1',
  kmsKeyId: KEY.replace('arn:aws:kms:us-east-1', 'arn:aws-us-gov:kms:us-gov-west-1'),
} satisfies SecuredStore;

const GOV_ARN = 'arn:aws-us-gov:s3:::risk-lake';

/** A sound store in GovCloud. */
export const GOVCLOUD: RecordedAnswer = {
  ...AWS,
  endpoint: { protocol: 'https:', hostname: 'risk-lake.s3-fips.us-gov-west-1.amazonaws.com' },
  bucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: GOV_STORE.kmsKeyId } }],
    },
  },
  bucketPolicy: policyOf(
    denyAll('OldTls', OLD_TLS, GOV_ARN),
    denyAll('PlainHttp', PLAIN_HTTP, GOV_ARN),
    denyAll('Elsewhere', ELSEWHERE, GOV_ARN),
  ),
  callerIdentity: {
    Account: '111122223333',
    UserId: 'AROAEXAMPLEEXAMPLE:nightly',
    Arn: 'arn:aws-us-gov:sts::111122223333:assumed-role/ews-build/nightly',
  },
};

export const MINIO_STORE = {
  ...AWS_STORE,
  endpoint: 'https://minio.example.org:9000',
  pathStyle: true,
  fips: false,
  kmsKeyId: 'ews-key',
} satisfies SecuredStore;

/** A MinIO server with encryption, versioning and Object Lock, and with answers for no more than it has. */
export const MINIO: RecordedAnswer = {
  ...AWS,
  endpoint: { protocol: 'https:', hostname: 'minio.example.org' },
  bucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'ews-key' } }],
    },
  },
  publicAccessBlock: serviceError('NotImplemented', 501),
  callerIdentity: new Error('STS must not be asked about the credentials of another server'),
};

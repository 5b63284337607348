import { describe, expect, it } from 'vitest';
import { present } from '../../../presence/index.ts';
import { checkPostures } from './check-postures.ts';
import type { PostureName, SecuredStore } from './posture-check.ts';
import {
  AWS,
  AWS_STORE,
  DENIED,
  GOV_STORE,
  GOVCLOUD,
  MINIO,
  MINIO_STORE,
  type RecordedAnswer,
  replay,
  serviceError,
  verdicts,
} from './recorded-answers.fixture.ts';

async function states(store: SecuredStore, recorded: RecordedAnswer): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(await verdicts(store, recorded)).map(([name, { state }]) => [name, state]));
}

const ALL_OK = {
  credentials: 'ok',
  encryption: 'ok',
  versioning: 'ok',
  object_lock: 'ok',
  public_access_block: 'ok',
  tls: 'ok',
  vpc_endpoint: 'ok',
  fips: 'ok',
  govcloud: 'ok',
};

it('a bucket of GovCloud where all is set: every posture is ok, with what was seen', async () => {
  expect(await states(GOV_STORE, GOVCLOUD)).toEqual(ALL_OK);
  const { credentials, object_lock, vpc_endpoint, fips } = await verdicts(GOV_STORE, GOVCLOUD);
  expect(credentials?.detail).toBe(
    'role ews-build of account 111122223333, arn:aws-us-gov:sts::111122223333:assumed-role/ews-build/nightly',
  );
  expect(object_lock?.detail).toBe('Object Lock is enabled; governance: raw/ 3650 d, audit/ 2555 d; refs/ never');
  expect(vpc_endpoint?.detail).toBe('everybody is denied s3:* but through vpce-0a1b2c3d4e5f67890');
  expect(fips?.detail).toContain('risk-lake.s3-fips.us-gov-west-1.amazonaws.com; crypto.getFips() is 1');
});

it('the same bucket in a commercial region: all but GovCloud', async () => {
  expect(await states(AWS_STORE, AWS)).toEqual({ ...ALL_OK, govcloud: 'failed' });
});

it('a MinIO server: what it has is ok, what only AWS can have is never more than not verified', async () => {
  expect(await states(MINIO_STORE, MINIO)).toEqual({
    credentials: 'not verified',
    encryption: 'ok',
    versioning: 'ok',
    object_lock: 'ok',
    public_access_block: 'not verified',
    tls: 'not verified',
    vpc_endpoint: 'not verified',
    fips: 'not verified',
    govcloud: 'not verified',
  });
  const lying = { ...MINIO, publicAccessBlock: AWS.publicAccessBlock };
  expect(await states({ ...MINIO_STORE, fips: true, region: 'us-gov-west-1' }, lying)).toMatchObject({
    public_access_block: 'not verified',
    fips: 'not verified',
    govcloud: 'not verified',
  });
});

describe('a question that is denied names the permission', () => {
  it.each<readonly [keyof RecordedAnswer, readonly PostureName[], string]>([
    ['bucketEncryption', ['encryption'], 's3:GetEncryptionConfiguration'],
    ['bucketVersioning', ['versioning'], 's3:GetBucketVersioning'],
    ['objectLockConfiguration', ['object_lock'], 's3:GetBucketObjectLockConfiguration'],
    ['publicAccessBlock', ['public_access_block'], 's3:GetBucketPublicAccessBlock'],
    ['bucketPolicy', ['tls', 'vpc_endpoint'], 's3:GetBucketPolicy'],
    ['callerIdentity', ['credentials', 'govcloud'], 'sts:GetCallerIdentity'],
  ])('%s', async (question, postures, permission) => {
    const found = await verdicts(GOV_STORE, { ...GOVCLOUD, [question]: DENIED });
    for (const posture of postures) {
      expect(found[posture]).toEqual({
        state: 'failed',
        detail: `${permission} is denied to this role`,
        remedy: `grant ${permission} to it`,
      });
    }
    const others = Object.entries(found).filter(([posture]) => !postures.some((each) => each === posture));
    expect(others.filter(([, { state }]) => state !== 'ok')).toEqual([]);
  });
});

describe('answers that settle nothing', () => {
  const everywhere = (error: Error): RecordedAnswer => ({
    ...MINIO,
    cryptography: AWS.cryptography,
    endpoint: error,
    bucketEncryption: error,
    bucketVersioning: error,
    objectLockConfiguration: error,
    bucketPolicy: error,
    publicAccessBlock: error,
    callerIdentity: error,
  });

  it('no credentials: every posture fails and says where they come from', async () => {
    const none = Object.assign(new Error('no providers'), { name: 'CredentialsProviderError' });
    const found = Object.values(await verdicts(GOV_STORE, everywhere(none)));
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['failed']));
    expect(new Set(found.map(({ remedy }) => remedy?.split(':')[0]))).toEqual(
      new Set(["give credentials through the SDK's provider chain"]),
    );
  });

  it.each([
    ['no bucket of this name', serviceError('NoSuchBucket', 404), 'failed', 'store.bucket'],
    ['an expired session', serviceError('ExpiredToken', 400), 'failed', 'renew the credentials'],
    ['another region', serviceError('PermanentRedirect', 301), 'failed', 'store.region'],
    ['no network', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'not verified', undefined],
    ['too slow', Object.assign(new Error('slow'), { name: 'TimeoutError' }), 'not verified', undefined],
  ])('%s', async (_what, error, state, remedy) => {
    const { versioning } = await verdicts(AWS_STORE, { ...AWS, bucketVersioning: error });
    const found = present(versioning);
    expect(found.state).toBe(state);
    if (remedy === undefined) expect(found.remedy).toBeUndefined();
    else expect(found.remedy).toContain(remedy);
  });

  it('a bug of ours is not an answer', async () => {
    const recorded = { ...AWS, bucketVersioning: new TypeError('x is not a function') };
    await expect(checkPostures(AWS_STORE, replay(recorded))).rejects.toThrow(TypeError);
  });
});

import { describe, expect, it } from 'vitest';
import { gatherFacts } from './facts.ts';
import { tls, vpcEndpoint } from './policy-postures.ts';
import type { PostureCheck, SecuredStore } from './posture-check.ts';
import {
  AWS,
  AWS_STORE,
  denyAll,
  ELSEWHERE,
  MINIO,
  OLD_TLS,
  PLAIN_HTTP,
  policyOf,
  replay,
} from './recorded-answers.fixture.ts';

type PolicyCheck = (store: SecuredStore, facts: Awaited<ReturnType<typeof gatherFacts>>) => PostureCheck;

async function judged(judge: PolicyCheck, ...statements: readonly object[]): Promise<PostureCheck> {
  return judge(
    AWS_STORE,
    await gatherFacts(AWS_STORE.bucket, replay({ ...AWS, bucketPolicy: policyOf(...statements) })),
  );
}

const OLD = denyAll('Old', OLD_TLS);
const PLAIN = denyAll('Plain', PLAIN_HTTP);
const VPC = denyAll('Vpc', ELSEWHERE);
const BUCKET = 'arn:aws:s3:::risk-lake';

describe('one Deny for everybody is enough, in any of its spellings', () => {
  it.each<readonly [string, object]>([
    ['as written', {}],
    ['Principal as a mapping', { Principal: { AWS: '*' } }],
    ['Principal as a list', { Principal: { AWS: ['*'] } }],
    ['every action of every service', { Action: ['*'] }],
    ['names in other cases', { Action: 'S3:*', Condition: { numericlessthan: { 's3:tlsversion': ['1.2'] } } }],
    ['a number', { Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }],
    ['a newer version', { Condition: { NumericLessThan: { 's3:TlsVersion': '1.3' } } }],
    ['the bucket and the lake in it', { Resource: [BUCKET, `${BUCKET}/ews/*`] }],
    ['everything', { Resource: '*' }],
  ])('%s', async (_what, change) => {
    expect(await judged(tls, { ...OLD, ...change }, PLAIN)).toMatchObject({ state: 'ok' });
  });

  it('in two statements, for the bucket and for its objects', async () => {
    const split = [
      { ...OLD, Resource: BUCKET },
      { ...OLD, Resource: `${BUCKET}/*` },
    ];
    expect(await judged(tls, ...split, PLAIN)).toMatchObject({ state: 'ok' });
  });
});

describe('a Deny with a loophole is not enough, and the loophole is named', () => {
  it.each<readonly [string, object, string]>([
    ['an older version', { Condition: { NumericLessThan: { 's3:TlsVersion': '1.1' } } }, 'lets TLS 1.1 and newer in'],
    ['one principal', { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } }, 'is for some principals only'],
    ['a service', { Principal: { Service: 'logging.s3.amazonaws.com' } }, 'is for some principals only'],
    [
      'all principals but one',
      { Principal: undefined, NotPrincipal: { AWS: '*' } },
      'spares the principals of NotPrincipal',
    ],
    ['one action', { Action: 's3:PutObject' }, 'denies s3:PutObject instead of s3:*'],
    ['all actions but one', { Action: undefined, NotAction: 's3:GetObject' }, 'spares the actions of NotAction'],
    ['objects only', { Resource: `${BUCKET}/*` }, 'the bucket is not covered'],
    ['the bucket only', { Resource: BUCKET }, 'its objects are not covered'],
    ['another folder', { Resource: [BUCKET, `${BUCKET}/other/*`] }, 'its objects are not covered'],
    ['a folder of the lake', { Resource: [BUCKET, `${BUCKET}/ews/raw/*`] }, 'its objects are not covered'],
    ['some file names', { Resource: [BUCKET, `${BUCKET}/*.parquet`] }, 'its objects are not covered'],
    ['all resources but one', { Resource: undefined, NotResource: `${BUCKET}/x` }, 'spares what NotResource names'],
    [
      'a second condition',
      { Condition: { ...OLD_TLS, StringNotEquals: { 'aws:PrincipalArn': 'x' } } },
      'only if StringNotEquals aws:PrincipalArn is true as well',
    ],
    [
      'a second key',
      { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2', 's3:signatureAge': '1' } } },
      's3:signatureAge is true as well',
    ],
    [
      'two conditions on the version',
      { Condition: { ...OLD_TLS, NumericEquals: { 's3:TlsVersion': '1.0' } } },
      'several conditions on s3:tlsversion',
    ],
    ['another comparison', { Condition: { NumericEquals: { 's3:TlsVersion': '1.2' } } }, 'by NumericEquals'],
  ])('%s', async (_what, change, loophole) => {
    const found = await judged(tls, { ...OLD, ...change }, PLAIN);
    expect(found.state).toBe('failed');
    expect(found.detail).toContain(loophole);
  });

  it.each<readonly [string, object, string]>([
    ['an Allow', { Effect: 'Allow' }, 'no statement denies'],
    ['a pattern of endpoints', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-*' } } }, 'no VPC endpoint'],
    ['whoever comes through it', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a' } } }, 'by StringEquals'],
    [
      'a set of values',
      { Condition: { 'ForAnyValue:StringNotEquals': { 'aws:SourceVpce': 'vpce-0a' } } },
      'by ForAnyValue:StringNotEquals',
    ],
    [
      'but not AWS itself',
      { Condition: { ...ELSEWHERE, Bool: { 'aws:ViaAWSService': 'false' } } },
      'aws:ViaAWSService',
    ],
  ])('VPC endpoint: %s', async (_what, change, loophole) => {
    const found = await judged(vpcEndpoint, { ...VPC, ...change });
    expect(found.state).toBe('failed');
    expect(found.detail).toContain(loophole);
  });
});

it('refusing plain HTTP alone lets old TLS in, and refusing old TLS alone lets plain HTTP in', async () => {
  expect((await judged(tls, PLAIN)).detail).toContain('aws:SecureTransport alone still lets TLS 1.0 and 1.1 in');
  const old = await judged(tls, OLD);
  expect(old.detail).toContain('no statement denies plain HTTP');
  expect(old.remedy).toContain('aws:SecureTransport: false');
});

it('a condition without a value never holds, so it denies nothing', async () => {
  expect(
    await judged(vpcEndpoint, denyAll('Empty', { StringEquals: {}, StringNotEquals: { 'aws:SourceVpce': [] } })),
  ).toMatchObject({ state: 'failed' });
  expect(await judged(tls, OLD, denyAll('Empty', { Bool: { 'aws:SecureTransport': [] } }))).toMatchObject({
    state: 'failed',
  });
});

it('one sound statement is not spoilt by a weak one', async () => {
  expect(await judged(vpcEndpoint, { ...VPC, Action: 's3:GetObject' }, VPC)).toMatchObject({ state: 'ok' });
});

it('several endpoints, in one statement', async () => {
  const two = { StringNotEqualsIfExists: { 'aws:SourceVpce': ['vpce-0a', 'vpce-0b'] } };
  expect((await judged(vpcEndpoint, denyAll('Two', two))).detail).toContain('vpce-0a, vpce-0b');
});

it('in GovCloud the ARNs of the commercial partition cover nothing', async () => {
  const facts = await gatherFacts(AWS_STORE.bucket, replay(AWS));
  expect(tls({ ...AWS_STORE, region: 'us-gov-west-1' }, facts).state).toBe('failed');
});

it('a server that is not AWS: plain HTTP has failed, a policy is only read', async () => {
  const store = { ...AWS_STORE, endpoint: 'http://127.0.0.1:9000' };
  const plain = await gatherFacts(
    AWS_STORE.bucket,
    replay({ ...MINIO, endpoint: { protocol: 'http:', hostname: '127.0.0.1' } }),
  );
  expect(tls(store, plain)).toMatchObject({ state: 'failed', remedy: 'give store.endpoint an https:// address' });
  expect(tls(store, await gatherFacts(AWS_STORE.bucket, replay(MINIO))).state).toBe('not verified');
});

it('a policy that is no JSON is not verified', async () => {
  const facts = await gatherFacts(AWS_STORE.bucket, replay({ ...AWS, bucketPolicy: { Policy: '{' } }));
  expect(tls(AWS_STORE, facts)).toEqual({ state: 'not verified', detail: 'the bucket policy cannot be read' });
});

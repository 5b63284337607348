import { expect, it } from 'vitest';
import { serverAt } from './server.ts';

it.each([
  ['risk-lake.s3.us-east-1.amazonaws.com', 'aws', false],
  ['s3.amazonaws.com', 'aws', false],
  ['risk-lake.s3-fips.us-gov-west-1.amazonaws.com', 'aws', true],
  ['s3-fips.dualstack.us-east-1.amazonaws.com', 'aws', true],
  ['risk-lake.s3.cn-north-1.amazonaws.com.cn', 'aws', false],
  ['bucket.vpce-0a1b2c3d-4e5f.s3.us-east-1.vpce.amazonaws.com', 'aws', false],
  ['risk-lake.bucket.vpce-0a1b2c3d-4e5f.s3-fips.us-gov-west-1.vpce.amazonaws.com', 'aws', true],
  ['abc123.execute-api.us-east-1.amazonaws.com', 'other', undefined],
  ['ec2-203-0-113-7.compute-1.amazonaws.com', 'other', undefined],
  ['minio-1.us-east-1.elb.amazonaws.com', 'other', undefined],
  ['s3.us-east-1.amazonaws.com.example.org', 'other', undefined],
  ['s3-fips.example.org', 'other', undefined],
])('%s is %s', (hostname, kind, fips) => {
  expect(serverAt('risk-lake', { protocol: 'https:', hostname })).toMatchObject(
    fips === undefined ? { kind } : { kind, fips },
  );
});

it('a bucket called fips does not make an endpoint one', () => {
  const address = { protocol: 'https:', hostname: 's3-fips.s3.us-east-1.amazonaws.com' };
  expect(serverAt('s3-fips', address)).toMatchObject({ kind: 'aws', fips: false });
});

it('without TLS a name proves nothing', () => {
  const address = { protocol: 'http:', hostname: 'risk-lake.s3.us-east-1.amazonaws.com' };
  expect(serverAt('risk-lake', address)).toMatchObject({ kind: 'other', encrypted: false });
});

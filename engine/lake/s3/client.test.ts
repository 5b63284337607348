import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { clientConfig } from './client.ts';
import type { S3StoreOptions } from './options.ts';

const GOVCLOUD: S3StoreOptions = {
  bucket: 'lake',
  prefix: '',
  region: 'us-gov-west-1',
  pathStyle: false,
  fips: true,
  cache: { path: '/cache', bytes: 1 },
};

/** Where a request of a store with these options would go; nothing is sent. */
async function destination(options: S3StoreOptions): Promise<string> {
  let seen = '';
  const requestHandler = {
    handle: ({ protocol, hostname, path }: { protocol: string; hostname: string; path: string }) => {
      seen = `${protocol}//${hostname}${path}`;
      return Promise.reject(new Error('not sent'));
    },
  };
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new S3Client({ ...clientConfig(options), credentials, requestHandler, maxAttempts: 1 });
  const refusal = await client.send(new HeadObjectCommand({ Bucket: options.bucket, Key: 'a' })).catch(String);
  return seen === '' ? String(refusal) : seen;
}

it('goes to the endpoints that the target asks for', async () => {
  expect(await destination(GOVCLOUD)).toBe('https://lake.s3-fips.us-gov-west-1.amazonaws.com/a');
  expect(await destination({ ...GOVCLOUD, fips: false })).toBe('https://lake.s3.us-gov-west-1.amazonaws.com/a');
  const own = { ...GOVCLOUD, fips: false, endpoint: 'https://minio.example.org', pathStyle: true };
  expect(await destination(own)).toBe('https://minio.example.org/lake/a');
  expect(await destination({ ...own, fips: true })).toContain('EndpointError');
});

it('holds no credentials, so that the chain of the SDK finds them', () => {
  expect(Object.keys(clientConfig(GOVCLOUD))).not.toContain('credentials');
});

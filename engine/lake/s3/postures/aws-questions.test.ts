import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { present } from '../../../presence/index.ts';
import { awsQuestions } from './aws-questions.ts';
import { checkPostures } from './check-postures.ts';
import { AWS_STORE, GOV_STORE } from './recorded-answers.fixture.ts';

const CONTENT = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** What a MinIO server sends, by the question in the query. */
const SENT: Readonly<Record<string, readonly [number, string]>> = {
  encryption: [
    200,
    `<ServerSideEncryptionConfiguration ${CONTENT}><Rule><ApplyServerSideEncryptionByDefault>` +
      '<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>ews-key</KMSMasterKeyID>' +
      '</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  ],
  versioning: [200, `<VersioningConfiguration ${CONTENT}><Status>Enabled</Status></VersioningConfiguration>`],
  'object-lock': [404, errorText('ObjectLockConfigurationNotFoundError')],
  publicAccessBlock: [501, errorText('NotImplemented')],
  policy: [403, errorText('AccessDenied')],
};

const NO_ANSWER = [404, errorText('NoSuchBucket')] as const;

function errorText(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>said ${code}</Message></Error>`;
}

async function minio(): Promise<{ readonly server: Server; readonly endpoint: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(present(request.url), 'http://localhost');
    const question = [...url.searchParams.keys()].find((key) => key in SENT);
    asked.push(`${request.method} ${url.pathname} ${question}`);
    const [status, body] = question === undefined ? NO_ANSWER : present(SENT[question]);
    response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'never-printed');
  vi.stubEnv('AWS_SESSION_TOKEN', '');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it('asks a server that speaks S3, over the wire, and sorts its answers', async () => {
  const { endpoint, asked } = await minio();
  const store = { ...AWS_STORE, endpoint, pathStyle: true, fips: false, kmsKeyId: 'ews-key' };
  const findings = await checkPostures(store, await awsQuestions(store));
  expect(Object.fromEntries(findings.map(({ posture, state }) => [posture, state]))).toEqual({
    credentials: 'not verified',
    encryption: 'ok',
    versioning: 'ok',
    object_lock: 'failed',
    public_access_block: 'not verified',
    tls: 'failed',
    vpc_endpoint: 'not verified',
    fips: 'not verified',
    govcloud: 'not verified',
  });
  expect(asked.toSorted()).toEqual(
    Object.keys(SENT)
      .map((question) => `GET /risk-lake/ ${question}`)
      .toSorted(),
  );
  expect(JSON.stringify(findings)).not.toContain('never-printed');
});

it.each([
  ['AWS', { ...AWS_STORE, fips: false }, 'https:', 'risk-lake.s3.us-east-1.amazonaws.com'],
  ['its FIPS endpoints', AWS_STORE, 'https:', 'risk-lake.s3-fips.us-east-1.amazonaws.com'],
  ['those of GovCloud', GOV_STORE, 'https:', 'risk-lake.s3-fips.us-gov-west-1.amazonaws.com'],
  ['another server', { ...AWS_STORE, fips: false, endpoint: 'http://minio:9000', pathStyle: true }, 'http:', 'minio'],
])('knows where it would ask without asking: %s', async (_what, store, protocol, hostname) => {
  expect(await (await awsQuestions(store)).endpoint()).toEqual({ protocol, hostname });
});

it('an endpoint from the environment is not taken for AWS', async () => {
  const { endpoint } = await minio();
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  const store = { ...AWS_STORE, fips: false, pathStyle: true };
  const findings = await checkPostures(store, await awsQuestions(store));
  expect(findings.find(({ posture }) => posture === 'credentials')?.state).toBe('not verified');
});

it('FIPS and an endpoint of one’s own contradict one another', async () => {
  const store = { ...AWS_STORE, endpoint: 'https://minio.example.org' };
  const findings = await checkPostures(store, await awsQuestions(store));
  expect(findings.find(({ posture }) => posture === 'fips')).toMatchObject({
    state: 'failed',
    remedy: expect.stringContaining('contradict'),
  });
});

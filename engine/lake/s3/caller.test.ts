import { describe, expect, it } from 'vitest';
import { type AskSts, askSts, awsCaller } from './caller.ts';

const STORE = { bucket: 'b', prefix: '', region: 'us-gov-west-1', pathStyle: false, fips: true };
const ROLE = 'arn:aws-us-gov:sts::111122223333:assumed-role/ews-build/nightly@example.org';
const HOST = 'sts.us-gov-west-1.amazonaws.com';

describe('who calls AWS', () => {
  it.each([ROLE, 'arn:aws:iam::111122223333:user/division/ana', 'arn:aws-cn:sts::111122223333:federated-user/x'])(
    'is %s',
    async (arn) => {
      expect(await awsCaller(STORE, async () => ({ arn, hostname: HOST }))).toEqual({ kind: 'known', arn });
    },
  );

  it.each<[string, AskSts, string]>([
    ['another server', async () => ({ arn: ROLE, hostname: 'sts.example.org' }), 'is not AWS'],
    ['a server with a name like it', async () => ({ arn: ROLE, hostname: `${HOST}.example.org` }), 'is not AWS'],
    ["somebody's bucket", async () => ({ arn: ROLE, hostname: 'sts.s3.amazonaws.com.x.org' }), 'is not AWS'],
    ['a server without TLS', async () => ({ arn: ROLE, hostname: undefined }), 'is not AWS'],
    ['no name', async () => ({ arn: undefined, hostname: HOST }), 'names no caller'],
    ['what is no name', async () => ({ arn: 'arn:aws:sts::1:x\u001b[2J', hostname: HOST }), 'names no caller'],
    [
      'an error, of which only the code is told',
      () => Promise.reject(Object.assign(new Error('key AKIA... is wrong'), { name: 'InvalidClientTokenId' })),
      'STS gave no answer: InvalidClientTokenId',
    ],
    [
      'an error of the network',
      () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
      'STS gave no answer: ENOTFOUND',
    ],
  ])('is not known from %s', async (_, ask, why) => {
    expect(await awsCaller(STORE, ask)).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
  });

  it('is not waited for longer than it is worth, and the question is taken back', async () => {
    let aborted = false;
    const never: AskSts = (_, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      });
    const caller = await awsCaller(STORE, never, 20);
    expect(caller).toEqual({ kind: 'unknown', why: 'STS did not answer within 0.02 s' });
    expect(aborted).toBe(true);
  });
});

it('asks with the SDK, and believes no server of an endpoint that somebody set', async () => {
  const { createServer } = await import('node:http');
  const arn = '<Arn>arn:aws:sts::111122223333:assumed-role/planted/x</Arn>';
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult>${arn}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/xml' }).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  try {
    const ask = askSts(async () => undefined);
    const store = { ...STORE, fips: false };
    expect(await ask(store, new AbortController().signal)).toEqual({
      arn: 'arn:aws:sts::111122223333:assumed-role/planted/x',
      hostname: undefined,
    });
    expect(await awsCaller(store, ask)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('not AWS') });
  } finally {
    process.env = before;
    server.close();
  }
});

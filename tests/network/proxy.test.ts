import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type Certificates, hasOpenssl, makeCertificates } from './certificates.ts';
import { startConnectProxy } from './connect-proxy.ts';

const SERIES = {
  id: 'GDP',
  title: 'Gross Domestic Product',
  units: 'Billions of Dollars',
  frequency_short: 'Q',
  seasonal_adjustment_short: 'SAAR',
  last_updated: '2024-10-30 07:54:01-05',
  observation_start: '1947-01-01',
  observation_end: '2024-07-01',
};
const AUTHORIZATION = `Basic ${Buffer.from('me:se:cret').toString('base64')}`;
const ALL_WELL = { fred: 'Billions of Dollars', openLineage: { kind: 'taken' }, s3: 'nothing' };

let certificates: Certificates;
let folder: string;
let address: string;
const asked: string[] = [];
const cleanings: (() => Promise<void>)[] = [];

/** FRED, an OpenLineage endpoint and a bucket, all at one address that only an authority of this test vouches for. */
async function startServer(): Promise<string> {
  const server = createServer({ cert: certificates.cert, key: certificates.key }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    asked.push(pathname);
    if (pathname === '/fred/series') response.end(JSON.stringify({ seriess: [SERIES] }));
    else if (pathname === '/lineage') request.resume().on('end', () => response.writeHead(201).end());
    else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  cleanings.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the server has no port');
  return `https://localhost:${bound.port}`;
}

/** In a process of its own, since Node reads NODE_EXTRA_CA_CERTS when it starts. */
async function ask(environment: Readonly<Record<string, string>>): Promise<{ answers: unknown; everything: string }> {
  const script = path.join(import.meta.dirname, 'ask-three.ts');
  const credentials = { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nothing' };
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...credentials, DEBUG: '*', ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', script, address, path.join(folder, 'cache')], { env });
  const out: string[] = [];
  const all: string[] = [];
  child.stdout.on('data', (data) => out.push(String(data)) && all.push(String(data)));
  child.stderr.on('data', (data) => all.push(String(data)));
  await new Promise((resolve) => child.on('close', resolve));
  return { answers: JSON.parse(out.join('')), everything: all.join('') };
}

describe.skipIf(!hasOpenssl())('behind a proxy, with an authority of its own (needs openssl)', () => {
  beforeAll(async () => {
    folder = await temporaryFolder((clean) => cleanings.push(clean));
    certificates = makeCertificates(folder);
    address = await startServer();
  });
  afterAll(async () => {
    for (const clean of cleanings) await clean();
  });

  it('FRED, OpenLineage and S3 are reached through it, and by nothing else', async () => {
    const proxy = await startConnectProxy(onTestFinished, AUTHORIZATION);
    const way = {
      HTTPS_PROXY: `http://me:se%3Acret@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: certificates.authority,
    };
    asked.length = 0;
    const { answers, everything } = await ask(way);
    expect(answers).toEqual(ALL_WELL);
    const { host } = new URL(address);
    // Two of fetch share a tunnel or have one each.
    expect([...new Set(proxy.tunnels.map(({ to }) => to))]).toEqual([host]);
    expect(proxy.tunnels.length).toBeGreaterThanOrEqual(2);
    expect(asked).toEqual(['/fred/series', '/lineage', '/lake/refs/x']);
    expect(everything).not.toContain('cret');
    expect(everything).not.toContain(AUTHORIZATION.slice(6));
  });

  it('they are asked without it where NO_PROXY says so', async () => {
    const proxy = await startConnectProxy(onTestFinished);
    const way = { https_proxy: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: certificates.authority };
    const { answers } = await ask({ ...way, no_proxy: 'localhost' });
    expect([answers, proxy.tunnels]).toEqual([ALL_WELL, []]);
  });

  it('an authority that nobody named is refused, with the way out', async () => {
    const proxy = await startConnectProxy(onTestFinished);
    const { answers } = await ask({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect(answers).toMatchObject({
      fred: expect.stringMatching(/verify the first certificate[\s\S]*NODE_EXTRA_CA_CERTS/),
      openLineage: { kind: 'passing', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      s3: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE[\s\S]*NODE_EXTRA_CA_CERTS/),
    });
  });

  it('a password that it does not take is in no error', async () => {
    const proxy = await startConnectProxy(onTestFinished, AUTHORIZATION);
    const way = {
      HTTPS_PROXY: `http://me:wrongpass@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: certificates.authority,
    };
    const { answers, everything } = await ask(way);
    expect(answers).toMatchObject({
      fred: expect.stringMatching(/the proxy answers 407: it wants [\s\S]*check HTTPS_PROXY and NO_PROXY/),
      openLineage: { kind: 'passing' },
      s3: expect.stringMatching(/407/),
    });
    expect(everything).not.toContain('wrongpass');
    expect(everything).not.toContain(Buffer.from('me:wrongpass').toString('base64'));
  });

  it('a setting that names no proxy is told as such', async () => {
    const { answers, everything } = await ask({ HTTPS_PROXY: 'socks5://me:wrongpass@127.0.0.1:1080' });
    expect(answers).toMatchObject({
      fred: expect.stringContaining('EWS4016 HTTPS_PROXY names a proxy of kind socks5'),
      openLineage: { kind: 'closed', reason: 'HTTPS_PROXY names a proxy of kind socks5' },
      s3: expect.stringContaining('EWS4016 HTTPS_PROXY names a proxy of kind socks5'),
    });
    expect(everything).not.toContain('wrongpass');
  });
});

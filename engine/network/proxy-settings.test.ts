import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../diagnostics/index.ts';
import { proxyFor, readProxySettings } from './proxy-settings.ts';

const PROXY = 'http://proxy.example:3128';

function wayTo(address: string, environment: Readonly<Record<string, string>>): string | undefined {
  return proxyFor(new URL(address), readProxySettings(environment))?.url.href;
}

function refusal(environment: Readonly<Record<string, string>>): ProblemError {
  try {
    readProxySettings(environment);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the proxy of an address', () => {
  it.each([
    [{ HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [{ https_proxy: PROXY }, `${PROXY}/`],
    [{ https_proxy: PROXY, HTTPS_PROXY: 'http://other:1' }, `${PROXY}/`],
    [{ https_proxy: '', HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, `${PROXY}/`],
    [{ HTTPS_PROXY: 'https://proxy.example' }, 'https://proxy.example/'],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, 'http://[::1]:3128/'],
    [{ HTTP_PROXY: PROXY }, undefined],
    [{ HTTPS_PROXY: ' ' }, undefined],
    [{}, undefined],
  ] as readonly (readonly [Record<string, string>, string | undefined])[])('of %o is %s', (environment, expected) => {
    expect(wayTo('https://api.stlouisfed.org/fred/', environment)).toBe(expected);
  });

  it('that is not encrypted never leaves this machine', () => {
    expect(wayTo('http://127.0.0.1:8080/', { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY })).toBeUndefined();
    expect(wayTo('http://127.0.0.1:8080/', { HTTP_PROXY: 'http://localhost:3128' })).toBe('http://localhost:3128/');
    expect(wayTo('http://127.0.0.1:8080/', { HTTP_PROXY: 'http://127.evil.example:3128' })).toBeUndefined();
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', true],
    ['api.stlouisfed.org', true],
    ['stlouisfed.org', true],
    ['.stlouisfed.org', true],
    ['*.stlouisfed.org', true],
    ['API.StLouisFed.ORG', true],
    ['api.stlouisfed.org.', true],
    ['api.stlouisfed.org:443', true],
    ['api.stlouisfed.org:8443', false],
    ['louisfed.org', false],
    ['api', false],
    ['localhost, ,stlouisfed.org', true],
    ['localhost stlouisfed.org', true],
    [',', false],
    ['.', false],
    ['10.0.0.0/8', false],
  ])('"%s" exempts FRED: %s', (list, exempt) => {
    const way = wayTo('https://api.stlouisfed.org/fred/', { HTTPS_PROXY: PROXY, NO_PROXY: list });
    expect(way === undefined).toBe(exempt);
  });

  it.each([
    ['https://10.1.2.3/', '10.0.0.0/8', true],
    ['https://11.1.2.3/', '10.0.0.0/8', false],
    ['https://10.1.2.3/', '10.0.0.0/99', false],
    ['https://10.1.2.3/', '10.1.2.3', true],
    ['https://10.1.2.3/', '2.3', false],
    ['https://[fd00::1]/', 'fd00::/8', true],
    ['https://[::1]:9000/', '::1', true],
    ['https://[::1]:9000/', '[::1]:9000', true],
    ['https://[::1]:9000/', '[::1]:9001', false],
    ['https://localhost:9000/', 'localhost:9000', true],
  ])('of %s in "%s": %s', (address, list, exempt) => {
    expect(wayTo(address, { HTTPS_PROXY: PROXY, no_proxy: list }) === undefined).toBe(exempt);
  });
});

describe('user and password', () => {
  it('are a header, and not in the address that may be shown', () => {
    const settings = readProxySettings({ HTTPS_PROXY: 'http://me:p%40ss@proxy.example:3128' });
    expect(settings.https?.url.href).toBe(`${PROXY}/`);
    expect(settings.https?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    const alone = readProxySettings({ HTTPS_PROXY: 'http://token@proxy.example:3128' });
    expect(alone.https?.authorization).toBe(`Basic ${Buffer.from('token:').toString('base64')}`);
  });

  it.each([
    ['socks5://me:secret@proxy.example:1080', 'HTTPS_PROXY names a proxy of kind socks5'],
    ['http://me:secret@', 'HTTPS_PROXY is not the address of a proxy'],
    [
      'http://me:secret%zz@proxy.example',
      'HTTPS_PROXY has a % in its user or password that stands for nothing (write it as %25)',
    ],
    ['http://me:secret@proxy example', 'HTTPS_PROXY is not the address of a proxy'],
    ['http://me:secret@proxy.example:99999', 'HTTPS_PROXY is not the address of a proxy'],
  ])('are not in what is said of %s', (address, message) => {
    const error = refusal({ HTTPS_PROXY: address });
    expect(error.problems[0]).toMatchObject({ code: 'EWS4016', message });
    expect(inspect(error, { depth: null, showHidden: true }) + error.stack).not.toContain('secret');
  });
});

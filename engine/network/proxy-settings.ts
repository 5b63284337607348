import { BlockList, isIP } from 'node:net';
import { type ProblemError, problemError } from '../diagnostics/index.ts';

/** What stands between this machine and others, as curl reads it from the environment. */
export interface ProxySettings {
  /** For https addresses. */
  readonly https: ProxyServer | undefined;
  /** For http ones, which are all on this machine: see `proxyFor`. */
  readonly http: ProxyServer | undefined;
  /** Whether an address is asked without a proxy (`NO_PROXY`). */
  readonly isExempt: (url: URL) => boolean;
}

export interface ProxyServer {
  /** Without user and password: it may be shown. */
  readonly url: URL;
  /** The header that has them. A secret. */
  readonly authorization: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower case first. Throws EWS4016, which shows no password. */
export function readProxySettings(environment: Variables): ProxySettings {
  const exempt = lowerFirst(environment, 'NO_PROXY');
  const exemptions = exempt === undefined ? [] : listOf(exempt.text).map(exemption);
  return {
    https: proxyOf(lowerFirst(environment, 'HTTPS_PROXY')),
    http: proxyOf(lowerFirst(environment, 'HTTP_PROXY')),
    isExempt: (url) => exemptions.some((exempts) => exempts(url)),
  };
}

/**
 * The proxy through which an address is asked. An http address is on this machine, since what travels to it is not
 * encrypted: it goes through a proxy only where that is on this machine too.
 */
export function proxyFor(url: URL, { https, http, isExempt }: ProxySettings): ProxyServer | undefined {
  if (isExempt(url)) return undefined;
  if (url.protocol === 'https:') return https;
  return http !== undefined && isThisMachine(http.url) ? http : undefined;
}

interface Variable {
  readonly name: string;
  readonly text: string;
}

function lowerFirst(environment: Variables, name: string): Variable | undefined {
  for (const spelled of [name.toLowerCase(), name]) {
    const text = environment[spelled]?.trim();
    if (text !== undefined && text !== '') return { name: spelled, text };
  }
  return undefined;
}

function proxyOf(variable: Variable | undefined): ProxyServer | undefined {
  if (variable === undefined) return undefined;
  const { name, text } = variable;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) throw unusable(name, 'is not the address of a proxy');
  const url = new URL(address);
  const { protocol, username, password } = url;
  if (PORTS[protocol] === undefined) throw unusable(name, `names a proxy of kind ${protocol.slice(0, -1)}`);
  if (url.hostname === '') throw unusable(name, 'names no host');
  const authorization = username === '' && password === '' ? undefined : basic(name, username, password);
  return { url: new URL(`${protocol}//${url.host}/`), authorization };
}

function basic(name: string, username: string, password: string): string {
  try {
    const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(both, 'utf8').toString('base64')}`;
  } catch {
    throw unusable(name, 'has a % in its user or password that stands for nothing (write it as %25)');
  }
}

function unusable(name: string, what: string): ProblemError {
  return problemError('EWS4016', `${name} ${what}`, {
    hint: 'write http://host:port or https://host:port, with user:password@ before the host where the proxy wants them',
  });
}

function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** `*`, a host or a domain with all that is below it, an address, a network (`10.0.0.0/8`); a port may follow. */
function exemption(entry: string): (url: URL) => boolean {
  if (entry === '*') return () => true;
  const network = networkOf(entry);
  if (network !== undefined) return (url) => network(hostOf(url));
  const [, host = entry, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  const name = bare(host).replace(/^\*?\.+/, '');
  return (url) => {
    if (name === '' || (port !== undefined && port !== portOf(url))) return false;
    const asked = hostOf(url);
    return asked === name || (isIP(asked) === 0 && asked.endsWith(`.${name}`));
  };
}

function networkOf(entry: string): ((host: string) => boolean) | undefined {
  const [address = '', bits = '', ...rest] = entry.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) return undefined;
  const list = new BlockList();
  const family = version === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, Number(bits), family);
  return (host) => isIP(host) === version && list.check(host, family);
}

function hostOf(url: URL): string {
  return bare(url.hostname);
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function portOf(url: URL): string | undefined {
  return url.port === '' ? PORTS[url.protocol] : url.port;
}

function isThisMachine(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

import type { Dispatcher, Pool } from 'undici';
import { type ProxyServer, type ProxySettings, proxyFor, readProxySettings } from './proxy-settings.ts';

type Fetch = typeof globalThis.fetch;

/**
 * Node's own fetch, and through a proxy where the environment names one: the fetch of Node 20 knows of none. What is
 * read from the environment is read with the first request, so that a command without any does not mind it. Throws
 * EWS4016 then. An authority of one's own is Node's business: it reads `NODE_EXTRA_CA_CERTS` when it starts.
 */
export function openFetch(environment: Readonly<Record<string, string | undefined>>): Fetch {
  let settings: ProxySettings | undefined;
  const dispatchers = new Map<ProxyServer, Promise<Dispatcher>>();
  return async (input, init) => {
    settings ??= readProxySettings(environment);
    const proxy = proxyFor(new URL(input instanceof Request ? input.url : input), settings);
    if (proxy === undefined) return globalThis.fetch(input, init);
    const dispatcher = dispatchers.get(proxy) ?? openDispatcher(proxy);
    dispatchers.set(proxy, dispatcher);
    return fetchThrough(proxy, await dispatcher, input, init);
  };
}

async function openDispatcher({ url, authorization }: ProxyServer): Promise<Dispatcher> {
  const { Pool, ProxyAgent } = await import('undici');
  /** Undici 6 goes on after a tunnel was refused, and then says that the request was cancelled. */
  class TunnelPool extends Pool {
    override async connect(options: Parameters<Dispatcher['connect']>[0]): Promise<Dispatcher.ConnectData> {
      const answer = await super.connect(options);
      if (answer.statusCode === 200) return answer;
      answer.socket.on('error', () => undefined).destroy();
      throw new Error(`the proxy answers ${answer.statusCode}${answer.statusCode === 407 ? WANTS_CREDENTIALS : ''}`);
    }
  }
  return new ProxyAgent({
    uri: url.href,
    ...(authorization === undefined ? {} : { token: authorization }),
    clientFactory: (origin, options) => new TunnelPool(origin, options as Pool.Options),
  });
}

const WANTS_CREDENTIALS = ': it wants a user and a password, or others';

async function fetchThrough(
  { url }: ProxyServer,
  dispatcher: Dispatcher,
  input: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
): Promise<Response> {
  const undici = await import('undici');
  // Undici's types and Node's are one library's, of two versions.
  const fetch = undici.fetch as unknown as (input: unknown, init: unknown) => Promise<Response>;
  try {
    return await fetch(input, { ...init, dispatcher });
  } catch (error) {
    if (!(error instanceof TypeError) || !(error.cause instanceof Error)) throw error;
    throw new TypeError(error.message, { cause: byWayOf(url, error.cause) });
  }
}

/** The cause, saying which way was taken: `connect ECONNREFUSED` alone would be looked for at the other end. */
function byWayOf(proxy: URL, cause: Error): Error {
  const code = 'code' in cause && typeof cause.code === 'string' ? { code: cause.code } : {};
  const what = cause.message || String('code' in code ? code.code : 'the connection failed');
  return Object.assign(new Error(`${what} (through the proxy ${proxy.origin})`), code);
}

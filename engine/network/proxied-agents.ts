import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { AgentConnectOpts } from 'agent-base';
import { type ProxyServer, type ProxySettings, proxyFor, readProxySettings } from './proxy-settings.ts';

/** What a client that is built on `node:http` asks with, as the AWS SDK is. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** As many connections as the AWS SDK opens by itself. */
const KEPT = { keepAlive: true, maxSockets: 50 } as const;

/**
 * Agents that look for every request whether it goes through a proxy: one client asks several hosts. Undefined where
 * the environment names no proxy. Throws EWS4016.
 */
export async function openAgents(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Agents | undefined> {
  const settings = readProxySettings(environment);
  if (settings.https === undefined && settings.http === undefined) return undefined;
  const [{ Agent }, { HttpsProxyAgent }, http, https] = await Promise.all([
    import('agent-base'),
    import('https-proxy-agent'),
    import('node:http'),
    import('node:https'),
  ]);
  const direct = { http: new http.Agent(KEPT), https: new https.Agent(KEPT) };
  const tunnels = new Map<ProxyServer, HttpAgent>();

  class ChoosingAgent extends Agent {
    override async connect(_request: unknown, { secureEndpoint, host, port }: AgentConnectOpts): Promise<HttpAgent> {
      const proxy = proxyOfHost(settings, secureEndpoint, host ?? 'localhost', port);
      if (proxy === undefined) return secureEndpoint ? direct.https : direct.http;
      const tunnel = tunnels.get(proxy) ?? openTunnel(proxy);
      tunnels.set(proxy, tunnel);
      return tunnel;
    }
  }

  function openTunnel({ url, authorization }: ProxyServer): HttpAgent {
    const headers = authorization === undefined ? {} : { 'Proxy-Authorization': authorization };
    return new HttpsProxyAgent(url, { ...KEPT, headers });
  }

  const agent = new ChoosingAgent();
  return { httpAgent: agent, httpsAgent: agent as unknown as HttpsAgent };
}

function proxyOfHost(settings: ProxySettings, secure: boolean, host: string, port: unknown): ProxyServer | undefined {
  const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return proxyFor(new URL(`${secure ? 'https' : 'http'}://${name}:${port ?? (secure ? 443 : 80)}/`), settings);
}

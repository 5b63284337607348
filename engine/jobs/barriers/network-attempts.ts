import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { open, url } from 'node:inspector';
import { type AddressInfo, connect, createServer } from 'node:net';
import path from 'node:path';
import type { Attempt, AttemptOutcome } from './probe-attempt.ts';
import type { WayOut } from './ways-out.ts';

const HOST = '127.0.0.1';
const NAME = 'ews.example.org';
const LOOKUP_MS = 300;

async function connected(where: { port: number; host: string } | { path: string }): Promise<AttemptOutcome> {
  const socket = connect(where);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return { said: 'connected' };
}

/** Answers everybody with the token, so that who connects knows whom it has reached. */
async function listening(where: { port: number; host: string } | { path: string }, token: string) {
  const server = createServer((socket) => socket.on('error', () => undefined).end(token));
  server.listen(where);
  await once(server, 'listening');
  return server;
}

export const NETWORK_ATTEMPTS = {
  tcp_connect: ({ tcpPort }) => connected({ port: tcpPort, host: HOST }),
  unix_connect: ({ unixSocket }) => connected({ path: unixSocket }),
  abstract_connect: ({ abstractSocket }) => connected({ path: abstractSocket }),
  async tcp_listen({ token }) {
    const server = await listening({ port: 0, host: HOST }, token);
    return { said: 'listens', brought: String((server.address() as AddressInfo).port) };
  },
  async unix_listen({ folder, token }) {
    await listening({ path: path.join(folder, 'unix_listen', 'socket') }, token);
    return { said: 'listens' };
  },
  async udp_send({ udpPort, token }) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.send(token, udpPort, HOST, (error) => (error === null ? resolve() : reject(error)));
    });
    return { said: 'sent' };
  },
  async name_lookup({ resolverPort }) {
    const resolver = new dns.Resolver({ timeout: LOOKUP_MS, tries: 1 });
    resolver.setServers([`${HOST}:${resolverPort}`]);
    await resolver.resolve4(NAME);
    return { said: 'answered' };
  },
  async inspector() {
    open(0, HOST);
    const address = url();
    return address === undefined ? { said: 'no address' } : { said: 'open', brought: address };
  },
} as const satisfies Partial<Record<WayOut, Attempt>>;

import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { within } from './within.ts';

export const HOST = '127.0.0.1';
const HEARS_MS = 10_000;

/** Something of the parent's that can be reached from outside. */
export interface Ear {
  /** Where it is reached over IP. */
  readonly port: number;
  /**
   * Whether anybody but this process has reached it. It reaches for itself and waits for that: then all that was sent
   * before has arrived, and what hears nothing at all proves nothing, which counts as reached.
   */
  wasReached(): Promise<boolean>;
  close(): void;
}

/** What can be connected to: a port of TCP, or a socket with a name. */
export async function streamEar(where: { readonly path: string } | { readonly port: 0 }): Promise<Ear> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).end('heard');
  });
  server.listen('path' in where ? where : { ...where, host: HOST });
  await once(server, 'listening');
  server.unref();
  const address = server.address() as AddressInfo | string;
  const port = typeof address === 'string' ? 0 : address.port;
  return {
    port,
    async wasReached() {
      const words = await wordsOf('path' in where ? where : { port, host: HOST });
      return words !== 'heard' || connections !== 1;
    },
    close: () => void server.close(),
  };
}

/** What takes datagrams: a port of UDP. */
export async function datagramEar(): Promise<Ear> {
  const socket: DatagramSocket = createSocket('udp4');
  socket.bind(0, HOST);
  await once(socket, 'listening');
  socket.unref();
  const { port } = socket.address();
  let messages = 0;
  socket.on('message', () => {
    messages += 1;
  });
  return {
    port,
    async wasReached() {
      // Where no network is up nothing arrives, and nobody says so: there is nothing to wait for.
      if (Object.keys(networkInterfaces()).length === 0) return true;
      const own = createSocket('udp4').bind(0, HOST);
      await once(own, 'listening');
      const { port: ownPort } = own.address();
      const arrived = new Promise<boolean>((resolve) => {
        // Where this process has no network itself.
        own.on('error', () => resolve(false));
        socket.on('message', (_, { port: from }) => from === ownPort && resolve(true));
      });
      own.send('heard', port, HOST);
      const hears = await within(HEARS_MS, arrived, false);
      own.close();
      return !hears || messages !== 1;
    },
    close: () => void socket.close(),
  };
}

/** What somebody says who is connected to; null where there is nobody. */
export function wordsOf(where: { readonly path: string } | { readonly port: number; readonly host: string }) {
  const said = new Promise<string | null>((resolve) => {
    let words = '';
    const socket = connect(where);
    socket.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    socket.once('error', () => resolve(null));
    socket.once('end', () => {
      socket.destroy();
      resolve(words);
    });
  });
  return within(HEARS_MS, said, null);
}

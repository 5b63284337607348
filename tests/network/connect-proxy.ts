import { createServer } from 'node:http';
import { connect } from 'node:net';
import { present } from '../../engine/presence/index.ts';
import type { OnFinished } from '../build/small-project.ts';

export interface ConnectProxy {
  readonly port: number;
  /** `host:port` of every tunnel that was asked for, and the credentials that came with it. */
  readonly tunnels: readonly { readonly to: string; readonly authorization: string | undefined }[];
}

/** A proxy as companies have them: it opens tunnels (CONNECT) and sees nothing of what goes through. */
export async function startConnectProxy(onFinished: OnFinished, authorization?: string): Promise<ConnectProxy> {
  const tunnels: { readonly to: string; readonly authorization: string | undefined }[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket, head) => {
    const given = request.headers['proxy-authorization'];
    tunnels.push({ to: present(request.url), authorization: given });
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (authorization !== undefined && given !== authorization) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const beyond = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      beyond.write(head);
      beyond.pipe(socket).pipe(beyond);
    });
    sockets.add(beyond);
    beyond.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  return { port: address.port, tunnels };
}

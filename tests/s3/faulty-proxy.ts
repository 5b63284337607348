import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to do with the nth request, counted from 1. `corrupt` flips a bit of the last byte of the answer's body. */
export type RequestFate = 'forward' | 'slow_down' | 'hang_up' | 'lose_answer' | 'corrupt';

export interface FaultyProxy {
  readonly endpoint: string;
  /** `GET /bucket/key`, in order of arrival. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** A loopback proxy before an S3 server. The Host header passes unchanged, so that signatures hold. */
export async function startProxy(
  server: string,
  fateOf: (n: number, line: string) => RequestFate = () => 'forward',
): Promise<FaultyProxy> {
  const requests: string[] = [];
  const target = new URL(server);
  const proxy = createServer((incoming, outgoing) => {
    const line = `${incoming.method} ${incoming.url}`;
    requests.push(line);
    handle(fateOf(requests.length, line), target, incoming, outgoing);
  });
  proxy.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}

function handle(fate: RequestFate, target: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (fate === 'hang_up') {
    incoming.socket.destroy();
    return;
  }
  if (fate === 'slow_down') {
    // The body is read to its end: an answer before that would break the connection instead.
    incoming.resume().on('end', () => {
      outgoing.writeHead(503, { 'content-type': 'application/xml' });
      outgoing.end('<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');
    });
    return;
  }
  const { hostname, port } = target;
  const { method, url: path, headers } = incoming;
  const forwarded = request({ hostname, port, method, path, headers, setHost: false }, (answer) => {
    if (fate === 'lose_answer') {
      answer.resume().on('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
    if (fate === 'forward') answer.pipe(outgoing);
    else {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => outgoing.end(flipped(Buffer.concat(chunks))));
    }
  });
  forwarded.on('error', () => incoming.socket.destroy());
  incoming.pipe(forwarded);
}

function flipped(body: Buffer): Buffer {
  const last = body.at(-1);
  return last === undefined ? body : Buffer.concat([body.subarray(0, -1), Buffer.of(last ^ 1)]);
}

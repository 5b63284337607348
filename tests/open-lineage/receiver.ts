import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { OpenLineageEvent } from '../../lineage/index.ts';
import type { OnFinished } from '../build/small-project.ts';

/** What becomes of one request: an answer, one that takes its time, none at all, or a connection that breaks. */
export type AnswerFate = number | 'slowly' | 'never' | 'hang_up';

/** Slower than any build hands events over. */
const SLOW_MS = 1500;

export interface Receiver {
  readonly url: string;
  /** Events that were taken, in the order in which they came. */
  readonly taken: readonly OpenLineageEvent[];
  readonly requests: readonly { readonly fate: AnswerFate; readonly authorization: string | undefined }[];
  /** When the nth request has come. */
  readonly asked: (n: number) => Promise<void>;
}

/** Takes OpenLineage events as Marquez does, on this machine only; `fate` decides about the nth request, from 1. */
export async function startReceiver(
  onFinished: OnFinished,
  fate: (n: number) => AnswerFate = () => 201,
): Promise<Receiver> {
  const taken: OpenLineageEvent[] = [];
  const requests: { readonly fate: AnswerFate; readonly authorization: string | undefined }[] = [];
  let awaited: { readonly n: number; readonly reached: () => void } = { n: 0, reached: () => undefined };
  const server = createServer((request, response) => {
    const decided = fate(requests.length + 1);
    requests.push({ fate: decided, authorization: request.headers.authorization });
    if (requests.length === awaited.n) awaited.reached();
    if (decided === 'never') return;
    if (decided === 'hang_up') {
      request.socket.destroy();
      return;
    }
    void bodyOf(request).then(async (body) => {
      if (decided === 'slowly') await setTimeout(SLOW_MS);
      const status = decided === 'slowly' ? 201 : decided;
      const wellAsked = request.method === 'POST' && request.headers['content-type'] === 'application/json';
      if (status < 300 && wellAsked) taken.push(JSON.parse(body) as OpenLineageEvent);
      response.writeHead(wellAsked ? status : 415, { location: 'http://127.0.0.1:1/' }).end('so it is');
    });
  });
  const port = await listen(server);
  onFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const asked = (n: number): Promise<void> =>
    new Promise((resolve) => {
      awaited = { n, reached: resolve };
      if (requests.length >= n) resolve();
    });
  return { url: `http://127.0.0.1:${port}/api/v1/lineage`, taken, requests, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the server has no port'));
    });
  });
}

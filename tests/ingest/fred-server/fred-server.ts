import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Day } from '../../../engine/calendar/index.ts';
import { answerOf, type ServedState } from './answer.ts';
import { type Fault, type Faults, NO_FAULTS } from './faults.ts';
import type { FredSeries } from './fred-series.ts';

/** One request as it was answered; without the key. */
export interface ServedRequest {
  readonly n: number;
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Null if the connection was dropped, or never answered. */
  readonly status: number | null;
  /** Monotonic seconds at its arrival. */
  readonly at: number;
}

export interface FredServer {
  /** Ends in `/`. */
  readonly url: string;
  readonly requests: readonly ServedRequest[];
  setFaults(faults: Faults): void;
  /** From the next request on. */
  replaceSeries(series: FredSeries): void;
  removeSeries(id: string): void;
  /** The day that a request without a period is about, from the next request on. */
  setToday(day: Day): void;
  stop(): Promise<void>;
}

export interface FredServerOptions {
  readonly series: ReadonlyMap<string, FredSeries>;
  readonly key: string;
  readonly faults?: Faults;
  /** The day that a request without a period is about. */
  readonly today?: Day;
}

/** Speaks as FRED does, on this machine only. */
export async function startFredServer(options: FredServerOptions): Promise<FredServer> {
  const series = new Map(options.series);
  let state: ServedState = { series, key: options.key, today: options.today ?? '2024-10-30' };
  const requests: ServedRequest[] = [];
  let faults = options.faults ?? NO_FAULTS;

  const server = createServer((request, response) => {
    const at = performance.now() / 1000;
    const { endpoint, parameters } = read(request);
    const { api_key: _, ...logged } = parameters;
    const n = requests.length + 1;
    const fault = faults({ n, endpoint, parameters: logged });
    const answer = answerOf(state, endpoint, parameters);
    const status = statusOf(fault, answer.status);
    requests.push({ n, endpoint, parameters: logged, status, at });
    respond(response, answer, fault);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/fred/`,
    requests,
    setFaults(next) {
      faults = next;
    },
    replaceSeries(next) {
      series.set(next.id, next);
    },
    removeSeries(id) {
      series.delete(id);
    },
    setToday(today) {
      state = { ...state, today };
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function read(request: IncomingMessage): { endpoint: string; parameters: Record<string, string> } {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return { endpoint: url.pathname.replace(/^\/fred\//, ''), parameters: Object.fromEntries(url.searchParams) };
}

function statusOf(fault: Fault | undefined, sound: number): number | null {
  if (fault?.kind === 'status' || fault?.kind === 'refusal') return fault.status;
  if ((fault?.kind === 'dropped' || fault?.kind === 'silent') && fault.when === 'before headers') return null;
  return sound;
}

function respond(
  response: ServerResponse,
  { status, body }: { readonly status: number; readonly body: string },
  fault: Fault | undefined,
): void {
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  if (fault === undefined) {
    response.writeHead(status, headers).end(body);
    return;
  }
  const half = body.slice(0, body.length / 2);
  const length = { 'content-length': Buffer.byteLength(body) };
  switch (fault.kind) {
    case 'status': {
      const after = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      const elsewhere = fault.status >= 300 && fault.status < 400 ? { location: '/fred/elsewhere' } : {};
      const error = { error_code: fault.status, error_message: MESSAGES[fault.status] ?? 'Internal Server Error' };
      response.writeHead(fault.status, { ...headers, ...after, ...elsewhere }).end(JSON.stringify(error));
      return;
    }
    case 'refusal':
      response.writeHead(fault.status, headers).end(fault.body);
      return;
    case 'cut':
      response.writeHead(status, headers).end(half);
      return;
    case 'body':
      response.writeHead(status, headers).end(fault.change(body));
      return;
    case 'dropped':
      if (fault.when === 'before headers') response.destroy();
      else response.writeHead(status, { ...headers, ...length }).write(half, () => response.destroy());
      return;
    case 'silent':
      if (fault.when === 'in the body') response.writeHead(status, { ...headers, ...length }).write(half);
      return;
    default:
      fault satisfies never;
  }
}

const MESSAGES: Readonly<Record<number, string>> = {
  423: 'Locked.',
  429: 'Too Many Requests.  Exceeded Rate Limit',
};

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

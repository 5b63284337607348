import type { OpenLineageEvent } from '../../../lineage/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { timeLimit } from '../../steps/index.ts';

export interface Endpoint {
  readonly url: string;
  /** For one answer. */
  readonly timeoutMs: number;
  /** A secret, fit for a header. */
  readonly key?: string;
}

/**
 * What became of one request. `refused`: this event will never be taken. `closed`: no event will. `passing`: worth
 * another try. A reason never quotes the endpoint, nor an error whose words may hold the key.
 */
export type PostOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' | 'closed' | 'passing'; readonly reason: string };

/** One POST, bounded in time. Throws nothing. */
export async function postEvent(
  event: OpenLineageEvent,
  { url, timeoutMs, key }: Endpoint,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<PostOutcome> {
  const limit = timeLimit(signal, timeoutMs / 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      // The key must not travel elsewhere, so a redirect is an answer and not followed.
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(event),
      signal: limit.signal,
    });
    // Unread, it would keep the connection busy; that it breaks off now changes nothing.
    await response.body?.cancel().catch(() => undefined);
    return answerOf(response.status);
  } catch (error) {
    if (limit.isOver()) return { kind: 'passing', reason: `no answer within ${timeoutMs / 1000} s` };
    if (error instanceof ProblemError) return { kind: 'closed', reason: error.problems[0]?.message ?? error.name };
    return { kind: 'passing', reason: codeOf(error) };
  } finally {
    limit.stop();
  }
}

function answerOf(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = `it answered ${status}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) return { kind: 'passing', reason };
  if (status === 401 || status === 403) return { kind: 'closed', reason: `it refuses the key (${status})` };
  if (status < 400) return { kind: 'closed', reason: `it redirects (${status})` };
  if (status === 404 || status === 405) return { kind: 'closed', reason };
  return { kind: 'refused', reason };
}

/** `ECONNREFUSED`, `ENOTFOUND`: the cause's code, of few letters. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'the connection failed';
}

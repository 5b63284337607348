import { ProblemError } from '../../diagnostics/index.ts';
import { withoutKey } from './key.ts';
import { type BrokenBody, readBody } from './read-body.ts';
import type { FredEffects, FredOptions } from './types.ts';

/** What one request came to; `broken` when headers came and the body did not. */
export type Reply =
  | { readonly kind: 'complete'; readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array }
  | { readonly kind: 'broken'; readonly status: number; readonly headers: Headers; readonly fault: BrokenBody }
  | { readonly kind: 'failed'; readonly what: string };

/** One GET, bounded in time. Throws the reason of an abort, and a ProblemError of fetch; `what` never holds the key. */
export async function send(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
  options: FredOptions,
  effects: FredEffects,
): Promise<Reply> {
  const url = new URL(endpoint, options.url);
  url.search = new URLSearchParams({ ...parameters, api_key: options.key }).toString();
  const { signal, ended, end } = deadline(options.timeoutMs, effects.signal);
  let begun: { readonly status: number; readonly headers: Headers } | undefined;
  try {
    // The key must not travel elsewhere, so a redirect is an answer and not followed.
    const headers = { accept: 'application/json' };
    const response = await Promise.race([effects.fetch(url, { redirect: 'manual', headers, signal }), ended]);
    begun = { status: response.status, headers: response.headers };
    const body = await Promise.race([readBody(response), ended]);
    if (body instanceof Uint8Array) return { kind: 'complete', ...begun, bytes: body };
    return { kind: 'broken', ...begun, fault: body };
  } catch (error) {
    effects.signal?.throwIfAborted();
    if (error instanceof ProblemError) throw error;
    // The errors of fetch carry the URL, in message, stack or cause: only words are taken over.
    const what = signal.aborted
      ? `no whole answer within ${options.timeoutMs} ms`
      : withoutKey(words(error), options.key).slice(0, 200);
    return begun === undefined ? { kind: 'failed', what } : { kind: 'broken', ...begun, fault: { kind: 'lost', what } };
  } finally {
    end();
  }
}

/** Aborts after the time or with the caller; `ended` then rejects, for a fetch that does not heed its signal. */
function deadline(timeoutMs: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  outer?.addEventListener('abort', abort, { once: true });
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  ended.catch(() => undefined);
  if (outer?.aborted) abort();
  const end = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, ended, end };
}

/** `fetch failed` says nothing: the reason is its cause, e.g. `connect ECONNREFUSED 127.0.0.1:80`. */
function words(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return cause.message || code || error.message;
}

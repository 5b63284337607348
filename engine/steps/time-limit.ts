/** A signal that is aborted after a time, or with another one; `stop` lets go of both. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly isOver: () => boolean;
  readonly stop: () => void;
}

/**
 * By a timer of this process: on Node 20 the garbage collector takes `AbortSignal.timeout` within `AbortSignal.any`,
 * and nothing is ever stopped. Its reason is a TimeoutError, as there.
 */
export function timeLimit(outer: AbortSignal, seconds: number): TimeLimit {
  const limit = new AbortController();
  let isOver = false;
  const late = (): void => {
    isOver = true;
    limit.abort(new DOMException(`it took longer than ${seconds} s`, 'TimeoutError'));
  };
  const timer = setTimeout(late, seconds * 1000);
  const abort = (): void => limit.abort(outer.reason);
  const stop = (): void => {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  };
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  return { signal: limit.signal, isOver: () => isOver, stop };
}

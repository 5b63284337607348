import { expect, it } from 'vitest';
import { timeLimit } from './time-limit.ts';

it('aborts after its time, and says that it was the time', async () => {
  const limit = timeLimit(new AbortController().signal, 0.01);
  await new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
  expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' });
  expect(limit.isOver()).toBe(true);
});

it('aborts with the other signal, for its reason, also where that was aborted before', () => {
  const outer = new AbortController();
  const limit = timeLimit(outer.signal, 60);
  outer.abort(new Error('enough'));
  for (const { signal, isOver, stop } of [limit, timeLimit(outer.signal, 60)]) {
    expect(signal.reason).toMatchObject({ message: 'enough' });
    expect(isOver()).toBe(false);
    stop();
  }
});

it('lets go of both when it is stopped', () => {
  const outer = new AbortController();
  const limit = timeLimit(outer.signal, 60);
  limit.stop();
  outer.abort();
  expect(limit.signal.aborted).toBe(false);
});

it('holds however often the garbage collector runs, where a signal of Node 20 is lost', async () => {
  const limit = timeLimit(new AbortController().signal, 0.05);
  const aborted = new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
  for (let i = 0; i < 5; i++) {
    Array.from({ length: 100_000 }, (_, at) => ({ at }));
    globalThis.gc?.();
  }
  await aborted;
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recorder } from './recorder.ts';
import type { RunFacts } from './run-facts.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const build = { runId: 'r', job: { namespace: 'n', name: 'demo.build' } };
const FACTS: RunFacts = {
  project: 'demo',
  file: 'ews.config.yaml',
  producer: 'p',
  run: 'r',
  build,
  version: '1',
  checkout: { folder: '' },
  tags: {},
};

/** Whether the start of a build is written: while it runs, and when it has ended. */
function written(use: ConstructorParameters<typeof Recorder>[2]): readonly boolean[] {
  let reads = 0;
  const facts = {
    ...FACTS,
    get producer() {
      reads += 1;
      return FACTS.producer;
    },
  };
  const recorder = new Recorder(facts, () => new Date('2024-01-02T03:04:05Z'), use);
  recorder.hear({ kind: 'run_started', run: 'r', at: '2024-01-02T03:04:05Z' } as Parameters<Recorder['hear']>[0]);
  const seen = [reads > 0];
  vi.advanceTimersByTime(60_000);
  seen.push(reads > 0);
  const { all } = recorder.end({ kind: 'stopped', error: new Error('x'), interrupted: true });
  expect(all.map(({ eventType }) => eventType)).toEqual(['START', 'ABORT']);
  return [...seen, reads > 0];
}

it('writes events at once where somebody hears them, otherwise later, and at the end where a run is waited for', () => {
  expect(written({ handOver: () => undefined })).toEqual([true, true, true]);
  expect(written({})).toEqual([false, true, true]);
  expect(written({ atEnd: true })).toEqual([false, false, true]);
  expect(written({ handOver: () => undefined, atEnd: true })).toEqual([true, true, true]);
});

import { expect, it } from 'vitest';
import { paintFor } from './paint/index.ts';
import { eventText } from './run-text.ts';

it('a run says that its target is declared nowhere', () => {
  const started = {
    kind: 'run_started',
    run: 'r',
    at: '2026-01-01T00:00:00Z',
    environment: 'main',
    target: 'local',
    threads: 2,
    offline: true,
  } as const;
  const plain = paintFor({}, {});
  expect(eventText({ ...started, implied: true }, '1', 'x', plain)).toContain(
    'target local (none is declared: a lake on this disk) · 2 threads',
  );
  expect(eventText(started, '1', 'x', plain)).toContain('target local · 2 threads');
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gatherAnswer } from './answer/answer.ts';
import { runSummaryLine } from './answer/run-summary-line.ts';
import { logLine } from './log-line.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

it('a short line is left as it is', () => {
  expect(logLine({ kind: 'notice', text: 'watching 3 files' })).toBe('{"kind":"notice","text":"watching 3 files"}');
});

it('of a long one texts end early, with how much is missing, and it says where all of it is', () => {
  const message = 'é'.repeat(20_000);
  const line = logLine({ kind: 'problem', problem: { code: 'EWS3003', severity: 'error', message } });
  expect(bytes(line)).toBeLessThan(8_000);
  const { problem, cut } = JSON.parse(line);
  expect(problem.message).toBe(`${'é'.repeat(2_000)}… (18000 more)`);
  expect(cut).toContain('--json of this command');
});

it('no line is too long, whatever stands in it', () => {
  const problems = fc.array(
    fc.record({
      code: fc.constant('EWS3003' as const),
      severity: fc.constant('error' as const),
      message: fc.string({ unit: 'binary', maxLength: 9_000 }),
      hint: fc.string({ unit: 'binary', maxLength: 9_000 }),
      notes: fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 300 }),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(problems, fc.dictionary(fc.string({ maxLength: 80 }), fc.nat(), { maxKeys: 400 }), (found, rows) => {
      const corrections = Object.fromEntries(Object.keys(rows).map((name) => [name, { rows: 1, shown: [] }]));
      const result = {
        id: 'ingest:bank' as never,
        kind: 'source' as const,
        status: 'failed' as const,
        seconds: 1,
        rows: null,
        note: '',
        problems: found,
        objects: [],
        corrections,
      };
      const line = logLine({ kind: 'node_finished', result, done: 1, total: 1 });
      expect(bytes(line)).toBeLessThan(8_000);
      expect(JSON.parse(line).result.status).toBe('failed');
      const answer = gatherAnswer();
      answer.heard({ kind: 'node_finished', result, done: 1, total: 1 });
      const summary = runSummaryLine(answer.taken(), { command: 'build', exitCode: 1, seconds: 2 });
      expect(bytes(logLine(summary, 4_000))).toBeLessThan(4_000);
    }),
    { numRuns: 40 },
  );
});

it('a run that was stopped is summed up by what was heard of it', () => {
  const answer = gatherAnswer();
  answer.heard({ kind: 'planned', plan: { environment: 'main', position: 0, stages: [] }, total: 12 });
  const summary = runSummaryLine(answer.taken(), { command: 'build', exitCode: 130, seconds: 3 });
  expect(summary).toMatchObject({ ok: false, exitCode: 130, run: null, unfinished: 12, folder: null, errors: 0 });
});

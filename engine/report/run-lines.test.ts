import { describe, expect, it } from 'vitest';
import { warning } from '../diagnostics/index.ts';
import { idOf } from '../ids/index.ts';
import type { NodeResult, RunEvent } from '../run/index.ts';
import { paintFor } from './paint/index.ts';
import { runLines } from './run-lines.ts';

const WORDS = { version: '0.1.0', project: 'demo', paint: paintFor({}, {}) };
const NAMES = ['gap.not_null', 'gap.range', 'unrate.not_null'] as const;

function passing(name: string, changes: Partial<NodeResult> = {}): NodeResult {
  const id = idOf.test('labor', name);
  return { id, kind: 'test', status: 'ok', seconds: 0.25, rows: 0, note: '', problems: [], objects: [], ...changes };
}

/** What is told of a run in which these tests of one group finish, one after the other. */
function toldOf(results: readonly NodeResult[]): readonly string[] {
  const tell = runLines(WORDS);
  const stages = results.map(({ id }) => ({ node: id, kind: 'test', action: 'execute' }));
  const planned = {
    kind: 'planned',
    plan: { environment: 'main', position: 1, stages },
    total: 9,
  } as unknown as RunEvent;
  const finished = results.map((result, i) => ({ kind: 'node_finished', result, done: i + 1, total: 9 }) as RunEvent);
  return [planned, ...finished].flatMap((event) => tell(event)?.split('\n') ?? []);
}

describe('the tests of a group', () => {
  it('that all pass are one line, told with the last', () => {
    expect(toldOf(NAMES.map((name) => passing(name)))).toEqual([
      '3 of 9 PASS  test     labor: all 3 ....................... [0.8 s]',
    ]);
  });

  it('of which one fails: that is told at once by its name, the others are counted', () => {
    const failed = passing('gap.range', { rows: 4, test: { status: 'fail', failures: 4 } });
    expect(toldOf([failed, passing('gap.not_null'), passing('unrate.not_null')])).toEqual([
      '1 of 9 FAIL  test     labor gap range .................... [0.3 s]',
      '3 of 9 PASS  test     labor: 2 passed .................... [0.5 s]',
    ]);
  });

  it('of which the last one fails: both are told then', () => {
    const failed = passing('unrate.not_null', { test: { status: 'fail', failures: 1 } });
    expect(toldOf([passing('gap.not_null'), passing('gap.range'), failed])).toEqual([
      '3 of 9 FAIL  test     labor unrate not_null .............. [0.3 s]',
      '3 of 9 PASS  test     labor: 2 passed .................... [0.5 s]',
    ]);
  });

  it('that warn, or say anything else, are told by their names', () => {
    const said = passing('gap.range', { problems: [warning('EWS3007', 'across a break')] });
    const warned = passing('gap.not_null', { test: { status: 'warn', failures: 1 } });
    expect(toldOf([said, warned])).toEqual([
      '1 of 9 PASS  test     labor gap range .................... [0.3 s]',
      '      warning EWS3007 across a break',
      '2 of 9 WARN  test     labor gap not_null ................. [0.3 s]',
    ]);
  });

  it('that was run alone has its own name, and those that are reused none', () => {
    expect(toldOf([passing('gap.not_null', { status: 'reused' }), passing('gap.range')])).toEqual([
      '2 of 9 PASS  test     labor gap range .................... [0.3 s]',
    ]);
    expect(toldOf(NAMES.map((name) => passing(name, { status: 'reused' })))).toEqual([]);
  });
});

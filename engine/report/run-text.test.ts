import { describe, expect, test } from 'vitest';
import { warning } from '../diagnostics/index.ts';
import { idOf } from '../ids/index.ts';
import type { NodeResult, RunResult } from '../run/index.ts';
import { paintFor } from './paint/index.ts';
import { eventText, resultText } from './run-text.ts';

const PLAIN = paintFor({}, {});

const GROUP: NodeResult = {
  id: idOf.group('credit'),
  kind: 'feature',
  status: 'ok',
  seconds: 1.84,
  rows: 766,
  note: 'lifted',
  problems: [],
  objects: [],
};

const TEST: NodeResult = {
  ...GROUP,
  id: idOf.test('credit', 'gap.not_null'),
  kind: 'test',
  seconds: 0.02,
  rows: 0,
  note: '',
};
const FAILED: NodeResult = { ...TEST, rows: 3, test: { status: 'fail', failures: 3 } };
const BROKEN: NodeResult = { ...GROUP, id: idOf.group('labor'), status: 'failed', rows: null, note: '' };
const WARNED: NodeResult = { ...GROUP, problems: [warning('EWS3007', 'features.credit reads across a break')] };

/** The line that says how a run ended. */
function ending(nodes: readonly NodeResult[]): string | undefined {
  const result: RunResult = {
    ...{ run: 'r', environment: 'main', ok: true, predictions: [], problems: [], seconds: 2, folder: 'runs/r' },
    nodes,
  };
  return resultText(result, undefined, PLAIN).split('\n').at(0);
}

describe('how a run ended', () => {
  test('a test that failed is an error and not ok, though its step was executed', () => {
    expect(ending([GROUP, TEST, FAILED])).toBe('Done in 2.0 s: 2 ok, 0 reused, 1 error, 0 warnings');
    expect(ending([FAILED, BROKEN])).toBe('Done in 2.0 s: 0 ok, 0 reused, 2 errors, 0 warnings');
  });

  test('one that fails again without being executed takes nothing from what is ok', () => {
    const again: NodeResult = { ...FAILED, status: 'reused', seconds: 0 };
    expect(ending([GROUP, again])).toBe('Done in 2.0 s: 1 ok, 0 reused, 1 error, 0 warnings');
    expect(ending([again])).toBe('Done in 2.0 s: 0 ok, 0 reused, 1 error, 0 warnings');
  });

  test('nothing is to do where all is reused', () => {
    expect(ending([{ ...WARNED, status: 'reused' }])).toBe('Nothing to do: 1 of 1 reused, 0 executed. 2.00 s');
  });
});

describe('a node that has finished', () => {
  const text = (result: NodeResult): string | undefined =>
    eventText({ kind: 'node_finished', result, done: 2, total: 5 }, '0.1.0', 'demo', PLAIN);

  test('says how long it took, and its warnings below', () => {
    expect(text(GROUP)).toBe('2 of 5 OK    feature  credit ............................. [1.8 s, 766 rows, lifted]');
    expect(text(WARNED)?.split('\n').at(1)).toBe('      warning EWS3007 features.credit reads across a break');
  });

  test('is not told of where it is reused', () => {
    expect(text({ ...GROUP, status: 'reused' })).toBeUndefined();
  });

  test('is told of all the same where it is reused with warnings, which are counted', () => {
    expect(text({ ...WARNED, status: 'reused', seconds: 0 })?.split('\n')).toEqual([
      '2 of 5 OK    feature  credit ............................. [reused, 766 rows, lifted]',
      '      warning EWS3007 features.credit reads across a break',
    ]);
  });
});

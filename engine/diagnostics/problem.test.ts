import { describe, expect, it } from 'vitest';
import {
  type Problem,
  ProblemError,
  placedAt,
  problem,
  problemError,
  throwErrors,
  topOf,
  usageError,
  warning,
} from './index.ts';

describe('a problem', () => {
  it('keeps its details in the order in which they are given, since it is printed as JSON', () => {
    const span = topOf('features/labor.sql');
    const spanFirst = JSON.stringify(problem('EWS3010', 'a test failed', { span, hint: 'look' }));
    const hintFirst = JSON.stringify(warning('EWS3010', 'a test failed', { hint: 'look', span }));
    expect(spanFirst).toMatch(
      /^\{"code":"EWS3010","severity":"error","message":"a test failed","span":.*,"hint":"look"\}$/,
    );
    expect(hintFirst).toMatch(
      /^\{"code":"EWS3010","severity":"warning","message":"a test failed","hint":"look","span":/,
    );
  });

  it('has no key for a detail that is undefined', () => {
    expect(Object.keys(problem('EWS3010', 'a test failed', { hint: undefined, notes: ['one'] }))).toEqual([
      'code',
      'severity',
      'message',
      'notes',
    ]);
  });

  it('is thrown alone by problemError and usageError', () => {
    expect(problemError('EWS4005', 'nothing there', { hint: 'build' }).problems).toEqual([
      { code: 'EWS4005', severity: 'error', message: 'nothing there', hint: 'build' },
    ]);
    expect(usageError('no such flag').problems).toEqual([
      { code: 'EWS6001', severity: 'error', message: 'no such flag' },
    ]);
  });
});

describe('throwErrors', () => {
  const top = topOf('models/probit.yaml');
  const elsewhere = { file: 'ews.config.yaml', line: 3, column: 5, length: 2 };
  const found = [warning('EWS3006', 'mostly missing'), problem('EWS5004', 'no rows', { span: elsewhere })];

  it('lets warnings pass', () => {
    expect(() => throwErrors([warning('EWS3006', 'mostly missing')], top)).not.toThrow();
  });

  it('throws warnings with the error among them, and gives a place to those that have none', () => {
    expect(thrownBy(() => throwErrors(found, top)).map(({ span }) => span)).toEqual([top, elsewhere]);
    expect(thrownBy(() => throwErrors(found))).toBe(found);
    expect(placedAt(top, found).map(({ span }) => span)).toEqual([top, elsewhere]);
  });
});

function thrownBy(work: () => void): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
  }
  throw new Error('no problem was thrown');
}

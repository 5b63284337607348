import { expect, test } from 'vitest';
import { machineProblem } from './index.ts';

function system(code: string): Error {
  return Object.assign(new Error(`${code}: words of the system, open '/x'\nand more`), { code });
}

test.each([
  [system('ENOSPC'), 'disk is full'],
  [system('EMFILE'), 'ulimit -n'],
  [system('ENOENT'), 'was there before'],
  [system('EISDIR'), 'a folder stands'],
  [system('EROFS'), 'read-only'],
  [new Error('IO Error: Could not write file "/x": No space left on device'), 'disk is full'],
  [new Error('IO Error: Cannot open file "/x": Too many open files'), 'ulimit -n'],
  [new Error('IO Error: Cannot open file "/x": No such file or directory'), 'was there before'],
])('%s is the machine, with a way out', (error, hint) => {
  const [problem] = machineProblem(error, 'features.x could not be built')?.problems ?? [];
  expect(problem).toMatchObject({ code: 'EWS4018', severity: 'error', hint: expect.stringContaining(hint) });
  expect(problem?.message).toMatch(/^features\.x could not be built: .*$/);
});

test.each([
  new TypeError('undefined is not a function'),
  new Error('INTERNAL Error: no such file or directory'),
  Object.assign(new Error('not a system error'), { code: 'ERR_INVALID_ARG_TYPE' }),
  'text',
])('%s is not', (error) => {
  expect(machineProblem(error)).toBeUndefined();
});

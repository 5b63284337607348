import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { first, present } from '../../engine/presence/index.ts';
import { secondsByFile } from '../../scripts/seconds-by-file.ts';

const STEPS = path.resolve(import.meta.dirname, '../../.ci/steps.sh');

/** What a script of steps prints to both streams, and its exit code. */
function run(script: string): Promise<{ readonly code: number | string; readonly printed: readonly string[] }> {
  return new Promise((resolve) => {
    const bash = ['-c', `set -euo pipefail\nsource "${STEPS}"\n${script}`];
    execFile('bash', bash, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error.signal ?? error.code ?? -1);
      resolve({ code, printed: `${stdout}${stderr}`.trimEnd().split('\n') });
    });
  });
}

const SECONDS = ' +\\d+\\.\\d +\\d+\\.\\d  ';
const line = (name: string): unknown => expect.stringMatching(new RegExp(`^${SECONDS}${name}$`));

describe('the steps of a script', () => {
  it('are printed with their seconds when it ends', async () => {
    const { code, printed } = await run('step one thing; sleep 0.3; step "another: $((1 + 1))"; echo done');
    expect(code).toBe(0);
    expect(printed.slice(-5)).toEqual([
      '=== seconds a step',
      expect.stringMatching(/^ +clock +CPU {2}step$/),
      line('one thing'),
      line('another: 2'),
      line('in all'),
    ]);
    const [one, another, all] = printed.slice(-3).map((each) => Number(each.trim().split(' ')[0]));
    expect(one).toBeGreaterThanOrEqual(0.3);
    expect(all).toBeCloseTo(present(one) + present(another), 5);
  });

  it('count what processors did in child processes and subshells', async () => {
    const busy = 'for ((i = 0; i < 60000; i++)); do :; done';
    const { printed } = await run(`step idle; step busy; bash -c '${busy}'; (${busy}); found=$(${busy})`);
    const cpu = printed.slice(-3).map((each) => Number(each.trim().split(/ +/)[1]));
    expect(cpu[1]).toBeGreaterThan(first(cpu));
  });

  it.each([
    ['a command fails', 'step one; step two; (exit 3); step three', 3],
    ['a command of a pipe fails', 'step one; step two; (exit 4) | cat; step three', 4],
    ['it is told to exit', 'step one; step two; exit 5', 5],
    ['a variable is not set', 'step one; step two; echo "$missing_one"; step three', 1],
  ])('are printed too where %s, and the exit code stays', async (_what, script, expected) => {
    const { code, printed } = await run(script);
    expect(code).toBe(expected);
    expect(printed.filter((each) => !each.includes('unbound'))).toContainEqual(line(`two  FAILED with ${expected}`));
    expect(printed.join('\n')).not.toContain('three');
  });

  it('are printed when it is stopped from outside', async () => {
    const { code, printed } = await run('step one; step two; kill -TERM $$; sleep 5');
    expect(code).toBe('SIGTERM');
    expect(printed).toContainEqual(line('one'));
  });

  it('are none before the first', async () => {
    expect(await run('exit 7')).toEqual({ code: 7, printed: [''] });
  });
});

it('the seconds of test files are sorted, and summed', () => {
  const files = [
    { file: 'b.test.ts', seconds: 2.04 },
    { file: 'c.test.ts', seconds: 100 },
    { file: 'a.test.ts', seconds: 2.04 },
  ];
  expect(secondsByFile(files)).toEqual([
    '   100.0  c.test.ts',
    '     2.0  a.test.ts',
    '     2.0  b.test.ts',
    '   104.1  in all, one after the other',
  ]);
});

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import type { BuildFlags } from '../../engine/cli/commands/build-once.ts';
import { exitCodeOf, reportFailure } from '../../engine/cli/failure.ts';
import { recordingTerminal } from './recording-terminal.ts';
import { copyReferenceProject, editFile } from './reference-copy.ts';

/** `ews build` of a project that does not compile: what people see, and the exit code. */
async function failedBuild(project: string, flags: Partial<BuildFlags> = {}): Promise<{ said: string; code: number }> {
  const terminal = recordingTerminal();
  try {
    await runBuild('build', { projectDir: project, logFormat: 'text', threads: '2', ...flags }, terminal);
  } catch (error) {
    reportFailure(error, { logFormat: flags.logFormat ?? 'text' }, terminal);
    for (const folder of ['raw', 'objects', 'refs']) {
      expect(existsSync(path.join(project, '.ews/lake', folder))).toBe(false);
    }
    expect(terminal.said.out).toEqual([]);
    return { said: terminal.said.err.join('\n'), code: exitCodeOf(error) };
  }
  throw new Error('it was built');
}

it('a misspelt series is found before anything runs, at its place, with the name that was meant', async () => {
  const project = await copyReferenceProject(onTestFinished);
  await editFile(project, 'features/labor.sql', 'FROM fred.unrate AS rate', 'FROM fred.unrat AS rate');
  const { said, code } = await failedBuild(project);
  expect(code).toBe(1);
  expect(said).toBe(`\
ews 0.1.0 · us_recession · target local · 2 threads · offline
error EWS2104 no relation called "fred.unrat" is declared
  features/labor.sql:10:8
  10 │   FROM fred.unrat AS rate
     │        ^^^^^^^^^^ did you mean "fred.unrate"?

1 problem, nothing ran, the last good run is untouched.   ews explain EWS2104`);
});

it('several mistakes in several files are said at once', async () => {
  const project = await copyReferenceProject(onTestFinished);
  await editFile(project, 'features/labor.sql', 'FROM fred.unrate AS rate', 'FROM fred.unrat AS rate');
  await editFile(project, 'features/labor.sql', 'AS manufacturing_hours,', 'AS manufacturing_hours, now() AS seen,');
  await editFile(project, 'features/housing.yaml', 'ttl: 245', 'ttl: soon');
  expect((await failedBuild(project)).said).toBe(`\
error EWS1004 "ttl" is "soon"; expected a whole number of days, at least 1
  features/housing.yaml:3:6
  3 │ ttl: soon # days: a quarter of GDP serves for up to 214; one month more, then it is too old
    │      ^^^^

error EWS2104 no relation called "fred.unrat" is declared
  features/labor.sql:10:8
  10 │   FROM fred.unrat AS rate
     │        ^^^^^^^^^^ did you mean "fred.unrate"?

error EWS2107 function now is not allowed: it reads the clock, which is not known at any decision date
  features/labor.sql:40:33
  40 │   hours AS manufacturing_hours, now() AS seen,
     │                                 ^^^ use as_of(), the knowledge date, instead

3 problems, nothing ran, the last good run is untouched.   ews explain EWS1004 EWS2104 \
EWS2107`);
});

it('the same as JSON lines, for machines', async () => {
  const project = await copyReferenceProject(onTestFinished);
  await editFile(project, 'features/labor.sql', 'FROM fred.unrate AS rate', 'FROM fred.unrat AS rate');
  const { said } = await failedBuild(project, { logFormat: 'json' });
  const [started, ...problems] = said.split('\n').map((line) => JSON.parse(line));
  expect(started).toMatchObject({ kind: 'run_started', target: 'local' });
  expect(problems).toEqual([
    {
      kind: 'problem',
      problem: {
        code: 'EWS2104',
        severity: 'error',
        message: 'no relation called "fred.unrat" is declared',
        span: { file: 'features/labor.sql', line: 10, column: 8, length: 10 },
        lineText: '  FROM fred.unrat AS rate',
        hint: 'did you mean "fred.unrate"?',
      },
    },
  ]);
});

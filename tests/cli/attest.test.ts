import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { runIngest } from '../../engine/cli/commands/ingest.ts';
import { runLs } from '../../engine/cli/commands/ls.ts';
import { type AttestFlags, runSourceAttest } from '../../engine/cli/commands/source-attest.ts';
import { runSourceFreshness } from '../../engine/cli/commands/source-freshness.ts';
import type { ExitCode, Terminal } from '../../engine/cli/terminal.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { openLocalStore, readRef } from '../../engine/lake/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { attestedProject } from '../ingest/attested-project.ts';

const NOTE = 'its page <b>of decisions</b>';

it('moves the decision dates of a build without an edit, and is cited wherever the day is', async () => {
  const { root } = await attestedProject(onTestFinished);
  const flags = { projectDir: root, logFormat: 'text' } as const;
  const told = async (run: (terminal: Terminal) => Promise<ExitCode>): Promise<string> => {
    const terminal = recordingTerminal();
    expect(await run(terminal)).toBe(0);
    return terminal.said.out.join('\n');
  };
  const attest = (more: Partial<AttestFlags>): Promise<string> =>
    told((terminal) => runSourceAttest('committee', { ...flags, ...more }, terminal));
  const builds = async (): Promise<string> => {
    const terminal = recordingTerminal();
    expect(await runBuild('build', { ...flags, logFormat: 'json' }, terminal)).toBe(0);
    const lines = [...terminal.said.out, ...terminal.said.err].join('\n').split('\n');
    const compiled = lines.find((line) => line.startsWith('{"kind":"compiled"')) ?? '{}';
    return (JSON.parse(compiled) as { dates: { last: string } }).dates.last;
  };

  await told((terminal) => runIngest([], flags, terminal));
  expect(await builds()).toBe('2020-05-31');
  const said = await attest({ through: '2020-08-31', note: NOTE });
  expect(said).toMatch(/^committee: complete through 2020-08-31, attested by .+ on \d{4}-\d\d-\d\d: its page <b>of/);
  expect(said).toMatch(/before: 2020-05-31\n {2}committee\.decided: newest period 2020-02-01, sha256 [0-9a-f]{12}\n/);
  expect(await builds()).toBe('2020-08-31');

  const cited = /complete through 2020-08-31, attested by .+ on .+: its page <b>of decisions<\/b>/;
  expect(await told((terminal) => runSourceFreshness([], flags, terminal))).toMatch(cited);
  expect(await told((terminal) => runLs({ ...flags, long: true }, terminal))).toMatch(cited);
  const listed = JSON.parse(
    await told((terminal) => runLs({ ...flags, json: true, select: ['committee.decided'] }, terminal)),
  );
  expect(listed).toMatchObject([{ completeThrough: '2020-08-31', attestation: { note: NOTE } }]);
  const page = await readFile(path.join(root, '.ews/lake/runs', await newestRun(root), 'index.html'), 'utf8');
  expect(page).toContain('its page &lt;b&gt;of decisions&lt;/b&gt;');
  expect(page).not.toContain(NOTE);

  const json = JSON.parse(await attest({ withdraw: true, note: 'a page was missing', json: true }));
  expect(json).toMatchObject({ kind: 'withdrawn', completeThrough: '2020-05-31', before: '2020-08-31' });
  expect(await builds()).toBe('2020-05-31');
});

it.each([
  [{}, 'add --through'],
  [{ through: '2020-02-30' }, 'write it as YYYY-MM-DD'],
  [{ through: 'today' }, 'write it as YYYY-MM-DD'],
])('%o is refused before anything is opened', async (flags, hint) => {
  const attempt = runSourceAttest('x', { projectDir: '/nowhere', logFormat: 'text', ...flags }, recordingTerminal());
  const problems = await attempt.then(
    () => [],
    (error: unknown) => (error instanceof ProblemError ? error.problems : []),
  );
  expect(problems).toMatchObject([{ code: 'EWS6001', hint: expect.stringContaining(hint) }]);
});

/** By the environment, not by the ids of its runs: two of the same second sort by chance. */
async function newestRun(root: string): Promise<string> {
  const current = await readRef(openLocalStore(path.join(root, '.ews/lake')), 'main');
  return String(current?.value['run']);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import type { BuildFlags } from '../../engine/cli/commands/build-once.ts';
import { type RetryFlags, runRetry } from '../../engine/cli/commands/retry.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { present } from '../../engine/presence/index.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { REPOSITORY } from '../integration/product.ts';

interface Said {
  readonly run: string | null;
  readonly retries?: string;
  readonly nodes: readonly { readonly id: string; readonly status: string; readonly note: string }[];
}

async function built({ root }: TestProject, flags: Partial<BuildFlags> = {}) {
  const terminal = recordingTerminal();
  const given = { projectDir: root, logFormat: 'json', json: true, ...flags } as const;
  const code = await runBuild('build', given, terminal);
  return { code, said: JSON.parse(terminal.said.out.join('\n')) as Said };
}

async function retried({ root }: TestProject, run?: string, flags: Partial<RetryFlags> = {}) {
  const terminal = recordingTerminal();
  const code = await runRetry(run, { projectDir: root, logFormat: 'json', json: true, ...flags }, terminal);
  return { code, said: JSON.parse(terminal.said.out.join('\n')) as Said };
}

/** Node -> what became of it, of those that the run did something with. */
function touched({ nodes }: Said): Readonly<Record<string, string>> {
  const some = nodes.filter(({ id, status }) => status !== 'left' && !id.startsWith('source:'));
  return Object.fromEntries(some.map(({ id, status }) => [id, status]));
}

function codesOf(error: unknown): readonly string[] {
  if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
  throw error;
}

it('of a run in which all is well nothing is retried', async () => {
  const project = await copyProject(onTestFinished);
  const { code, said } = await built(project, { select: ['slope'] });
  expect(code).toBe(0);
  const runs = await readdir(path.join(project.lake, 'runs'));
  expect(await retried(project)).toEqual({ code: 0, said: { retries: said.run, run: null, nodes: [] } });
  const terminal = recordingTerminal();
  await runRetry(undefined, { projectDir: project.root, logFormat: 'text' }, terminal);
  expect(terminal.said.out.join('\n')).toContain(`nothing to retry: of what run ${said.run} was asked for`);
  expect(await readdir(path.join(project.lake, 'runs'))).toEqual(runs);
});

it('a failed test is told from its object; once its group is mended, that and what was blocked are made', async () => {
  const project = await copyProject(onTestFinished);
  // The slope of the made-up rates goes beyond a tenth of a point.
  await edit(project, 'features/slope.yaml', 'max: 5', 'max: 0.1');
  const flags = { select: ['crisis_probit', '+slope'], vars: 'trend_months=5' };
  const first = await built(project, flags);
  expect(first.code).toBe(1);
  expect(touched(first.said)['models.crisis_probit']).toBe('skipped');
  const again = await retried(project);
  expect(again.code).toBe(1);
  expect(again.said.retries).toBe(first.said.run);
  expect(touched(again.said)).toMatchObject({
    'features.slope': 'reused',
    'tests.slope.slope.range': 'reused',
    'models.crisis_probit': 'skipped',
  });
  // Not what was not asked for.
  expect(touched(again.said)).not.toHaveProperty('models.crisis_logit');
  await edit(project, 'features/slope.yaml', 'max: 0.1', 'max: 5');
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'long.value - short.value + 0.001');
  // A retry of the retry has the flags of the first.
  const mended = await retried(project, present(again.said.run));
  expect(touched(mended.said)).toMatchObject({
    'features.slope': 'ok',
    'tests.slope.slope.range': 'ok',
    'tests.slope.slope.not_null': 'ok',
  });
  const file = path.join(project.lake, 'runs', present(mended.said.run), 'invocation.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ ...flags, retries: again.said.run });
});

it('a fault of the data is told from its object while nothing changes, and at its place', async () => {
  const project = await copyProject(onTestFinished);
  await edit(project, 'features/slope.sql', 'long.value - short.value', "CAST('x' || long.value AS DOUBLE)");
  const first = await built(project, { select: ['slope'] });
  expect(touched(first.said)).toMatchObject({ 'features.slope': 'failed' });
  const told = await retried(project);
  expect(told.code).toBe(1);
  const of = ({ nodes }: Said) => nodes.find(({ id }) => id === 'features.slope');
  expect(of(told.said)).toMatchObject({ status: 'failed', note: 'as before, made of the same' });
  expect((of(told.said) as unknown as { problems: unknown }).problems).toEqual(
    (of(first.said) as unknown as { problems: unknown }).problems,
  );
  // A comment more: the fingerprint is the same, and places may be others.
  await edit(project, 'features/slope.sql', '-- Both rates', '-- A comment.\n-- Both rates');
  expect(of((await retried(project)).said)).toMatchObject({ status: 'failed', note: '' });
  // A build tries what it is asked for.
  expect(of((await built(project, { select: ['slope'] })).said)).toMatchObject({ status: 'failed', note: '' });
  await edit(project, 'features/slope.sql', "CAST('x' || long.value AS DOUBLE)", 'long.value - short.value');
  expect(touched((await retried(project)).said)).toMatchObject({ 'features.slope': 'ok' });
  expect((await retried(project)).said.run).toBeNull();
});

it('what is no fault of the inputs is tried again', async () => {
  const project = await copyProject(onTestFinished);
  await edit(project, 'targets/local.yaml', 'node_timeout_seconds: 60', 'node_timeout_seconds: 1');
  const slow = 'long.value - short.value + 0 * (SELECT sum(a.range * b.range) FROM range(200000) a, range(200000) b)';
  await edit(project, 'features/slope.sql', 'long.value - short.value', slow);
  const first = await built(project, { select: ['slope'] });
  const of = ({ nodes }: Said) => nodes.find(({ id }) => id === 'features.slope');
  expect(of(first.said)).toMatchObject({ status: 'failed' });
  expect(of((await retried(project)).said)).toMatchObject({ status: 'failed', note: '' });
});

it('a build that was killed is gone over: what it stored is found, the rest is made', async () => {
  const project = await copyProject(onTestFinished);
  const args = ['build', '--select', 'credit', '--log-format', 'json', '--threads', '1', '--project-dir', project.root];
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'bin/ews.mjs'), ...args]);
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('"node_finished"') && line.includes('"features.credit"')) {
      child.kill('SIGKILL');
      break;
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  const [killed = ''] = await readdir(path.join(project.lake, 'runs'));
  expect(await readdir(path.join(project.lake, 'runs', killed))).not.toContain('manifest.json');
  const { code, said } = await retried(project);
  expect({ code, retries: said.retries }).toEqual({ code: 0, retries: killed });
  expect(touched(said)).toMatchObject({ 'features.credit': 'reused', 'tests.credit.growth.range': 'ok' });
  // It had asked for no more.
  expect(touched(said)).not.toHaveProperty('features.slope');
  expect((await retried(project)).said.run).toBeNull();
});

it('says which runs cannot be retried, and refuses to make another run of one', async () => {
  const project = await copyProject(onTestFinished);
  expect(await retried(project).catch(codesOf)).toEqual(['EWS4021']);
  expect(await retried(project, '../../outside').catch(codesOf)).toEqual(['EWS4021']);
  const { said } = await built(project, { select: ['slope'], vars: 'trend_months=5' });
  const run = present(said.run);
  for (const flags of [{ vars: 'trend_months=6' }, { env: 'pr-7' }]) {
    expect(await retried(project, run, flags).catch(codesOf), JSON.stringify(flags)).toEqual(['EWS4022']);
  }
  expect(await retried(project, run, { vars: 'trend_months=5' })).toMatchObject({ code: 0 });
  await writeFile(path.join(project.lake, 'runs', run, 'invocation.json'), '{"command":"rm"}');
  expect(await retried(project, run).catch(codesOf)).toEqual(['EWS5046']);
});

it('of an environment in which a clock was ahead, the run that came last is retried', async () => {
  const project = await copyProject(onTestFinished);
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2091-01-01T00:00:00Z') });
  const ahead = await built(project, { select: ['slope'] });
  expect(ahead.said.run).toMatch(/^2091/);
  vi.useRealTimers();
  const { said } = await built(project, { select: ['credit'] });
  expect((await retried(project)).said.retries).toBe(said.run);
});

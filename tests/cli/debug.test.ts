import { getFips } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type DebugFlags, runDebug } from '../../engine/cli/commands/debug.ts';
import { builtProject } from '../build/built-project.ts';
import { objectFile } from '../build/object-file.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { placesHere } from '../isolation/places.ts';

const fresh = builtProject();

interface Report {
  readonly code: number;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly detail: string }[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

async function debug(projectDir: string, flags: Partial<DebugFlags> = {}): Promise<Report> {
  const terminal = recordingTerminal();
  const code = await runDebug({ projectDir, logFormat: 'text', json: true, ...flags }, terminal);
  return { code, ...JSON.parse(terminal.said.out.join('\n')) };
}

it('says what runs here, tries the sandboxes, and claims nothing that it cannot check', async () => {
  const { code, checks, problems } = await debug((await fresh()).root);
  expect({ code, problems }).toEqual({ code: 0, problems: [] });
  const state = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  expect(state).toMatchObject({ node: 'ok', 'isolation of SQL': 'ok', project: 'ok', store: 'ok' });
  // Which barriers there are is a fact of the machine.
  const { bubblewrap } = await placesHere(afterAll);
  expect(checks.find(({ name }) => name === 'isolation of training')).toMatchObject(
    bubblewrap === null
      ? { state: expect.stringMatching(/^(ok|not verified)$/) }
      : { state: 'ok', detail: expect.stringMatching(/^bubblewrap with few folders, .*: 26 checks, tried just now$/) },
  );
  expect(checks.find(({ name }) => name === 'openssl')?.detail).toBe(
    `${process.versions.openssl}, crypto.getFips() is ${getFips()}`,
  );
  expect(checks.find(({ name }) => name === 'numerics')).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/^probe [0-9a-f]{12} of \d{2} functions, part of every fingerprint$/),
  });
  expect(checks.find(({ name }) => name === 'engine')?.detail).toMatch(/^duckdb v1\..*, 1 thread a node, UTC$/);
});

it('--deep names every stored file that was changed', async () => {
  const project = await fresh();
  const sound = await debug(project.root, { deep: true });
  expect(sound.checks.at(-1)).toMatchObject({ name: 'stored bytes', state: 'ok' });
  const [fingerprint = ''] = await readdir(path.join(project.lake, 'objects/feature/slope'));
  await writeFile(await objectFile(path.join(project.lake, 'objects/feature/slope', fingerprint)), 'other bytes');
  const damaged = await debug(project.root, { deep: true });
  expect(damaged.code).toBe(1);
  expect(damaged.checks.at(-1)).toMatchObject({ name: 'stored bytes', state: 'failed' });
  expect(damaged.problems).toEqual([
    expect.objectContaining({ code: 'EWS4002', message: expect.stringContaining(`feature/slope/${fingerprint}`) }),
  ]);
});

it('reports on a place without a project, or with a broken one', async () => {
  const project = await fresh();
  const nowhere = await debug(path.join(project.root, 'features'));
  expect(nowhere.code).toBe(1);
  expect(nowhere.checks.at(-1)).toMatchObject({ name: 'project', state: 'failed' });
  expect(nowhere.problems.map(({ code }) => code)).toEqual(['EWS1001']);
  await writeFile(path.join(project.root, 'features/slope.yaml'), 'feature: slope\ntll: 3\n');
  const broken = await debug(project.root);
  expect(broken.code).toBe(1);
  expect(broken.problems.map(({ code }) => code)).toContain('EWS1005');
});

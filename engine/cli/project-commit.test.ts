import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { projectCommit } from './project-commit.ts';

const OTHER = 'a'.repeat(40);

async function checkout(): Promise<{ readonly folder: string; readonly head: string }> {
  const folder = await temporaryFolder(onTestFinished);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=b', ...args], { encoding: 'utf8' });
  git('init', '--quiet');
  await writeFile(path.join(folder, 'file'), 'text');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  return { folder, head: git('rev-parse', 'HEAD').trim() };
}

it.each([
  [OTHER, OTHER],
  ['B'.repeat(40), 'b'.repeat(40)],
  ['0123456789abcdef'.repeat(4), '0123456789abcdef'.repeat(4)],
])('is what EWS_COMMIT says where there is no git: %s', async (declared, commit) => {
  const folder = await temporaryFolder(onTestFinished);
  const found = await projectCommit(folder, { EWS_COMMIT: declared });
  expect(found).toEqual({ commit, commitFrom: 'EWS_COMMIT', problems: [] });
});

it.each(['HEAD', 'main', OTHER.slice(1), `${OTHER}+`, `${OTHER}0`, `${OTHER}\n`, ' ', '$(id)', 'g'.repeat(40)])(
  'is none where EWS_COMMIT is %j',
  async (declared) => {
    const folder = await temporaryFolder(onTestFinished);
    await expect(projectCommit(folder, { EWS_COMMIT: declared })).rejects.toMatchObject({
      problems: [{ code: 'EWS4024' }],
    });
  },
);

it.each([{}, { EWS_COMMIT: '' }])('is none where nobody says one', async (environment) => {
  expect(await projectCommit(await temporaryFolder(onTestFinished), environment)).toEqual({
    commit: null,
    problems: [],
  });
});

it("is git's where both say one; what contradicts it is recorded and told", async () => {
  const { folder, head } = await checkout();
  const fromGit = { commit: head, commitFrom: 'git', checkout: { folder: '' } };
  expect(await projectCommit(folder, {})).toEqual({ ...fromGit, problems: [] });
  expect(await projectCommit(folder, { EWS_COMMIT: head.toUpperCase() })).toEqual({ ...fromGit, problems: [] });
  expect(await projectCommit(folder, { EWS_COMMIT: OTHER })).toEqual({
    ...fromGit,
    declaredCommit: OTHER,
    problems: [
      expect.objectContaining({ code: 'EWS4025', severity: 'warning', message: expect.stringContaining(head) }),
    ],
  });
  await writeFile(path.join(folder, 'file'), 'other');
  const dirty = await projectCommit(folder, { EWS_COMMIT: head });
  expect(dirty).toEqual({ ...fromGit, commit: `${head}+`, problems: [] });
});

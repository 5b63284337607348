import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { gitCheckout, publicAddress } from './git-checkout.ts';

describe('the address of a repository', () => {
  it.each([
    ['https://git.example.org/risk/demo.git', 'https://git.example.org/risk/demo.git'],
    ['https://me:token@git.example.org/risk/demo.git?token=t', 'https://git.example.org/risk/demo.git'],
    ['https://token@git.example.org/risk/demo', 'https://git.example.org/risk/demo'],
    ['ssh://git:password@git.example.org:7999/risk/demo', 'ssh://git@git.example.org:7999/risk/demo'],
    ['git@git.example.org:risk/demo.git', 'git@git.example.org:risk/demo.git'],
  ])('%s is told as %s', (remote, told) => {
    expect(publicAddress(remote)).toBe(told);
  });

  it.each(['', '/srv/git/demo.git', '../demo', 'file:///srv/git/demo.git', 'https://'])(
    '"%s" is told nobody',
    (remote) => {
      expect(publicAddress(remote)).toBeUndefined();
    },
  );
});

it('a project in a folder of a repository knows its commit and its place', async () => {
  const root = await temporaryFolder(onTestFinished);
  const project = path.join(root, 'risk', 'ews');
  await mkdir(project, { recursive: true });
  expect(await gitCheckout(project)).toEqual({ commit: null });
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=b', ...args]);
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://me:token@git.example.org/demo.git');
  git('commit', '--quiet', '--allow-empty', '--message', 'first');
  expect(await gitCheckout(project)).toEqual({
    commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    checkout: { folder: 'risk/ews/', repository: 'https://git.example.org/demo.git' },
  });
});

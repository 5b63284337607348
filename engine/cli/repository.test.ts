import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { git } from './git.ts';
import { gitCheckout } from './git-checkout.ts';

let top = '';
const at = (name: string): string => path.join(top, name);

function run(folder: string, ...args: readonly string[]): string {
  const person = ['-c', 'user.name=a', '-c', 'user.email=b', '-c', 'protocol.file.allow=always'];
  const command = ['-C', at(folder), ...person, ...args];
  return execFileSync('git', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

async function repository(name: string, text: string): Promise<string> {
  await mkdir(at(name), { recursive: true });
  run(name, 'init', '--quiet', '--initial-branch', 'main');
  await writeFile(at(`${name}/file`), text);
  run(name, 'add', '--all');
  run(name, 'commit', '--quiet', '--message', 'first');
  return run(name, 'rev-parse', 'HEAD');
}

let secret = '';

beforeEach(async () => {
  top = await temporaryFolder(onTestFinished);
  secret = await repository('private', 'SECRET');
  await repository('project', 'text');
});

/** What can be had through the project of the other repository. */
async function leaks(): Promise<boolean> {
  const shown = await git(at('project'), ['cat-file', '-p', `${secret}:file`]);
  const { commit } = await gitCheckout(at('project'));
  return (shown.ok && shown.output.includes('SECRET')) || commit?.startsWith(secret) === true;
}

describe('another repository is not read through', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a .git that names it', () => replaced('gitdir: ../private/.git\n')],
    ['a .git that names it by its whole path', () => replaced(`gitdir: ${at('private/.git')}\n`)],
    [
      'a .git that names a folder of the project, which shares with it',
      async () => {
        await rename(at('project/.git'), at('project/meta'));
        await writeFile(at('project/.git'), 'gitdir: meta\n');
        await writeFile(at('project/meta/commondir'), '../../private/.git\n');
        await writeFile(at('project/meta/gitdir'), at('project/.git'));
      },
    ],
    [
      'a .git that shares with it',
      async () => {
        await rm(at('project/.git/objects'), { recursive: true });
        await writeFile(at('project/.git/commondir'), '../../private/.git\n');
      },
    ],
    ['a .git that is a link to it', () => linked('.git', 'private/.git')],
    ['a link in place of the objects', () => linked('.git/objects', 'private/.git/objects')],
    [
      'links to its objects',
      async () => {
        const name = secret.slice(0, 2);
        const text = run('private', 'rev-parse', 'HEAD:file').slice(0, 2);
        const tree = run('private', 'rev-parse', 'HEAD^{tree}').slice(0, 2);
        for (const part of [name, text, tree]) await linked(`.git/objects/${part}`, `private/.git/objects/${part}`);
      },
    ],
    [
      'a link to its packs',
      async () => {
        run('private', 'repack', '-adq');
        await linked('.git/objects/pack', 'private/.git/objects/pack');
      },
    ],
    ['a link to its branch', () => linked('.git/refs/heads/main', 'private/.git/refs/heads/main')],
    [
      'objects that are borrowed',
      () => writeFile(at('project/.git/objects/info/alternates'), '../../../private/.git/objects\n'),
    ],
    [
      'a list of those that is a link',
      async () => {
        await writeFile(at('list'), `${at('private/.git/objects')}\n`);
        await linked('.git/objects/info/alternates', 'list');
      },
    ],
    [
      'objects that are borrowed of a folder within, which borrows them',
      async () => {
        await cp(at('project/.git/objects'), at('project/.git/more/objects'), { recursive: true });
        await writeFile(at('project/.git/more/objects/info/alternates'), `${at('private/.git/objects')}\n`);
        await writeFile(at('project/.git/objects/info/alternates'), '../more/objects\n');
      },
    ],
  ])('%s', async (_, plant) => {
    expect(await git(at('project'), ['rev-parse', 'HEAD'])).toMatchObject({ ok: true });
    await plant();
    expect(await leaks()).toBe(false);
  });
});

describe('a repository of its own is read', () => {
  it('from a work tree beside others', async () => {
    run('project', 'worktree', 'add', '--quiet', '-b', 'other', at('beside'));
    expect((await gitCheckout(at('beside'))).commit).toBe(run('project', 'rev-parse', 'HEAD'));
  });

  it('as a submodule of another', async () => {
    run('project', 'submodule', '--quiet', 'add', at('private'), 'inner');
    const gitFile = await readFile(at('project/inner/.git'), 'utf8');
    expect(gitFile).toContain('modules/inner');
    expect((await gitCheckout(at('project/inner'))).commit).toBe(secret);
  });

  it('with a .git elsewhere in the same folder', async () => {
    const head = run('project', 'rev-parse', 'HEAD');
    await rename(at('project/.git'), at('project/meta'));
    await writeFile(at('project/.git'), 'gitdir: meta\n');
    expect((await gitCheckout(at('project'))).commit).toBe(head);
  });

  it('in sha256, where this git has it', async (context) => {
    await mkdir(at('long'));
    try {
      run('long', 'init', '--quiet', '--object-format', 'sha256');
    } catch {
      context.skip('this git has no sha256');
    }
    await writeFile(at('long/file'), 'text');
    run('long', 'add', '--all');
    run('long', 'commit', '--quiet', '--message', 'first');
    expect((await gitCheckout(at('long'))).commit).toMatch(/^[0-9a-f]{64}$/);
  });
});

async function replaced(text: string): Promise<void> {
  await rm(at('project/.git'), { recursive: true });
  await writeFile(at('project/.git'), text);
}

async function linked(name: string, to: string): Promise<void> {
  await rm(at(`project/${name}`), { recursive: true, force: true });
  await symlink(at(to), at(`project/${name}`));
}

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { git as ask } from './git.ts';
import { gitCheckout } from './git-checkout.ts';
import { gitFiles } from './git-files.ts';

interface Checkout {
  readonly root: string;
  readonly marker: string;
  git(...args: string[]): string;
  file(name: string): string;
}

/** A repository with one commit, and the file that whatever runs out of it would make. */
async function checkout(): Promise<Checkout> {
  const top = await temporaryFolder(onTestFinished);
  const root = path.join(top, 'project');
  await mkdir(path.join(root, 'features'), { recursive: true });
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=b', ...args], { stdio: 'pipe' }).toString();
  const file = (name: string): string => path.join(root, name);
  git('init', '--quiet');
  await writeFile(file('features/a.sql'), 'SELECT 1\n');
  await writeFile(file('features/b.sql'), 'SELECT 2\n');
  await symlink('features/a.sql', file('latest'));
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  return { root, git, file, marker: path.join(top, 'RAN') };
}

/** The files look as if they had changed since git last looked: it would have to read them. */
async function touch({ file }: Checkout): Promise<void> {
  for (const name of ['a', 'b']) await utimes(file(`features/${name}.sql`), 1_000_000_000.5, 1_000_000_000.5);
}

async function isMarked(root: string): Promise<boolean> {
  const { commit } = await gitCheckout(root);
  if (commit === null) throw new Error('no commit');
  return commit.endsWith('+');
}

describe('a checkout whose tracked files', () => {
  it.each<[string, boolean, (project: Checkout) => Promise<unknown>]>([
    ['are as committed', false, async () => undefined],
    ['were only touched', false, touch],
    ['have other line ends', false, ({ file }) => writeFile(file('features/a.sql'), 'SELECT 1\r\n')],
    ['were joined by one that is not tracked', false, ({ file }) => writeFile(file('new.sql'), '')],
    ['were made executable', false, ({ file }) => chmod(file('features/a.sql'), 0o755)],
    ['were changed', true, ({ file }) => appendFile(file('features/a.sql'), '--')],
    ['were changed to as many bytes', true, ({ file }) => writeFile(file('features/a.sql'), 'SELECT 7\n')],
    ['were deleted', true, ({ file }) => rm(file('features/a.sql'))],
    [
      'became a folder',
      true,
      async ({ file }) => {
        await rm(file('features/a.sql'));
        await mkdir(file('features/a.sql'));
      },
    ],
    [
      'lie behind a link now',
      true,
      async ({ file }) => {
        await rename(file('features'), `${file('features')}-moved`);
        await rename(`${file('features')}-moved`, path.join(file('..'), 'elsewhere'));
        await symlink('../elsewhere', file('features'));
      },
    ],
    [
      'are linked to another file',
      true,
      async ({ file }) => {
        await rm(file('latest'));
        await symlink('features/b.sql', file('latest'));
      },
    ],
    [
      'were changed and added',
      true,
      async ({ file, git }) => {
        await appendFile(file('features/a.sql'), '--');
        git('add', '--all');
      },
    ],
    [
      'were changed behind a flag that hides it',
      true,
      async ({ file, git }) => {
        git('update-index', '--assume-unchanged', 'features/a.sql');
        await appendFile(file('features/a.sql'), '--');
      },
    ],
    [
      'have a new one among them',
      true,
      async ({ file, git }) => {
        await writeFile(file('new.sql'), '');
        git('add', '--all');
      },
    ],
    ['are left out of a sparse tree', false, async ({ git }) => git('sparse-checkout', 'set', '--no-cone', '/none')],
  ])('%s: + is %s', async (_, marked, change) => {
    const project = await checkout();
    await change(project);
    expect(await isMarked(project.root)).toBe(marked);
  });

  it('are kept by Git LFS: the bytes are compared with the pointer', async () => {
    const project = await checkout();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(Buffer.from('data'))}\nsize 4\n`;
    await writeFile(project.file('data.parquet'), pointer);
    project.git('add', '--all');
    project.git('commit', '--quiet', '--message', 'data');
    await writeFile(project.file('data.parquet'), 'data');
    expect(await isMarked(project.root)).toBe(false);
    await writeFile(project.file('data.parquet'), 'dada');
    expect(await isMarked(project.root)).toBe(true);
  });
});

describe('nothing of a repository runs', () => {
  it.each<[string, (project: Checkout) => Promise<unknown>]>([
    ['monitor', async ({ git, marker }) => git('config', 'core.fsmonitor', `touch ${marker}; false`)],
    [
      'clean filter',
      async ({ git, file, marker }) => {
        await writeFile(file('.gitattributes'), '*.sql filter=x diff=x\n');
        for (const kind of ['clean', 'smudge', 'process']) git('config', `filter.x.${kind}`, `touch ${marker}; cat`);
        git('config', 'diff.x.textconv', `touch ${marker}; cat`);
      },
    ],
    [
      'hook',
      async ({ file, marker }) => {
        for (const name of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'post-checkout']) {
          await writeFile(file(`.git/hooks/${name}`), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
        }
      },
    ],
    [
      'pager, editor, helper or alias',
      async ({ git, marker }) => {
        for (const key of ['core.pager', 'core.editor', 'core.askPass', 'core.gitProxy', 'core.sshCommand']) {
          git('config', key, `touch ${marker}`);
        }
        git('config', 'credential.helper', `!touch ${marker}`);
        git('config', 'alias.ls-files', `!touch ${marker}`);
      },
    ],
    [
      'work tree setting',
      async ({ git, marker }) => {
        git('config', 'extensions.worktreeConfig', 'true');
        git('config', '--worktree', 'core.fsmonitor', `touch ${marker}; false`);
      },
    ],
    [
      'included file',
      async ({ git, file, marker }) => {
        await writeFile(file('more'), `[core]\n\tfsmonitor = "touch ${marker}; false"\n`);
        git('config', 'include.path', '../more');
      },
    ],
  ])('its %s', async (_, plant) => {
    const project = await checkout();
    await plant(project);
    await touch(project);
    await gitCheckout(project.root);
    const files = await gitFiles(project.root, 'HEAD');
    expect(files.ok && (await files.files.list())).toContain('features/a.sql');
    expect(existsSync(project.marker)).toBe(false);
  });

  it.each(['ssh', 'ext', 'helper'])(
    'its transport (%s), where a clone has left files at their origin',
    async (kind) => {
      const { root, git, marker } = await checkout();
      const blob = git('rev-parse', 'HEAD:features/a.sql').trim();
      git('config', 'extensions.partialClone', 'origin');
      git('config', 'remote.origin.promisor', 'true');
      git('config', 'remote.origin.url', kind === 'ext' ? `ext::touch% ${marker}` : 'ssh://example.invalid/x');
      git('config', 'core.sshCommand', `touch ${marker}; false`);
      git('config', 'protocol.ext.allow', 'always');
      if (kind === 'helper') git('config', 'remote.origin.vcs', 'ext');
      await rm(path.join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
      expect(await gitFiles(root, 'HEAD')).toEqual({
        ok: false,
        why: 'features/a.sql is not in this clone',
        isPartial: true,
      });
      await rm(path.join(root, 'features/a.sql'));
      await gitCheckout(root);
      expect(existsSync(marker)).toBe(false);
    },
  );

  it.each(['blob:none', 'tree:0'])('what a clone with --filter=%s has left at its origin', async (filter) => {
    const { root, git, file, marker } = await checkout();
    git('config', 'uploadpack.allowFilter', 'true');
    const clone = file('clone');
    git('clone', '--quiet', '--no-checkout', `--filter=${filter}`, `file://${root}`, clone);
    git('-C', clone, 'config', 'remote.origin.url', 'ssh://example.invalid/x');
    git('-C', clone, 'config', 'core.sshCommand', `touch ${marker}; false`);
    expect(await gitFiles(clone, 'HEAD')).toMatchObject({ ok: false, isPartial: true });
    expect(existsSync(marker)).toBe(false);
  });

  it('a repository that was committed as a folder of another', async () => {
    const { git, file, marker } = await checkout();
    const bare = file('embedded');
    git('init', '--quiet', '--bare', bare);
    const config = `[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch ${marker}; false"\n`;
    await writeFile(path.join(bare, 'config'), config);
    const outer = git('rev-parse', 'HEAD').trim();
    expect(await gitCheckout(bare)).toEqual({ commit: outer, checkout: { folder: 'embedded/' } });
    expect(existsSync(marker)).toBe(false);
  });

  it('and no object is replaced, or borrowed from another folder', async () => {
    const { root, git, file } = await checkout();
    const [one, two] = ['a', 'b'].map((name) => git('rev-parse', `HEAD:features/${name}.sql`).trim());
    git('replace', String(one), String(two));
    const files = await gitFiles(root, 'HEAD');
    expect(files.ok && (await files.files.readText('features/a.sql'))).toBe('SELECT 1\n');
    await writeFile(file('.git/objects/info/alternates'), `${await temporaryFolder(onTestFinished)}\n`);
    expect(await ask(root, ['rev-parse', 'HEAD'])).toMatchObject({ ok: false, kind: 'refused' });
    expect(await gitCheckout(root)).toEqual({ commit: null });
  });
});

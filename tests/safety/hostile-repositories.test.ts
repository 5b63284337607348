import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { printed } from '../build/diff-command.ts';
import { toldDiff } from '../build/diff-projects.ts';
import { commitAll, gitRepository } from '../build/git-repository.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';

interface Repository extends TestProject {
  /** What whatever runs would make. */
  readonly ran: string;
  /** A folder of somebody else's, with a text that is nobody's business. */
  readonly private: string;
  readonly git: (...args: readonly string[]) => string;
}

const PRIVATE = 'features_of_another_bank';

/** Two commits, `v1` and `v2`, in which a feature differs, beside somebody's private repository. */
async function repository(): Promise<Repository> {
  const project = await copyProject(onTestFinished);
  gitRepository(project);
  await edit(project, 'features/strain.sql', '2 * slope.slope', '3 * slope.slope');
  commitAll(project, 'v2');
  const other = await copyProject(onTestFinished);
  await appendFile(path.join(other.root, 'features/strain.sql'), `-- ${PRIVATE}\n`);
  gitRepository(other);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', project.root, '-c', 'user.name=a', '-c', 'user.email=b', ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();
  return { ...project, ran: `${project.root}-ran`, private: other.root, git };
}

type Plant = (repository: Repository) => Promise<unknown>;

async function partial(made: Repository, remote: string, file: string): Promise<void> {
  const { git, root } = made;
  const blob = git('rev-parse', `v1:${file}`).trim();
  git('config', 'extensions.partialClone', 'origin');
  git('config', 'remote.origin.promisor', 'true');
  git('config', 'remote.origin.url', remote);
  git('config', 'protocol.allow', 'always');
  git('config', 'protocol.ext.allow', 'always');
  git('config', 'core.sshCommand', `touch ${made.ran}; false`);
  await rm(path.join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
}

const HOSTILE: readonly (readonly [what: string, told: string | undefined, plant: Plant])[] = [
  [
    'is a partial clone over ssh',
    'this clone is partial',
    (r) => partial(r, 'ssh://example.invalid/x', 'features/strain.sql'),
  ],
  [
    'is a partial clone over ext::',
    'this clone is partial',
    (r) => partial(r, `ext::touch% ${r.ran}`, 'features/strain.sql'),
  ],
  [
    'is a partial clone by a helper of its own',
    'this clone is partial',
    async (r) => {
      await partial(r, 'x', 'features/strain.sql');
      r.git('config', 'remote.origin.vcs', 'ext');
    },
  ],
  [
    'is a partial clone without its folders',
    'this clone is partial',
    (r) => partial(r, `ext::touch% ${r.ran}`, 'features'),
  ],
  // Which data it is says the listing: nothing of it has to be there.
  [
    'is a partial clone without its data',
    undefined,
    (r) => partial(r, `ext::touch% ${r.ran}`, 'sources/data/loans.csv'),
  ],
  [
    'borrows the objects of another one',
    'borrows objects from another folder',
    (r) => writeFile(path.join(r.root, '.git/objects/info/alternates'), `${r.private}/.git/objects\n`),
  ],
  [
    'has packs behind a link',
    'is a link: put what it leads to in its place',
    async (r) => {
      await rm(path.join(r.root, '.git/objects/pack'), { recursive: true });
      await symlink(path.join(r.private, '.git/objects/pack'), path.join(r.root, '.git/objects/pack'));
    },
  ],
  [
    'is another one, by a file .git',
    'its .git names a repository that does not know this folder',
    async (r) => {
      await rename(path.join(r.root, '.git'), `${r.root}-git`);
      await writeFile(path.join(r.root, '.git'), `gitdir: ${r.private}/.git\n`);
    },
  ],
  [
    'replaces objects',
    undefined,
    async (r) => {
      const [one, two] = ['v1:features/strain.sql', 'v1:features/credit.sql'].map((name) => r.git('rev-parse', name));
      r.git('replace', String(one).trim(), String(two).trim());
    },
  ],
  [
    'has definitions in a submodule',
    'features/more is a submodule there',
    async (r) => {
      const commit = r.git('rev-parse', 'v1').trim();
      r.git('update-index', '--add', '--cacheinfo', `160000,${commit},features/more`);
      const url = `url = ext::touch% ${r.ran}\n\tupdate = !touch ${r.ran}`;
      const modules = `[submodule "x"]\n\tpath = features/more\n\t${url}\n`;
      await writeFile(path.join(r.root, '.gitmodules'), modules);
      r.git('add', '.gitmodules');
      r.git('commit', '--quiet', '-m', 'more');
      r.git('tag', '--force', 'v2');
    },
  ],
  [
    'has definitions that are links',
    'features/mine.yaml is a symbolic link there',
    async (r) => {
      await symlink(path.join(r.private, 'features/strain.yaml'), path.join(r.root, 'features/mine.yaml'));
      r.git('add', '--all');
      r.git('commit', '--quiet', '-m', 'link');
      r.git('tag', '--force', 'v2');
    },
  ],
  [
    'has data that are a link',
    'sources/data/loans.csv is a symbolic link there',
    async (r) => {
      await rm(path.join(r.root, 'sources/data/loans.csv'));
      await symlink(path.join(r.private, 'features/strain.sql'), path.join(r.root, 'sources/data/loans.csv'));
      r.git('add', '--all');
      r.git('commit', '--quiet', '-m', 'link');
      r.git('tag', '--force', 'v2');
    },
  ],
  [
    'has hooks, filters, monitors, pagers and aliases',
    undefined,
    async (r) => {
      const run = `touch ${r.ran}; cat`;
      for (const key of ['core.fsmonitor', 'core.pager', 'core.editor', 'diff.x.textconv', 'diff.external']) {
        r.git('config', key, run);
      }
      for (const kind of ['clean', 'smudge', 'process']) r.git('config', `filter.x.${kind}`, run);
      r.git('config', 'filter.x.required', 'true');
      for (const name of ['ls-tree', 'cat-file', 'merge-base']) r.git('config', `alias.${name}`, `!${run}`);
      await writeFile(path.join(r.root, '.git/info/attributes'), '* filter=x diff=x\n');
      await mkdir(path.join(r.root, '.git/hooks'), { recursive: true });
      for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
        await writeFile(path.join(r.root, '.git/hooks', hook), `#!/bin/sh\ntouch ${r.ran}\n`, { mode: 0o755 });
      }
    },
  ],
  [
    'includes a configuration that runs programs',
    undefined,
    async (r) => {
      await writeFile(path.join(r.root, 'more'), `[core]\n\tfsmonitor = "touch ${r.ran}; false"\n\tsshCommand = x\n`);
      r.git('config', 'include.path', '../more');
    },
  ],
];

it.each(HOSTILE)('of a repository that %s nothing runs, and nothing is fetched', async (_what, told, plant) => {
  const made = await repository();
  await plant(made);
  const before = contents(path.join(made.root, '.git'));
  const said: string[] = [];
  for (const sides of [['git:v1', 'git:v2'], ['git:v1...v2'], ['git:v1']] as const) {
    said.push(await answer(() => toldDiff(made, sides).then(({ out }) => out)));
    said.push(await answer(() => toldDiff(made, sides, { format: 'markdown' }).then(({ out }) => out)));
  }
  said.push(await answer(() => printed(made, ['git:v1', 'git:v2']).then((lines) => lines.join('\n'))));
  const all = said.join('\n');
  expect(existsSync(made.ran)).toBe(false);
  expect(contents(path.join(made.root, '.git'))).toEqual(before);
  expect(all).not.toContain(PRIVATE);
  if (told === undefined) expect(all).toContain('features.strain');
  else expect(all).toContain(told);
});

it.each(['--output=ran', '-x', '--upload-pack=touch ran', 'v1 --output=ran', 'v1\0v2', '^v1', 'v1..v2', ':/v1', ''])(
  'a revision that is called %j is none, or one',
  async (name) => {
    const made = await repository();
    const said = await answer(() => toldDiff(made, [`git:${name}`, 'git:v2']).then(({ out }) => out));
    expect(said).toMatch(/git knows no such revision|^git .* -> git v2/);
    expect(existsSync(path.join(made.root, 'ran'))).toBe(false);
  },
);

/** What is said, of a problem its message and its way out. */
async function answer(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ message, hint }) => `${message} ${hint}`).join('\n');
  }
}

/** Every file below a folder, with a digest. */
function contents(folder: string): Readonly<Record<string, string>> {
  if (statSync(folder).isFile()) return { '.git': readFileSync(folder, 'utf8') };
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { foreignParts, type Repository, repositoryOf } from './repository.ts';

export type GitAnswer =
  | { readonly ok: true; readonly output: Buffer }
  /** `missing`: git is not installed. `outside`: there is no repository. `refused`: it failed, with what it said. */
  | { readonly ok: false; readonly kind: 'missing' | 'outside' | 'refused'; readonly said: string };

/** Definitions are text: this is far more than a project has. */
const MOST = 2 ** 30;

/**
 * What a repository says in its own configuration to be run is not run. Only commands that apply no filters are used:
 * `status`, `diff`, `hash-object` and `ls-files -m` do.
 */
const NOTHING_RUNS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.attributesFile=/dev/null',
  'credential.helper=',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
];

/** Reads from a repository: nothing of it runs, nothing is fetched and nothing written. At most `timeout` ms. */
export async function git(folder: string, args: readonly string[], input = '', timeout = 60_000): Promise<GitAnswer> {
  const repository = repositoryOf(folder);
  if (repository === undefined) return { ok: false, kind: 'outside', said: 'this folder is in no git repository' };
  const foreign = foreignParts(repository);
  if (foreign !== undefined) return { ok: false, kind: 'refused', said: foreign };
  const options = { encoding: 'buffer', maxBuffer: MOST, timeout, cwd: '/', env: environment(repository) } as const;
  const settings = [...NOTHING_RUNS, `safe.directory=${repository.top}`].flatMap((setting) => ['-c', setting]);
  const fixed = ['-C', repository.top, '--no-optional-locks', '--no-pager', ...settings];
  try {
    const running = promisify(execFile)('git', [...fixed, ...args], options);
    // Git may end without reading it.
    running.child.stdin?.on('error', () => undefined);
    running.child.stdin?.end(input);
    return { ok: true, output: (await running).stdout };
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: Buffer };
    if (code === 'ENOENT') return { ok: false, kind: 'missing', said: 'git is not installed' };
    const said = stderr === undefined ? '' : stderr.toString('utf8').trim();
    const [line = ''] = said.split('\n');
    return { ok: false, kind: 'refused', said: line.replace(/^fatal: /, '') };
  }
}

/**
 * All that git is told of this machine. Neither the user's configuration nor variables such as GIT_DIR, which a hook
 * has, say what a project's commit is; and a relative folder of PATH would be looked for in the project.
 */
function environment({ top }: Repository): Readonly<Record<string, string>> {
  const folders = (process.env['PATH'] ?? '/usr/bin:/bin').split(path.delimiter);
  return {
    PATH: folders.filter((folder) => path.isAbsolute(folder)).join(path.delimiter),
    HOME: '/dev/null',
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ASKPASS: 'false',
    GIT_CEILING_DIRECTORIES: path.dirname(top),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

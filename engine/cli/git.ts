import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type GitAnswer =
  | { readonly ok: true; readonly output: Buffer }
  /** `missing`: git is not installed. `refused`: it ran and failed, with what it said. */
  | { readonly ok: false; readonly kind: 'missing' | 'refused'; readonly said: string };

/** Definitions are text: this is far more than a project has. */
const MOST = 2 ** 30;

/** Runs git in a folder, for as many milliseconds as `timeout` says. It writes nothing there. */
export async function git(folder: string, args: readonly string[], input = '', timeout = 60_000): Promise<GitAnswer> {
  const options = { encoding: 'buffer', maxBuffer: MOST, timeout } as const;
  try {
    const running = promisify(execFile)('git', ['-C', folder, '--no-optional-locks', ...args], options);
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

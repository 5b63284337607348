import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Origin } from '../run/index.ts';

/** What git says of a project's folder. */
export type GitPlace = Pick<Origin, 'commit' | 'checkout'>;

/** The project's commit, with `+` when tracked files differ from it, and where it comes from; null outside git. */
export async function gitPlace(root: string): Promise<GitPlace> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', root, ...args], { timeout: 5000 })).stdout.trimEnd();
  try {
    const [place, changes, remote] = await Promise.all([
      git('rev-parse', 'HEAD', '--show-prefix'),
      git('status', '--porcelain', '--untracked-files=no'),
      git('config', '--get', 'remote.origin.url').catch(() => ''),
    ]);
    const [commit = '', folder = ''] = place.split('\n');
    const repository = publicAddress(remote);
    return {
      commit: changes === '' ? commit : `${commit}+`,
      checkout: { folder, ...(repository === undefined ? {} : { repository }) },
    };
  } catch {
    return { commit: null };
  }
}

/** A remote's address without user and password; undefined for a folder of this machine, which tells others nothing. */
export function publicAddress(remote: string): string | undefined {
  if (/^[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[^:]+$/.test(remote)) return remote;
  if (!/^(https?|ssh):\/\//.test(remote) || !URL.canParse(remote)) return undefined;
  const url = new URL(remote);
  url.username = url.protocol === 'ssh:' ? url.username : '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}

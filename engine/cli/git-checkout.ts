import type { Origin } from '../run/index.ts';
import { git } from './git.ts';

/** What git says of a project's folder. */
export type GitCheckout = Pick<Origin, 'commit' | 'checkout'>;

const TIMEOUT_MS = 5000;

/** The project's commit, with `+` when tracked files differ from it, and where it comes from; null outside git. */
export async function gitCheckout(root: string): Promise<GitCheckout> {
  const ask = (...args: string[]) => git(root, args, '', TIMEOUT_MS);
  const [place, changes, remote] = await Promise.all([
    ask('rev-parse', 'HEAD', '--show-prefix'),
    ask('status', '--porcelain', '--untracked-files=no'),
    ask('config', '--get', 'remote.origin.url'),
  ]);
  if (!place.ok || !changes.ok) return { commit: null };
  const [commit = '', folder = ''] = place.output.toString('utf8').trimEnd().split('\n');
  const repository = remote.ok ? publicAddress(remote.output.toString('utf8').trimEnd()) : undefined;
  return {
    commit: changes.output.length === 0 ? commit : `${commit}+`,
    checkout: { folder, ...(repository === undefined ? {} : { repository }) },
  };
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

import type { Origin } from '../run/index.ts';
import { git } from './git.ts';
import { repositoryOf } from './repository.ts';
import { hasTrackedChanges } from './tracked-changes.ts';

/** What git says of a project's folder. */
export type GitCheckout = Pick<Origin, 'commit' | 'checkout'>;

const TIMEOUT_MS = 5000;

/** The project's commit, with `+` when its tracked files differ from it, and where it comes from; null outside git. */
export async function gitCheckout(root: string): Promise<GitCheckout> {
  const place = repositoryOf(root);
  if (place === undefined) return { commit: null };
  const ask = (...args: string[]) => git(root, args, '', TIMEOUT_MS);
  const [head, changed, remote] = await Promise.all([
    ask('rev-parse', '--verify', '--end-of-options', 'HEAD^{commit}'),
    hasTrackedChanges(root, TIMEOUT_MS),
    ask('config', '--get', 'remote.origin.url'),
  ]);
  if (!head.ok) return { commit: null };
  const commit = head.output.toString('latin1').trimEnd();
  const repository = remote.ok ? publicAddress(remote.output.toString('utf8').trimEnd()) : undefined;
  return {
    commit: changed ? `${commit}+` : commit,
    checkout: { folder: place.prefix, ...(repository === undefined ? {} : { repository }) },
  };
}

/** A remote's address without user and password; undefined for a folder of this machine, which tells others nothing. */
export function publicAddress(remote: string): string | undefined {
  if (/^[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[!-9;-~]+$/.test(remote)) return remote;
  if (!/^(https?|ssh):\/\//.test(remote) || !URL.canParse(remote)) return undefined;
  const url = new URL(remote);
  url.username = url.protocol === 'ssh:' ? url.username : '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}

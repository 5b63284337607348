import { type Problem, problemError, warning } from '../diagnostics/index.ts';
import type { Origin } from '../run/index.ts';
import { gitCheckout } from './git-checkout.ts';

/** Which commit the project is of, and who says so. */
export interface ProjectCommit extends Pick<Origin, 'commit' | 'commitFrom' | 'declaredCommit' | 'checkout'> {
  readonly problems: readonly Problem[];
}

/**
 * The commit of git's checkout; where git knows none, what `EWS_COMMIT` says, as in an image that was built from one.
 * ProblemError EWS4024 for what is no commit; a warning EWS4025 where git says another, which is then the one recorded.
 */
export async function projectCommit(root: string, environment = process.env): Promise<ProjectCommit> {
  const declared = declaredCommit(environment['EWS_COMMIT']);
  const { commit, checkout } = await gitCheckout(root);
  const place = checkout === undefined ? {} : { checkout };
  if (commit === null) {
    if (declared === undefined) return { commit, problems: [] };
    return { commit: declared, commitFrom: 'EWS_COMMIT', ...place, problems: [] };
  }
  const fromGit = { commit, commitFrom: 'git', ...place } as const;
  if (declared === undefined || commit.replace(/\+$/, '') === declared) return { ...fromGit, problems: [] };
  const message = `EWS_COMMIT says ${declared}, but git says that the project is at ${commit}`;
  const hint = 'git is believed, and both are recorded; unset EWS_COMMIT, or check out what it says';
  return { ...fromGit, declaredCommit: declared, problems: [warning('EWS4025', message, { hint })] };
}

function declaredCommit(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) return text.toLowerCase();
  const message = 'EWS_COMMIT is not the id of a commit';
  throw problemError('EWS4024', message, { hint: 'give it all 40 or 64 hexadecimal digits, or unset it' });
}

import { compile, type Graph } from '../compile/index.ts';
import { type Problem, ProblemError, problem } from '../diagnostics/index.ts';
import { asDeclared } from '../inspect/index.ts';
import { git } from './git.ts';
import { gitFiles } from './git-files.ts';
import { type GlobalFlags, readDefinitions, type Session } from './session.ts';

export type RevisionOutcome =
  | { readonly kind: 'graph'; readonly graph: Graph }
  /** `why`: git is not installed, there is no repository, or it has no such revision. */
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * The project as a git revision has it, compiled, with the flags' target and variables. ProblemError EWS4012, with what
 * is wrong, where git knows the revision but that has no sound project in this place.
 */
export async function revisionGraph(
  root: string,
  revision: string,
  flags: GlobalFlags,
  effects: Session['effects'],
): Promise<RevisionOutcome> {
  const inside = await git(root, ['rev-parse', '--git-dir']);
  if (!inside.ok) return { kind: 'unknown', why: inside.said };
  const wanted = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = revision.includes('\0') ? undefined : await git(root, wanted);
  if (commit?.ok !== true) return { kind: 'unknown', why: 'git knows no such revision' };
  const files = await gitFiles(root, commit.output.toString('utf8').trim());
  if (!files.ok) throw new ProblemError([unreadable(revision, files.why)]);
  try {
    const { definitions } = await readDefinitions(root, files.files, flags);
    return { kind: 'graph', graph: await compile(asDeclared(definitions, effects), effects) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const first = error.problems.find(({ severity }) => severity === 'error');
    throw new ProblemError([unreadable(revision, first?.message ?? 'it is not sound'), ...error.problems]);
  }
}

/** Names of branches and tags. */
export async function revisionNames(root: string): Promise<readonly string[]> {
  const answer = await git(root, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags']);
  return answer.ok ? answer.output.toString('utf8').split('\n').filter(Boolean) : [];
}

function unreadable(revision: string, why: string): Problem {
  const message = `the definitions of ${revision} cannot be read: ${why}`;
  const hint = 'compare with a revision whose project `ews compile` accepts, or with a stored run';
  return problem('EWS4012', message, { hint });
}
